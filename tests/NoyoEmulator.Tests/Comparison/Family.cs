using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>An employee and a dependent with every value filled in, for tests to change one thing at a time.</summary>
internal static class Family
{
    public static readonly Guid EmployeeId = Id(1);
    public static readonly Guid DependentId = Id(2);
    public static readonly Guid EmployeeEnrollmentId = Id(11);
    public static readonly Guid DependentEnrollmentId = Id(12);
    public static readonly Guid PlanId = Id(21);
    public static readonly Guid OtherPlanId = Id(22);
    public static readonly DateOnly OpenEnd = new(9999, 12, 31);

    public static MemberRecord Employee { get; } = new()
    {
        IndividualId = EmployeeId,
        IndividualType = MemberType.Employee,
        Person = Person("Alice"),
        Employment = new EmploymentRecord
        {
            EmploymentStatus = "full-time",
            EmploymentDates = new EmploymentDatesRecord { HireDate = new DateOnly(2020, 2, 1) },
            Salary = new SalaryRecord { Amount = 52000m, Type = "salary", Unit = "annual", EffectiveDate = new DateOnly(2023, 1, 1) },
        },
        Enrollments = [Enrollment(EmployeeEnrollmentId)],
    };

    public static MemberRecord Dependent { get; } = new()
    {
        IndividualId = DependentId,
        IndividualType = MemberType.Dependent,
        Person = Person("Bob"),
        Relationship = "child",
        Enrollments = [Enrollment(DependentEnrollmentId)],
    };

    public static IReadOnlyList<MemberRecord> Whole { get; } = [Employee, Dependent];

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    public static EnrollmentRecord Enrollment(Guid? id) => new()
    {
        Id = id,
        LineOfCoverage = "medical",
        PlanId = PlanId,
        PlanName = "Gold",
        EffectiveStartDate = new DateOnly(2024, 1, 1),
        EffectiveEndDate = OpenEnd,
        Volume = 10000,
        CarrierConfig = new JsonObject { ["benefit_class"] = "A", ["location"] = 7 },
        CobraDetails = new CobraRecord
        {
            CobraEnrolled = true,
            EligibilityStartDate = new DateOnly(2024, 1, 1),
            EligibilityEndDate = new DateOnly(2025, 6, 30),
            QualifyingEventDate = new DateOnly(2023, 12, 31),
            QualifyingEventReason = "layoff",
        },
        PcpDetails = new PcpRecord { Providers = [Provider("1234567890", "pcp")] },
    };

    public static PcpProviderRecord Provider(string code, string role) => new()
    {
        IdentificationCode = code,
        IdentificationCodeType = "national_provider_identifier",
        EntityIdentifierCode = role,
    };

    /// <summary>The employee with these enrollments only.</summary>
    public static MemberRecord EmployeeWith(params IReadOnlyList<EnrollmentRecord> enrollments) =>
        Employee with { Enrollments = enrollments };

    /// <summary>The same enrollment, waived: it ends the day before it starts.</summary>
    public static EnrollmentRecord Waived(this EnrollmentRecord enrollment) =>
        enrollment with { EffectiveEndDate = enrollment.EffectiveStartDate.AddDays(-1) };

    public static MemberRecord ChangePerson(this MemberRecord member, Func<PersonRecord, PersonRecord> change) =>
        member with { Person = change(member.Person) };

    public static MemberRecord ChangeEmployment(this MemberRecord member, Func<EmploymentRecord, EmploymentRecord> change) =>
        member with { Employment = change(member.Employment!) };

    public static MemberRecord ChangeSalary(this MemberRecord member, Func<SalaryRecord, SalaryRecord> change) =>
        member.ChangeEmployment(employment => employment with { Salary = change(employment.Salary!) });

    public static MemberRecord ChangeEnrollment(this MemberRecord member, Func<EnrollmentRecord, EnrollmentRecord> change) =>
        member with { Enrollments = [.. member.Enrollments.Select(change)] };

    private static PersonRecord Person(string firstName) => new()
    {
        FirstName = firstName,
        MiddleName = "Q",
        LastName = "O'Hara",
        Suffix = "Jr",
        DateOfBirth = new DateOnly(1989, 1, 12),
        Sex = "F",
        Ssn = "123456789",
        MaritalStatus = "single",
        HomeAddress = Address("1 Home St"),
        MailingAddress = Address("2 Mail St"),
        Contact = new ContactRecord { EmailAddress = "a@example.com", HomePhone = "+14155550100", WorkPhone = "+14155550101" },
        Details = new PersonDetailsRecord { Tobacco = new TobaccoRecord { User = true } },
    };

    private static AddressRecord Address(string street) => new()
    {
        StreetOne = street,
        StreetTwo = "Apt 3",
        City = "Austin",
        County = "Travis",
        State = "TX",
        ZipCode = "73301",
    };
}
