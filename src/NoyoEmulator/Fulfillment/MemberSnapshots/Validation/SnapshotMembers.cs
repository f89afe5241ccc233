using System.Runtime.InteropServices;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>An entry of <c>enrolled_members</c>, and whom it names.</summary>
/// <param name="Coverage">The position of its coverage in the snapshot.</param>
/// <param name="Entry">Its position in the coverage.</param>
/// <param name="Member">The member: the same number is the same member.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Enrollee(int Coverage, int Entry, int Member)
{
    public string Path => PathOf(Coverage, Entry);

    public static string PathOf(int coverage, int entry) => JsonPath.Item($"{JsonPath.Item("$.coverages", coverage)}.enrolled_members", entry);
}

/// <summary>The rules about who is in the family, and who the enrolled members of the coverages are.</summary>
internal static class SnapshotMembers
{
    /// <summary>Checks them.</summary>
    /// <returns>The enrolled members of whom it is certain who they are, each once in a coverage.</returns>
    public static IReadOnlyList<Enrollee> Check(InboundMemberSnapshot snapshot, SnapshotFindings findings)
    {
        var family = FamilyOf(snapshot, findings);
        var enrollees = new List<Enrollee>();
        var entries = new Dictionary<int, int>();
        for (var i = 0; i < snapshot.Coverages?.Count; i++)
        {
            var members = snapshot.Coverages[i]?.EnrolledMembers;
            entries.Clear();
            for (var j = 0; j < members?.Count; j++)
            {
                if (members[j] is not { } enrolled
                    || family.CheckEnrolled(enrolled, Enrollee.PathOf(i, j)) is not { } member
                    || !family.AreIdsUnique)
                {
                    continue;
                }

                if (entries.TryAdd(member.Position, j))
                    enrollees.Add(new Enrollee(i, j, member.Position));
                else
                    AddRepeated(i, j, entries[member.Position], findings);
            }
        }

        return enrollees;
    }

    private static SnapshotFamily FamilyOf(InboundMemberSnapshot snapshot, SnapshotFindings findings)
    {
        var family = new SnapshotFamily(findings);
        if (findings.IsUnreadable("$.dependents"))
            family.IsComplete = false;

        family.AddEmployee(snapshot.Employee is { } employee ? (employee.Id, employee.CustomIndividualId) : null);
        for (var i = 0; i < snapshot.Dependents?.Count; i++)
        {
            var dependent = snapshot.Dependents[i];
            family.AddDependent(
                i + 1, JsonPath.Item("$.dependents", i), dependent is null ? null : (dependent.Id, dependent.CustomIndividualId));
        }

        return family;
    }

    // Inferred: two entries of one member would contradict each other, or one of them say nothing.
    private static void AddRepeated(int coverage, int entry, int first, SnapshotFindings findings) => findings.Add(
        Enrollee.PathOf(coverage, entry),
        $"names the member of {findings.Spoken(Enrollee.PathOf(coverage, first))} again: a coverage has each member once");
}
