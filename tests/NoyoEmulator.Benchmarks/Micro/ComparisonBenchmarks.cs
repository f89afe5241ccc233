using BenchmarkDotNet.Attributes;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Benchmarks.Micro;

/// <summary>
/// Comparing one family with what its carrier holds, and reconciling what is found with what is on record: an employee, a
/// spouse and two children, each covered in three lines.
/// </summary>
[MemoryDiagnoser]
public class ComparisonBenchmarks
{
    private static readonly string[] Lines = ["medical", "dental", "vision"];

    private readonly IReadOnlyList<MemberRecord> _platform = [.. Enumerable.Range(0, 4).Select(Member)];
    private readonly IReadOnlyList<MemberRecord> _same;
    private readonly IReadOnlyList<MemberRecord> _other;
    private readonly IReadOnlyList<Mismatch> _found;
    private readonly IReadOnlyList<OpenDifference> _open;

    public ComparisonBenchmarks()
    {
        // Carriers give no ids of enrollments.
        _same = [.. _platform.Select(member => member with { Enrollments = [.. member.Enrollments.Select(enrollment => enrollment with { Id = null })] })];
        _other =
        [
            .. _same.Select(member => member with
            {
                Person = member.Person with { LastName = "Cornwell", HomeAddress = member.Person.HomeAddress! with { ZipCode = "73302" } },
                Enrollments = [.. member.Enrollments.Select(enrollment => enrollment with { EffectiveStartDate = enrollment.EffectiveStartDate.AddMonths(1) })],
            }),
        ];
        _found = FamilyComparer.Compare(_platform, _other);
        _open = [.. _found.Select((mismatch, i) => new OpenDifference(SpreadIds.Random((ulong)i), mismatch.Key, mismatch.Fields, IsDiscrepancy: false))];
    }

    [Benchmark(Baseline = true)]
    public int Same_on_both_sides() => FamilyComparer.Compare(_platform, _same).Count;

    [Benchmark]
    public int Nothing_at_the_carrier() => FamilyComparer.Compare(_platform, []).Count;

    [Benchmark]
    public int Names_addresses_and_dates_differ() => FamilyComparer.Compare(_platform, _other).Count;

    [Benchmark]
    public int Reconcile_what_was_found_before() => Reconciler.Reconcile(_open, _found, ComparisonTrigger.FinalConfirmation).Outcomes.Count;

    private static MemberRecord Member(int number) => new()
    {
        IndividualId = SpreadIds.Random((ulong)(100 + number)),
        IndividualType = number == 0 ? MemberType.Employee : MemberType.Dependent,
        Person = new PersonRecord
        {
            FirstName = $"Alice{number}",
            MiddleName = "Q",
            LastName = "Cornwall",
            DateOfBirth = new DateOnly(1989, 1, 12 + number),
            Sex = "F",
            Ssn = $"12345678{number}",
            MaritalStatus = "married",
            HomeAddress = Address("1234 Home Ave"),
            MailingAddress = Address("P.O. Box 1234"),
            Contact = new ContactRecord { EmailAddress = "alice@example.com", HomePhone = "+12065551234", WorkPhone = "+12065559876" },
        },
        Employment = number > 0 ? null : new EmploymentRecord
        {
            EmploymentStatus = "full-time",
            EmploymentDates = new EmploymentDatesRecord { HireDate = new DateOnly(2014, 12, 10) },
            Salary = new SalaryRecord { Amount = 55000, Type = "salary", Unit = "annual", EffectiveDate = new DateOnly(2022, 1, 31) },
        },
        Relationship = number == 0 ? null : number == 1 ? "spouse" : "child",
        Enrollments = [.. Lines.Select((line, i) => new EnrollmentRecord
        {
            Id = SpreadIds.Random((ulong)(1_000 + (10 * number) + i)),
            LineOfCoverage = line,
            PlanId = SpreadIds.Random((ulong)(10_000 + i)),
            PlanName = $"{line} Gold",
            EffectiveStartDate = new DateOnly(2022, 1, 1),
            EffectiveEndDate = new DateOnly(9999, 12, 31),
            Volume = i == 0 ? 50_000 : null,
        })],
    };

    private static AddressRecord Address(string street) => new()
    {
        StreetOne = street,
        City = "San Francisco",
        County = "San Francisco",
        State = "CA",
        ZipCode = "94107",
    };
}
