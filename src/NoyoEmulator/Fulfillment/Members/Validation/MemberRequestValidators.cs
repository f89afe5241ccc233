using FluentValidation;
using NoyoEmulator.Fulfillment.Members.Contracts;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.Members.Validation;

/// <summary>A new employee's fields. Source: OpenAPI.</summary>
internal sealed class EmployeeCreateRequestValidator : AbstractValidator<EmployeeCreateRequest>
{
    public EmployeeCreateRequestValidator()
    {
        RuleFor(body => body.GroupId).IsRequired().IsUuid();
        RuleFor(body => body.LocationId).IsUuid();
        RuleFor(body => body.Person).IsRequired().SetValidator(new CreatePersonRequestValidator()!);
        RuleFor(body => body.Employment).IsRequired().SetValidator(new EmploymentValidator()!);
    }

    private sealed class EmploymentValidator : AbstractValidator<Employment>
    {
        public EmploymentValidator()
        {
            RuleFor(employment => employment.EmploymentStatus).IsRequired().IsOneOf(Terms.EmploymentStatuses);
            RuleFor(employment => employment.HoursWorked).IsRequired();
            RuleFor(employment => employment.EmploymentDates).IsRequired().SetValidator(new EmploymentDatesValidator()!);
            RuleFor(employment => employment.Salary).SetValidator(new SalaryValidator()!);
        }
    }

    private sealed class EmploymentDatesValidator : AbstractValidator<EmploymentDates>
    {
        public EmploymentDatesValidator()
        {
            RuleFor(dates => dates.HireDate).IsRequired().IsDate();
            RuleFor(dates => dates.FullTimeStart).IsDate();
            RuleFor(dates => dates.Rehire).IsDate();
            RuleFor(dates => dates.Retirement).IsDate();
            RuleFor(dates => dates.Terminated).IsDate();
        }
    }

    private sealed class SalaryValidator : AbstractValidator<Salary>
    {
        public SalaryValidator()
        {
            RuleFor(salary => salary.Amount).GreaterThanOrEqualTo(0).WithMessage("must not be negative");
            RuleFor(salary => salary.Type).IsOneOf(Terms.SalaryTypes);
            RuleFor(salary => salary.Unit).IsOneOf(Terms.SalaryUnits);
        }
    }
}

/// <summary>A new dependent's fields. Source: OpenAPI.</summary>
internal sealed class DependentCreateRequestValidator : AbstractValidator<DependentCreateRequest>
{
    public DependentCreateRequestValidator()
    {
        RuleFor(body => body.Person).IsRequired().SetValidator(new CreatePersonRequestValidator()!);
        RuleFor(body => body.Relationship).IsRequired().IsOneOf(Terms.Relationships);
    }
}

/// <summary>A new member's person: as in a snapshot, but for the mailing address, which may be absent. Source: OpenAPI.</summary>
internal sealed class CreatePersonRequestValidator : AbstractValidator<CreatePersonRequest>
{
    public CreatePersonRequestValidator()
    {
        RuleFor(person => person.FirstName).IsRequired();
        RuleFor(person => person.LastName).IsRequired();
        RuleFor(person => person.DateOfBirth).IsRequired().IsDate();
        RuleFor(person => person.Sex).IsRequired().IsOneOf(Terms.Sexes);
        RuleFor(person => (string?)person.Ssn).IsSsn();
        RuleFor(person => person.MaritalStatus).IsOneOf(Terms.MaritalStatuses);
        RuleFor(person => person.HomeAddress).IsRequired().SetValidator(new AddressValidator()!);
        RuleFor(person => person.MailingAddress).SetValidator(new AddressValidator()!);
        RuleFor(person => person.Contact).SetValidator(new ContactValidator()!);
        RuleFor(person => person.Details).SetValidator(new DetailsValidator()!);
    }

    private sealed class AddressValidator : AbstractValidator<Address>
    {
        public AddressValidator()
        {
            RuleFor(address => address.StreetOne).IsRequired();
            RuleFor(address => address.City).IsRequired();
            RuleFor(address => address.State).IsRequired().IsOneOf(Terms.States);
            RuleFor(address => address.ZipCode).IsRequired().IsZipCode();
        }
    }

    private sealed class ContactValidator : AbstractValidator<PersonContact>
    {
        public ContactValidator()
        {
            RuleFor(contact => contact.EmailAddress).IsEmailAddress();
            RuleFor(contact => contact.EmailAddressType).IsOneOf(Terms.EmailAddressTypes);
            RuleFor(contact => contact.PreferredMethod).IsOneOf(Terms.ContactMethods);
        }
    }

    private sealed class DetailsValidator : AbstractValidator<PersonDetails>
    {
        public DetailsValidator()
        {
            RuleFor(details => details.AmericanIndian).SetValidator(new AmericanIndianValidator()!);
            RuleFor(details => details.Tobacco).SetValidator(new TobaccoValidator()!);
        }
    }

    private sealed class AmericanIndianValidator : AbstractValidator<PersonAmericanIndian>
    {
        public AmericanIndianValidator() => RuleFor(membership => membership.State).IsOneOf(Terms.States);
    }

    private sealed class TobaccoValidator : AbstractValidator<PersonTobacco>
    {
        public TobaccoValidator()
        {
            RuleFor(tobacco => tobacco.Types).HasItems().WithMessage($"must name at least one of: {Terms.TobaccoTypes.Listing}");
            RuleForEach(tobacco => tobacco.Types).IsOneOf(Terms.TobaccoTypes);
        }
    }
}
