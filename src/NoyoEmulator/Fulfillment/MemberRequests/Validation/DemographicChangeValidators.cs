using FluentValidation;
using NoyoEmulator.Fulfillment.MemberRequests.Contracts;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests.Validation;

internal sealed class MemberRequestDemographicChangeRequestValidator : AbstractValidator<MemberRequestDemographicChangeRequest>
{
    public MemberRequestDemographicChangeRequestValidator()
    {
        RuleFor(body => body.ChangeDate).IsDate();
        RuleFor(body => body.SignatureDate).IsDate();
        RuleFor(body => body.MemberChanges).HasOneAtLeast();
        RuleForEach(body => body.MemberChanges).SetValidator(new ChangeValidator());
    }

    private sealed class ChangeValidator : AbstractValidator<ApiBaseMemberDemographicChangeDetails>
    {
        public ChangeValidator()
        {
            RuleFor(change => change.Member).IsRequired().SetValidator(new MemberValidator()!);
            RuleFor(change => change.NameChange).SetValidator(new NameValidator()!);
            RuleFor(change => change.AddressChange).SetValidator(new AddressChangeValidator()!);
            RuleFor(change => change.ContactChange).SetValidator(new ContactValidator()!);
            RuleFor(change => change.DobChange).SetValidator(new BirthValidator()!);
            RuleFor(change => change.SexChange).SetValidator(new SexValidator()!);
            RuleFor(change => change.SsnChange).SetValidator(new SsnValidator()!);
            RuleFor(change => change.EmploymentChange).SetValidator(new EmploymentValidator()!);
            RuleFor(change => change.SalaryChange).SetValidator(new SalaryValidator()!);
            RuleFor(change => change.EmploymentChange).Null().When(IsDependents).WithMessage(OfEmployees);
            RuleFor(change => change.SalaryChange).Null().When(IsDependents).WithMessage(OfEmployees);
            RuleFor(change => change.ClassificationsChange).Null().When(IsDependents).WithMessage(OfEmployees);
        }

        private const string OfEmployees = "is only for an employee";

        private static bool IsDependents(ApiBaseMemberDemographicChangeDetails change) => change.Member?.Type == Terms.Dependent;
    }

    private sealed class MemberValidator : AbstractValidator<DemographicChangeMember>
    {
        public MemberValidator()
        {
            RuleFor(member => member.Id).IsRequired().IsUuid();
            RuleFor(member => member.Type).IsRequired().IsOneOf(Terms.IndividualTypes);
        }
    }

    private sealed class NameValidator : AbstractValidator<ApiNameChange>
    {
        public NameValidator()
        {
            RuleFor(name => name.FirstName).IsRequired();
            RuleFor(name => name.LastName).IsRequired();
        }
    }

    private sealed class AddressChangeValidator : AbstractValidator<ApiAddressChange>
    {
        public AddressChangeValidator()
        {
            RuleFor(change => change.HomeAddress).SetValidator(new AddressValidator()!);
            RuleFor(change => change.MailingAddress).SetValidator(new AddressValidator()!);
        }
    }

    private sealed class AddressValidator : AbstractValidator<ApiAddress>
    {
        public AddressValidator()
        {
            RuleFor(address => address.StreetOne).IsRequired();
            RuleFor(address => address.City).IsRequired();
            RuleFor(address => address.State).IsRequired().IsOneOf(Terms.States);
            RuleFor(address => address.ZipCode).IsRequired().IsZipCode();
        }
    }

    private sealed class ContactValidator : AbstractValidator<ApiContactChange>
    {
        public ContactValidator()
        {
            RuleFor(contact => contact.EmailAddress).IsEmailAddress();
            RuleFor(contact => contact.EmailAddressType).IsOneOf(Terms.EmailAddressTypes);
        }
    }

    private sealed class BirthValidator : AbstractValidator<DOBChange>
    {
        public BirthValidator() => RuleFor(change => change.DateOfBirth).IsRequired().IsDate();
    }

    private sealed class SexValidator : AbstractValidator<SexChange>
    {
        public SexValidator() => RuleFor(change => change.Sex).IsRequired().IsOneOf(Terms.Sexes);
    }

    private sealed class SsnValidator : AbstractValidator<SSNChange>
    {
        public SsnValidator() => RuleFor(change => change.Ssn).IsRequired().IsSsn();
    }

    private sealed class EmploymentValidator : AbstractValidator<ApiEmploymentChange>
    {
        public EmploymentValidator()
        {
            RuleFor(employment => employment.EmploymentStatus).IsOneOf(Terms.EmploymentStatuses);
            RuleFor(employment => employment.HireDate).IsDate();
        }
    }

    private sealed class SalaryValidator : AbstractValidator<ApiSalaryChange>
    {
        public SalaryValidator()
        {
            RuleFor(salary => salary.Amount).IsRequired().GreaterThanOrEqualTo(0).WithMessage("must not be negative");
            RuleFor(salary => salary.Type).IsRequired().IsOneOf(Terms.SalaryTypes);
            RuleFor(salary => salary.Unit).IsRequired().IsOneOf(Terms.SalaryUnits);
        }
    }
}
