using FluentValidation;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>The employee's fields. Source: OpenAPI.</summary>
internal sealed class EmployeeValidator : AbstractValidator<InboundMemberSnapshotEmployee>
{
    public EmployeeValidator()
    {
        RuleFor(employee => employee.Id).IsUuid();
        RuleFor(employee => employee.CustomIndividualId).HasText();
        RuleFor(employee => employee.GroupIndividualId).HasText();
        RuleFor(employee => employee.EventId).HasText();
        RuleFor(employee => employee.Person).IsRequired().SetValidator(new PersonValidator()!);
        RuleFor(employee => employee.Employment).IsRequired().SetValidator(new EmploymentValidator()!);
    }
}

/// <summary>A dependent's fields. Source: OpenAPI.</summary>
internal sealed class DependentValidator : AbstractValidator<InboundMemberSnapshotDependent>
{
    public DependentValidator()
    {
        RuleFor(dependent => dependent.Id).IsUuid();
        RuleFor(dependent => dependent.CustomIndividualId).HasText();
        RuleFor(dependent => dependent.GroupIndividualId).HasText();
        RuleFor(dependent => dependent.EventId).HasText();
        RuleFor(dependent => dependent.Relationship).IsRequired().IsOneOf(Terms.Relationships);
        RuleFor(dependent => dependent.Person).IsRequired().SetValidator(new PersonValidator()!);
    }
}

/// <summary>An employment's fields. Source: OpenAPI.</summary>
internal sealed class EmploymentValidator : AbstractValidator<InboundMemberSnapshotEmployment>
{
    public EmploymentValidator()
    {
        RuleFor(employment => employment.EmploymentStatus).IsRequired().IsOneOf(Terms.EmploymentStatuses);
        RuleFor(employment => employment.HoursWorked).IsRequired();
        RuleFor(employment => employment.EmploymentDates).IsRequired().SetValidator(new EmploymentDatesValidator()!);
        RuleFor(employment => employment.Salary).SetValidator(new SalaryValidator()!);
    }

    private sealed class EmploymentDatesValidator : AbstractValidator<InboundMemberSnapshotEmploymentDates>
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

    private sealed class SalaryValidator : AbstractValidator<InboundMemberSnapshotSalary>
    {
        public SalaryValidator()
        {
            RuleFor(salary => salary.Amount).GreaterThanOrEqualTo(0).WithMessage("must not be negative");
            RuleFor(salary => salary.Type).IsOneOf(Terms.SalaryTypes);
            RuleFor(salary => salary.Unit).IsOneOf(Terms.SalaryUnits);
            RuleFor(salary => salary.EffectiveDate).IsDate();
        }
    }
}

/// <summary>A person's fields. Source: OpenAPI.</summary>
internal sealed class PersonValidator : AbstractValidator<InboundMemberSnapshotPerson>
{
    public PersonValidator()
    {
        RuleFor(person => person.FirstName).IsRequired();
        RuleFor(person => person.LastName).IsRequired();
        RuleFor(person => person.DateOfBirth).IsRequired().IsDate();
        RuleFor(person => person.Sex).IsRequired().IsOneOf(Terms.Sexes);
        RuleFor(person => (string?)person.Ssn).IsSsn();
        RuleFor(person => person.MaritalStatus).IsOneOf(Terms.MaritalStatuses);
        RuleFor(person => person.HomeAddress).IsRequired().SetValidator(new AddressValidator()!);
        RuleFor(person => person.MailingAddress).IsRequired().SetValidator(new AddressValidator()!);
        RuleFor(person => person.Contact).SetValidator(new ContactValidator()!);
        RuleFor(person => person.Details).SetValidator(new DetailsValidator()!);
    }

    private sealed class AddressValidator : AbstractValidator<InboundMemberSnapshotAddress>
    {
        public AddressValidator()
        {
            RuleFor(address => address.StreetOne).IsRequired();
            RuleFor(address => address.City).IsRequired();
            RuleFor(address => address.State).IsRequired().IsOneOf(Terms.States);
            RuleFor(address => address.ZipCode).IsRequired().IsZipCode();
        }
    }

    private sealed class ContactValidator : AbstractValidator<InboundMemberSnapshotPersonContact>
    {
        public ContactValidator()
        {
            RuleFor(contact => (string?)contact.EmailAddress).IsEmailAddress();
            RuleFor(contact => contact.EmailAddressType).IsOneOf(Terms.EmailAddressTypes);
            RuleFor(contact => contact.PreferredMethod).IsOneOf(Terms.ContactMethods);
        }
    }

    private sealed class DetailsValidator : AbstractValidator<InboundMemberSnapshotPersonDetails>
    {
        public DetailsValidator()
        {
            RuleFor(details => details.AmericanIndian).SetValidator(new AmericanIndianValidator()!);
            RuleFor(details => details.Tobacco).SetValidator(new TobaccoValidator()!);
        }
    }

    private sealed class AmericanIndianValidator : AbstractValidator<InboundMemberSnapshotPersonAmericanIndian>
    {
        public AmericanIndianValidator() => RuleFor(membership => membership.State).IsOneOf(Terms.States);
    }

    private sealed class TobaccoValidator : AbstractValidator<InboundMemberSnapshotPersonTobacco>
    {
        public TobaccoValidator()
        {
            RuleFor(tobacco => tobacco.Types).HasItems()
                .WithMessage($"must name at least one of: {Terms.TobaccoTypes.Listing}");
            RuleForEach(tobacco => tobacco.Types).IsOneOf(Terms.TobaccoTypes);
        }
    }
}
