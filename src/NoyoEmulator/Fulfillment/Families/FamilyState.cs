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
    public static readonly FamilyState Unknown = new();

    private readonly IReadOnlyList<CarrierRecord> _held = [];
    private readonly IReadOnlyList<Difference> _open = [];

    /// <summary>The employee and the dependents, as the platform ordered them.</summary>
    public IReadOnlyList<Member> Members { get; private init; } = [];

    /// <summary>Their enrollments at all carriers.</summary>
    public IReadOnlyList<IndividualEnrollment> Enrollments { get; private init; } = [];

    private FamilyState(IEnumerable<CarrierRecord> held, IEnumerable<Difference> open)
    {
        _held = [.. held];
        _open = [.. open];
    }

    private FamilyState()
    {
    }

    /// <summary>A family of which no carrier holds anything, and nothing is open.</summary>
    public static FamilyState Of(IReadOnlyList<Member> members, IReadOnlyList<IndividualEnrollment> enrollments) =>
        new() { Members = members, Enrollments = enrollments };

    /// <summary>Reads several families, with one query a table for all of them.</summary>
    /// <returns>The families by their employees' ids; one of which nothing is known is empty.</returns>
    public static IReadOnlyDictionary<Guid, FamilyState> Load(RowStore rows, IReadOnlyCollection<Guid> employeeIds)
    {
        var members = rows.WhereIn<Member>("employee_id", employeeIds).ToLookup(member => member.EmployeeId);
        var enrollments = rows.WhereIn<IndividualEnrollment>("employee_id", employeeIds).ToLookup(enrollment => enrollment.EmployeeId);
        var held = rows.WhereIn<CarrierRecord>("employee_id", employeeIds).ToLookup(record => record.EmployeeId);
        var open = rows.WhereIn<Difference>("employee_id", employeeIds, "AND is_open = 1").ToLookup(difference => difference.EmployeeId);
        return employeeIds.Distinct().ToDictionary(id => id, id => new FamilyState(held[id], open[id])
        {
            Members = [.. members[id].OrderBy(member => member.Position).ThenBy(member => member.Id)],
            Enrollments = [.. enrollments[id].OrderBy(enrollment => enrollment.Id)],
        });
    }

    /// <summary>The platform's side of a comparison with a carrier.</summary>
    public IReadOnlyList<MemberRecord> WantedAt(Guid carrierId) =>
        PlatformRecords.From(Members, [.. Enrollments.Where(enrollment => enrollment.CarrierId == carrierId)]);

    /// <summary>The carrier's side: what it holds about the family.</summary>
    public IReadOnlyList<MemberRecord> HeldBy(Guid carrierId) =>
        [.. _held.Where(record => record.CarrierId == carrierId).OrderBy(record => record.IndividualId).Select(record => CarrierRecords.Read(record.Document))];

    /// <summary>The differences that are open between the platform and a carrier, oldest first.</summary>
    public IReadOnlyList<Difference> OpenAt(Guid carrierId) =>
        [.. _open.Where(difference => difference.CarrierId == carrierId).OrderBy(difference => difference.Created).ThenBy(difference => difference.Id)];
}
