using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Fulfillment.Families;

/// <summary>What Noyo knows of a family, what carriers hold of it, and the differences that are open between them.</summary>
internal sealed class FamilyState
{
    /// <summary>A family of which nothing is known yet.</summary>
    public static FamilyState Unknown => new();

    private readonly IReadOnlyList<CarrierRecord> _held = [];
    private readonly IReadOnlyList<SentRecord> _sent = [];
    private readonly IReadOnlyList<Difference> _open = [];
    private readonly Dictionary<Guid, IReadOnlyList<MemberRecord>> _heldBy = [];

    /// <summary>The employee and the dependents, as the platform ordered them.</summary>
    public IReadOnlyList<Member> Members { get; private init; } = [];

    /// <summary>Their enrollments at all carriers.</summary>
    public IReadOnlyList<IndividualEnrollment> Enrollments { get; private init; } = [];

    private FamilyState(IEnumerable<CarrierRecord> held, IEnumerable<SentRecord> sent, IEnumerable<Difference> open)
    {
        _held = [.. held];
        _sent = [.. sent];
        _open = [.. open];
    }

    private FamilyState()
    {
    }

    /// <summary>A family with which nothing is open.</summary>
    public static FamilyState Of(IReadOnlyList<Member> members, IReadOnlyList<IndividualEnrollment> enrollments, IReadOnlyList<CarrierRecord> held) =>
        new(held, sent: [], open: []) { Members = members, Enrollments = enrollments };

    /// <summary>Reads several families, with one query a table for all of them.</summary>
    /// <returns>The families by their employees' ids; one of which nothing is known is empty.</returns>
    public static IReadOnlyDictionary<Guid, FamilyState> Load(RowStore rows, IReadOnlyCollection<Guid> employeeIds)
    {
        var members = rows.WhereIn<Member>("employee_id", employeeIds).ToLookup(member => member.EmployeeId);
        var enrollments = rows.WhereIn<IndividualEnrollment>("employee_id", employeeIds).ToLookup(enrollment => enrollment.EmployeeId);
        var held = rows.WhereIn<CarrierRecord>("employee_id", employeeIds).ToLookup(record => record.EmployeeId);
        var sent = rows.WhereIn<SentRecord>("employee_id", employeeIds).ToLookup(record => record.EmployeeId);
        var open = rows.WhereIn<Difference>("employee_id", employeeIds, "AND is_open = 1").ToLookup(difference => difference.EmployeeId);
        return employeeIds.Distinct().ToDictionary(id => id, id => new FamilyState(held[id], sent[id], open[id])
        {
            Members = [.. members[id].OrderBy(member => member.Position).ThenBy(member => member.Id)],
            Enrollments = [.. enrollments[id].OrderBy(enrollment => enrollment.Id)],
        });
    }

    /// <summary>The platform's side of a comparison with a carrier.</summary>
    public IReadOnlyList<MemberRecord> WantedAt(Guid carrierId) =>
        PlatformRecords.From(Members, [.. Enrollments.Where(enrollment => enrollment.CarrierId == carrierId)]);

    /// <summary>The carrier's side: what it holds about the family.</summary>
    public IReadOnlyList<MemberRecord> HeldBy(Guid carrierId)
    {
        // A snapshot asks several times, and reading the records is most of the work.
        if (!_heldBy.TryGetValue(carrierId, out var held))
            _heldBy.Add(carrierId, held = Read(_held.Where(record => record.CarrierId == carrierId), record => record.IndividualId, record => record.Document));
        return held;
    }

    /// <summary>
    /// What Noyo knows a carrier to hold: what it finds there; or, since it never reads a Send carrier, what went there in the
    /// latest file. Where it could read the carrier until then, it is what it finds there.
    /// </summary>
    /// <param name="carrierId">The carrier.</param>
    /// <param name="carriers">How carriers behave.</param>
    /// <param name="behaviorName">The named behavior that the employee's classifications choose; null for the carrier's own.</param>
    public IReadOnlyList<MemberRecord> FoundAt(Guid carrierId, CarrierSetups carriers, string? behaviorName)
    {
        if (carriers.BehaviorFor(carrierId, behaviorName).Tier == CarrierTier.Sync)
            return HeldBy(carrierId);
        var sent = Read(_sent.Where(record => record.CarrierId == carrierId), record => record.IndividualId, record => record.Document);
        return sent.Count > 0 || carriers.BehaviorOf(carrierId).Tier == CarrierTier.Send ? sent : HeldBy(carrierId);
    }

    /// <summary>Whether anybody of the family has coverage at a carrier now or later, on either side.</summary>
    public bool IsCoveredAt(Guid carrierId, DateOnly today) =>
        Enrollments.Any(enrollment => enrollment.CarrierId == carrierId && enrollment.Period.IsActiveFrom(today))
        || HeldBy(carrierId).Any(record => record.Enrollments.Any(coverage => Period.Of(coverage).IsActiveFrom(today)));

    /// <summary>Whether files are all that Noyo knows of what a carrier holds.</summary>
    public bool WentInFilesTo(Guid carrierId) => _sent.Any(record => record.CarrierId == carrierId);

    /// <summary>What a carrier is sent about the family: all that is known of members whom it does not know.</summary>
    /// <param name="carrierId">The carrier.</param>
    /// <param name="found">What Noyo knows it to hold.</param>
    public IReadOnlyList<MemberRecord> SentTo(Guid carrierId, IReadOnlyList<MemberRecord> found)
    {
        var known = found.Select(record => record.IndividualId).ToHashSet();
        return PlatformRecords.From(
            Members, [.. Enrollments.Where(enrollment => enrollment.CarrierId == carrierId)], member => !known.Contains(member.Id));
    }

    /// <summary>The differences that are open between the platform and a carrier, oldest first.</summary>
    public IReadOnlyList<Difference> OpenAt(Guid carrierId) =>
        [.. _open.Where(difference => difference.CarrierId == carrierId).OrderBy(difference => difference.Created).ThenBy(difference => difference.Id)];

    private static List<MemberRecord> Read<T>(IEnumerable<T> records, Func<T, Guid> individual, Func<T, string> document) =>
        [.. records.OrderBy(individual).Select(record => CarrierRecords.Read(document(record)))];
}
