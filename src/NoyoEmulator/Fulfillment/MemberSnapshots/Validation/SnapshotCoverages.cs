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
                CheckCobra(coverage, path, findings);
                CheckMembers(coverage, path, findings);
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

    // Inferred from the names of the fields.
    private static void CheckCobra(InboundMemberSnapshotCoverage coverage, string path, SnapshotFindings findings)
    {
        if (IsoDate.TryParse(coverage.CobraDetails?.EligibilityStartDate, out var start)
            && IsoDate.TryParse(coverage.CobraDetails?.EligibilityEndDate, out var end)
            && end < start)
        {
            findings.Add($"{path}.cobra_details.eligibility_end_date", "must not be earlier than eligibility_start_date");
        }
    }

    private static void CheckMembers(InboundMemberSnapshotCoverage coverage, string path, SnapshotFindings findings)
    {
        for (var i = 0; i < coverage.EnrolledMembers?.Count; i++)
        {
            if (coverage.EnrolledMembers[i] is { } member)
                CheckMember(member, path, i, findings);
        }
    }

    private static void CheckMember(InboundMemberSnapshotEnrolledMember member, string path, int index, SnapshotFindings findings)
    {
        // Source: Noyo's page on end dates; a waived coverage ends the day before it starts.
        if (IsoDate.TryParse(member.EffectiveStartDate, out var start)
            && IsoDate.TryParse(member.EffectiveEndDate, out var end)
            && end.DayNumber < start.DayNumber - 1)
        {
            findings.Add(
                $"{JsonPath.Item($"{path}.enrolled_members", index)}.effective_end_date",
                "must not be earlier than the day before effective_start_date, which means waived");
        }

        // Inferred: a volume is the amount that is insured. OpenAPI gives it no minimum, so it is no rule of the field alone.
        if (member.Volume < 0)
            findings.Add($"{JsonPath.Item($"{path}.enrolled_members", index)}.volume", "must not be negative");
    }
}
