using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using Terms = NoyoEmulator.Vocabulary.MemberSnapshotVocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>The rules that tie <c>events[]</c> to the rest of the snapshot.</summary>
internal static class SnapshotEvents
{
    public static void Check(InboundMemberSnapshot snapshot, SnapshotFindings findings)
    {
        var ids = UniqueIds(snapshot, findings, out var areAllKnown);
        CheckTermination(snapshot, findings);
        if (areAllKnown)
            CheckReferences(snapshot, ids, findings);
    }

    private static HashSet<string> UniqueIds(InboundMemberSnapshot snapshot, SnapshotFindings findings, out bool areAllKnown)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        areAllKnown = !findings.IsUnreadable("$.events");
        for (var i = 0; i < snapshot.Events?.Count; i++)
        {
            if (snapshot.Events[i]?.Id is not { Length: > 0 } id)
                areAllKnown = false;
            else if (!ids.Add(id))
                findings.Add($"{JsonPath.Item("$.events", i)}.id", "must be unique among the events");
        }

        return ids;
    }

    // Source: Noyo's page on event reasons.
    private static void CheckTermination(InboundMemberSnapshot snapshot, SnapshotFindings findings)
    {
        const string Path = "$.employee.employment.employment_dates.terminated";
        if (snapshot.Employee?.Employment?.EmploymentDates is { Terminated: null }
            && snapshot.Events?.Any(entry => entry?.Reason == Terms.ReasonTermination) is true)
        {
            findings.Add(Path, $"is required because an event has reason {Terms.ReasonTermination}");
        }
    }

    private static void CheckReferences(InboundMemberSnapshot snapshot, HashSet<string> ids, SnapshotFindings findings)
    {
        CheckReference(snapshot.Employee?.EventId, "$.employee");
        for (var i = 0; i < snapshot.Dependents?.Count; i++)
            CheckReference(snapshot.Dependents[i]?.EventId, JsonPath.Item("$.dependents", i));

        for (var i = 0; i < snapshot.Coverages?.Count; i++)
        {
            var members = snapshot.Coverages[i]?.EnrolledMembers;
            for (var j = 0; j < members?.Count; j++)
                CheckReference(members[j]?.EventId, JsonPath.Item($"{JsonPath.Item("$.coverages", i)}.enrolled_members", j));
        }

        void CheckReference(string? id, string owner)
        {
            if (id is { Length: > 0 } && !ids.Contains(id))
                findings.Add($"{owner}.event_id", "must be the id of one of the events");
        }
    }
}
