using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>A renewal decision that was written; or why it was not.</summary>
internal readonly record struct WrittenRenewal(RenewalDecision? Decision, ApiErrorResult? Refusal);

/// <summary>What platforms do with renewal decisions.</summary>
internal static class RenewalRequests
{
    // Published (page on renewals).
    private const int MostDaysAgo = 30;
    private const int MostMonthsAhead = 6;

    /// <summary>Submits a decision.</summary>
    public static WrittenRenewal Create(WorldSession session, string groupId, RenewalDecisionCreateRequest body)
    {
        if (!Uuid.TryParse(groupId, out var id) || session.Rows.Find<Group>(id) is null)
            return Refused(session, ApiErrorResult.Unknown("Group", groupId));
        if (Misdated(session, body.RenewalDate) is { } refusal)
            return Refused(session, refusal);
        var decision = new RenewalDecision
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = id,
            RenewalDate = IsoDate.Parse(body.RenewalDate!),
            Status = RenewalStatus.Submitted,
            Body = WireJson.Write(Complete(session, id, body.Body!)),
            Issues = "[]",
        };
        RenewalProgress.Begin(session, decision);
        return new WrittenRenewal(decision, null);
    }

    /// <summary>Changes what a decision expects, given its latest version.</summary>
    public static WrittenRenewal Edit(WorldSession session, string id, string version, RenewalDecisionEditRequest body)
    {
        var found = Find(session, id, version);
        if (found.Decision is not { } decision)
            return found;
        if (decision.Status == RenewalStatus.Done)
            return Refused(session, ApiErrorResult.Conflict("The renewal decision is done: there is nothing to edit any more"));
        if (Misdated(session, body.RenewalDate) is { } refusal)
            return Refused(session, refusal);
        if (body.RenewalDate is { } date)
            decision.RenewalDate = IsoDate.Parse(date);
        if (body.Body is { } expected)
            decision.Body = WireJson.Write(Complete(session, decision.GroupId, expected));
        RenewalProgress.Restart(session, decision);
        return found;
    }

    /// <summary>Marks a decision that is ready as done, given its latest version.</summary>
    public static WrittenRenewal Finish(WorldSession session, string id, string version)
    {
        var found = Find(session, id, version);
        if (found.Decision is not { } decision)
            return found;
        if (decision.Status != RenewalStatus.Ready)
            return Refused(session, ApiErrorResult.Conflict($"The renewal decision is {EnumName.Of(decision.Status)}: only one that is ready can be marked as done"));
        RenewalProgress.Finish(session, decision);
        return found;
    }

    private static WrittenRenewal Find(WorldSession session, string id, string version)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<RenewalDecision>(known) is not { } decision)
            return Refused(session, ApiErrorResult.Unknown("RenewalDecision", id));
        return Uuid.TryParse(version, out var seen) && seen == decision.Version
            ? new WrittenRenewal(decision, null)
            : Refused(session, ApiErrorResult.StaleVersion(decision.Version));
    }

    private static ApiErrorResult? Misdated(WorldSession session, string? renewalDate)
    {
        if (renewalDate is null)
            return null;
        var (date, first, last) = (IsoDate.Parse(renewalDate), session.Today.AddDays(-MostDaysAgo), session.Today.AddMonths(MostMonthsAhead));
        return date >= first && date <= last ? null : ApiErrorResult.Unprocessable(
            [FieldError.At("$.renewal_date", $"must be from {first:yyyy-MM-dd}, {MostDaysAgo} days ago, to {last:yyyy-MM-dd}, {MostMonthsAhead} months ahead")]);
    }

    /// <summary>Adds to each plan that the group has its id or its name, whichever was not stated, as the published answers do.</summary>
    private static RenewalDecisionBody Complete(WorldSession session, Guid groupId, RenewalDecisionBody body)
    {
        var plans = session.Rows.Where<Plan>("group_id = ? ORDER BY created, id", groupId);
        return new RenewalDecisionBody
        {
            Carriers = [.. body.Carriers!.Select(carrier => carrier with
            {
                LinesOfCoverage = carrier.LinesOfCoverage?.Map((name, line) => line with
                {
                    Plans = line.Plans is null ? null : [.. line.Plans.Select(plan => Complete(plan, plans.FindAll(
                        known => known.CarrierId == Uuid.Parse(carrier.CarrierId!) && known.LineOfCoverage == name)))],
                }),
            })],
        };
    }

    private static RenewalDecisionPlan Complete(RenewalDecisionPlan stated, List<Plan> offered)
    {
        var known = stated.PlanId is { } id
            ? offered.Find(plan => plan.Id == Uuid.Parse(id))
            : offered.Find(plan => string.Equals(plan.Name, stated.Name, StringComparison.OrdinalIgnoreCase));
        return known is null ? stated : new RenewalDecisionPlan { PlanId = known.Id.ToString("D"), Name = stated.Name ?? known.Name };
    }

    private static WrittenRenewal Refused(WorldSession session, ApiErrorResult refusal)
    {
        session.Discard();
        return new WrittenRenewal(null, refusal);
    }
}
