using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>The rules that compare fields within a coverage.</summary>
internal static class SnapshotCoverages
{
    public static void Check(InboundMemberSnapshot snapshot, SnapshotFindings findings)
    {
        for (var i = 0; i < snapshot.Coverages?.Count; i++)
        {
            if (snapshot.Coverages[i] is { } coverage)
            {
                var path = JsonPath.Item("$.coverages", i);
                CheckPlan(coverage, path, findings);
                CheckPeriods(coverage, path, findings);
            }
        }
    }

    // Source: OpenAPI, in the descriptions of the three fields.
    private static void CheckPlan(InboundMemberSnapshotCoverage coverage, string path, SnapshotFindings findings)
    {
        if (coverage.PlanId is null && coverage.PlanName is null && !findings.IsUnreadable($"{path}.plan_name"))
        {
            findings.Add(
                $"{path}.plan_id",
                coverage.CustomPlanId is null ? "or plan_name is required" : "or plan_name is required, also beside custom_plan_id");
        }
    }

    // Source: Noyo's page on end dates; a waived coverage ends the day before it starts.
    private static void CheckPeriods(InboundMemberSnapshotCoverage coverage, string path, SnapshotFindings findings)
    {
        for (var i = 0; i < coverage.EnrolledMembers?.Count; i++)
        {
            if (coverage.EnrolledMembers[i] is { } member
                && IsoDate.TryParse(member.EffectiveStartDate, out var start)
                && IsoDate.TryParse(member.EffectiveEndDate, out var end)
                && end.DayNumber < start.DayNumber - 1)
            {
                findings.Add(
                    $"{JsonPath.Item($"{path}.enrolled_members", i)}.effective_end_date",
                    "must not be earlier than the day before effective_start_date, which means waived");
            }
        }
    }
}
