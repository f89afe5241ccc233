using FluentValidation;
using NoyoEmulator.Comparison;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Carriers;

/// <summary>
/// Refuses, of what a person writes into a carrier's records, what no carrier could hold, as the comparison would make differences of
/// nothing. The values are those of a member snapshot (OpenAPI). What a carrier's own behavior records is not asked: it may be wrong.
/// </summary>
internal sealed class MemberRecordValidator : AbstractValidator<MemberRecord>
{
    public MemberRecordValidator()
    {
        _ = RuleFor(record => record.Person).SetValidator(new PersonRules());
        _ = RuleFor(record => record.Employment!).SetValidator(new EmploymentRules()).When(record => record.Employment is not null);
        _ = RuleFor(record => record.Employment).Null().WithMessage("belongs to employees; leave it out for a dependent")
            .When(record => record.IndividualType == MemberType.Dependent);
        _ = RuleFor(record => record.Relationship).Null().WithMessage("belongs to dependents; leave it out for an employee")
            .When(record => record.IndividualType == MemberType.Employee);
        _ = OneOf(RuleFor(record => record.Relationship), MemberSnapshotVocabulary.Relationships)
            .When(record => record.IndividualType == MemberType.Dependent);
        _ = RuleForEach(record => record.Enrollments).SetValidator(new EnrollmentRules());
    }

    // Rules of code, which no schema shows: the same types are answers, and a carrier's behavior may have recorded anything.
    private static IRuleBuilderOptions<T, string?> OneOf<T>(IRuleBuilder<T, string?> rule, AllowedValues allowed) =>
        rule.Must(value => value is null || allowed.Contains(value)).WithMessage($"must be one of: {allowed.Listing}");

    private sealed class PersonRules : AbstractValidator<PersonRecord>
    {
        public PersonRules()
        {
            _ = OneOf(RuleFor(person => (string?)person.Sex), MemberSnapshotVocabulary.Sexes).OverridePropertyName(nameof(PersonRecord.Sex));
            _ = OneOf(RuleFor(person => person.MaritalStatus), MemberSnapshotVocabulary.MaritalStatuses);
            _ = RuleFor(person => person.HomeAddress!).SetValidator(new AddressRules()).When(person => person.HomeAddress is not null);
            _ = RuleFor(person => person.MailingAddress!).SetValidator(new AddressRules()).When(person => person.MailingAddress is not null);
        }
    }

    private sealed class AddressRules : AbstractValidator<AddressRecord>
    {
        public AddressRules() => OneOf(RuleFor(address => address.State), MemberSnapshotVocabulary.States);
    }

    private sealed class EmploymentRules : AbstractValidator<EmploymentRecord>
    {
        public EmploymentRules()
        {
            _ = OneOf(RuleFor(employment => employment.EmploymentStatus), MemberSnapshotVocabulary.EmploymentStatuses);
            _ = RuleFor(employment => employment.Salary!).SetValidator(new SalaryRules()).When(employment => employment.Salary is not null);
        }
    }

    private sealed class SalaryRules : AbstractValidator<SalaryRecord>
    {
        public SalaryRules()
        {
            _ = RuleFor(salary => salary.Amount).Must(amount => amount is null or >= 0).WithMessage("must not be negative");
            _ = OneOf(RuleFor(salary => salary.Type), MemberSnapshotVocabulary.SalaryTypes);
            _ = OneOf(RuleFor(salary => salary.Unit), MemberSnapshotVocabulary.SalaryUnits);
        }
    }

    private sealed class EnrollmentRules : AbstractValidator<EnrollmentRecord>
    {
        public EnrollmentRules()
        {
            _ = OneOf(RuleFor(enrollment => (string?)enrollment.LineOfCoverage), MemberSnapshotVocabulary.LinesOfCoverage)
                .OverridePropertyName(nameof(EnrollmentRecord.LineOfCoverage));
            _ = RuleFor(enrollment => enrollment.Volume).Must(volume => volume is null or >= 0).WithMessage("must not be negative");
            _ = RuleFor(enrollment => enrollment.EffectiveEndDate)
                .Must((enrollment, end) => end.DayNumber >= enrollment.EffectiveStartDate.DayNumber - 1)
                .WithMessage("must be at the earliest the day before effective_start_date, which means that it was waived");
            _ = OneOf(RuleFor(enrollment => enrollment.CobraDetails!.QualifyingEventReason), MemberSnapshotVocabulary.QualifyingEventReasons)
                .When(enrollment => enrollment.CobraDetails is not null);
            _ = RuleForEach(enrollment => enrollment.PcpDetails!.Providers).SetValidator(new ProviderRules())
                .When(enrollment => enrollment.PcpDetails is not null);
        }
    }

    private sealed class ProviderRules : AbstractValidator<PcpProviderRecord>
    {
        public ProviderRules()
        {
            _ = OneOf(RuleFor(provider => provider.IdentificationCodeType), MemberSnapshotVocabulary.IdentificationCodeTypes);
            _ = OneOf(RuleFor(provider => provider.EntityIdentifierCode), MemberSnapshotVocabulary.EntityIdentifierCodes);
        }
    }
}
