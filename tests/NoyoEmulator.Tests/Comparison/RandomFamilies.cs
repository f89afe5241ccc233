using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>Families drawn from small pools, so that two of them often agree and often nearly agree.</summary>
internal sealed class RandomFamilies(int seed)
{
    private readonly Random _random = WithSeed(seed);

    public ComparisonTrigger Trigger() => Pick(Enum.GetValues<ComparisonTrigger>());

    /// <summary>An employee, perhaps missing, and up to three dependents.</summary>
    public IReadOnlyList<MemberRecord> Next() => [.. Enumerable.Range(1, 4).Where(_ => Chance(75)).Select(Member)];

    private MemberRecord Member(int number) => new()
    {
        IndividualId = Family.Id(number),
        IndividualType = number == 1 ? MemberType.Employee : MemberType.Dependent,
        Person = Pick(Family.Whole).Person with
        {
            LastName = Pick("Cornwall", "CORNWALL", "Cornwell"),
            Ssn = Pick("123456789", "923456789", null),
            HomeAddress = Pick(null, Address("Austin", null), Address("austin", "Travis"), Address("Dallas", "Dallas")),
            Contact = Pick(null, new ContactRecord { HomePhone = "+14155550100" }, new ContactRecord { HomePhone = "(415) 555-0100" }),
            Details = Pick(null, new PersonDetailsRecord { Tobacco = new TobaccoRecord { User = Chance(50) } }),
        },
        Employment = number == 1 ? Pick(null, Family.Employee.Employment) : null,
        Relationship = number == 1 ? null : Pick("child", "spouse"),
        Enrollments = [.. Enumerable.Range(0, _random.Next(6)).Select(position => Enrollment((100 * number) + position))],
    };

    private EnrollmentRecord Enrollment(int number)
    {
        var start = new DateOnly(2024, Pick(1, 2, 3), 1);
        return new EnrollmentRecord
        {
            Id = Family.Id(number),
            LineOfCoverage = Pick("medical", "dental", "life"),
            PlanId = Pick<Guid?>(null, Family.PlanId, Family.OtherPlanId),
            PlanName = Pick(null, "Gold", "GOLD ", "Silver"),
            EffectiveStartDate = start,
            EffectiveEndDate = Pick(Family.OpenEnd, start.AddDays(-1), start.AddMonths(6)),
            Volume = Pick<int?>(null, 10000, 20000),
            CobraDetails = Pick(null, new CobraRecord { CobraEnrolled = Chance(50) }),
            PcpDetails = Pick(null, new PcpRecord
            {
                Providers = [Family.Provider("1", Pick("pcp", "obgyn")), Family.Provider("2", "pcp")],
            }),
        };
    }

    private static AddressRecord Address(string city, string? county) => new() { City = city, County = county, ZipCode = "73301" };

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(params IReadOnlyList<T> pool) => pool[_random.Next(pool.Count)];

#pragma warning disable RS0030 // The seed is named, and the test reports it.
    private static Random WithSeed(int seed) => new(seed);
#pragma warning restore RS0030
}
