using FluentValidation;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.CarrierDirectory;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>What the parts of a group must be like: as the API asks for them, where it takes them.</summary>
internal sealed class SeedGroupPartsValidator : AbstractValidator<SeedGroup>
{
    public SeedGroupPartsValidator()
    {
        _ = RuleFor(group => group.FederalEin).IsFederalEin();
        _ = RuleFor(group => group.SicCode).IsSicCode();
        _ = RuleForEach(group => group.Locations).SetValidator(new LocationValidator());
        _ = RuleForEach(group => group.Contacts).SetValidator(new ContactValidator());
        _ = RuleForEach(group => group.CarrierConfigurations).SetValidator(new ConfigurationValidator());
    }

    private sealed class LocationValidator : AbstractValidator<SeedLocation>
    {
        public LocationValidator()
        {
            _ = RuleFor(location => location.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = RuleFor(location => location.DisplayName).NotEmpty().WithMessage("is required");
            _ = RuleFor(location => location.Address).NotNull().WithMessage("is required").SetValidator(new AddressValidator()!);
        }
    }

    private sealed class ContactValidator : AbstractValidator<SeedContact>
    {
        public ContactValidator()
        {
            _ = RuleFor(contact => contact.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = RuleFor(contact => contact.CarrierId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            var asked = new ContactCreateRequestValidator();
            _ = RuleFor(contact => contact).Custom((contact, context) =>
            {
                foreach (var failure in asked.Validate(contact.ToRequest()).Errors.Where(failure => failure.PropertyName != nameof(SeedContact.CarrierId) || contact.CarrierId is null))
                    context.AddFailure(failure.PropertyName, failure.ErrorMessage);
            });
        }
    }

    private sealed class ConfigurationValidator : AbstractValidator<SeedCarrierConfiguration>
    {
        public ConfigurationValidator()
        {
            _ = RuleFor(configuration => configuration.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = RuleFor(configuration => configuration.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = RuleFor(configuration => configuration.ConnectionConfiguration).SetValidator(new ConnectionConfigurationValidator()!);
            _ = RuleFor(configuration => configuration.EffectiveStartDate).Must(date => date is null || IsoDate.TryParse(date, out _))
                .WithMessage("must be a date that exists, as YYYY-MM-DD");
        }
    }
}

/// <summary>What a carrier's words in the Carrier API must be like.</summary>
internal sealed class SeedCarrierTermsValidator : AbstractValidator<SeedCarrier>
{
    public SeedCarrierTermsValidator()
    {
        _ = RuleFor(carrier => carrier.InternalName).Must(name => name is null || name.Trim().Length > 0).WithMessage("must not be empty");
        _ = RuleFor(carrier => carrier.State).Must(state => state is null || CarrierTerms.States.Contains(state))
            .WithMessage($"must be one of: {CarrierTerms.States.Listing}");
        _ = RuleForEach(carrier => carrier.LinesOfCoverage).Must(line => CarrierTerms.LinesOfCoverage.Contains(line))
            .WithMessage($"must be one of: {CarrierTerms.LinesOfCoverage.Listing}");
    }
}

/// <summary>What the request for a carrier must be like.</summary>
internal sealed class SeedOrganizationCarrierValidator : AbstractValidator<SeedOrganizationCarrier>
{
    public SeedOrganizationCarrierValidator()
    {
        _ = RuleFor(request => request.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(request => request.OrganizationId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(request => request.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(request => request.EstimatedVolume).GreaterThanOrEqualTo(0).WithMessage("must not be negative");
    }
}
