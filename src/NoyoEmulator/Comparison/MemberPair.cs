namespace NoyoEmulator.Comparison;

/// <summary>What each side holds about one person; at least one side holds something.</summary>
internal sealed record MemberPair(MemberRecord? Platform, MemberRecord? Carrier)
{
    /// <summary>The record that names the person: the platform's, or the carrier's for a person only the carrier knows.</summary>
    public MemberRecord Person => (Platform ?? Carrier)!;

    /// <summary>The person as the object of a difference.</summary>
    public ObjectType ObjectType =>
        Person.IndividualType is MemberType.Employee ? ObjectType.Employee : ObjectType.Dependent;

    /// <summary>Whether either side has coverage for the person, be it past, present or future.</summary>
    public bool IsCovered => HasCoverage(Platform) || HasCoverage(Carrier);

    /// <summary>Everyone either side holds: the employee first, then the dependents by id.</summary>
    public static IEnumerable<MemberPair> Of(IReadOnlyList<MemberRecord> platform, IReadOnlyList<MemberRecord> carrier)
    {
        var ours = ById(platform, nameof(platform));
        var theirs = ById(carrier, nameof(carrier));
        return ours.Keys.Union(theirs.Keys)
            .Select(id => new MemberPair(ours.GetValueOrDefault(id), theirs.GetValueOrDefault(id)))
            .OrderBy(member => member.Person.IndividualType)
            .ThenBy(member => member.Person.IndividualId);
    }

    /// <summary>Whether a record has an enrollment that was not waived.</summary>
    public static bool HasCoverage(MemberRecord? member) =>
        member is not null && member.Enrollments.Any(enrollment => !enrollment.IsWaived);

    private static Dictionary<Guid, MemberRecord> ById(IReadOnlyList<MemberRecord> members, string side)
    {
        var byId = new Dictionary<Guid, MemberRecord>();
        foreach (var member in members)
        {
            if (!byId.TryAdd(member.IndividualId, member))
                throw new ArgumentException($"Individual {member.IndividualId} occurs twice.", side);
        }

        return byId;
    }
}
