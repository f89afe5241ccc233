using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>What came of a request about a discrepancy.</summary>
internal readonly record struct AnsweredDiscrepancy(Discrepancy? Discrepancy, DiscrepancyStep? Step, ApiErrorResult? Refusal);

/// <summary>What platforms do about discrepancies by the older operations.</summary>
internal static class DiscrepancyRequests
{
    /// <summary>Notes that the platform has received it; a second time changes nothing.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="id">Its id.</param>
    /// <param name="kind">What the operation calls it.</param>
    public static AnsweredDiscrepancy Acknowledge(WorldSession session, string id, string kind)
    {
        var found = Find(session, id, kind);
        if (found.Discrepancy is not { } discrepancy)
            return found;
        if (session.Rows.Where<DiscrepancyStep>("difference_id = ? AND outcome IS NULL", discrepancy.Difference.Id).Count > 0)
            return found;
        session.Rows.Insert(NewStep(session, discrepancy));
        Touch(session, discrepancy.Difference, "acknowledged");
        return found;
    }

    /// <summary>Asks for an outcome of one that is not resolved.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="id">Its id.</param>
    /// <param name="kind">What the operation calls it.</param>
    /// <param name="asked">The outcome.</param>
    public static AnsweredDiscrepancy Request(WorldSession session, string id, string kind, RequestedOutcome asked)
    {
        var found = Find(session, id, kind);
        if (found.Discrepancy is not { } discrepancy)
            return found;
        if (discrepancy.Status == DiscrepancyStatus.Resolved)
            return Refused(session, ApiErrorResult.Conflict("It is resolved: there is no outcome to ask for any more"));
        var step = NewStep(session, discrepancy);
        step.Outcome = asked.Outcome;
        step.DistributorAction = asked.DistributorAction ?? (asked.Outcome == "distributor_change" ? "will_update" : "no_update");
        step.RequestContext = asked.RequestContext;
        step.ResolutionType = asked.ResolutionType ?? (asked.Outcome == "no_change" ? "no_action" : "offline");
        session.Rows.Insert(step);
        Touch(session, discrepancy.Difference, $"outcome asked for: {asked.Outcome}");
        return found with { Step = step };
    }

    private static AnsweredDiscrepancy Find(WorldSession session, string id, string kind)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<Difference>(known) is not { } difference || !Discrepancy.Is(difference))
            return Refused(session, ApiErrorResult.Unknown(kind, id));
        var latest = session.Rows.Where<DiscrepancyStep>("difference_id = ? AND outcome IS NOT NULL ORDER BY created DESC, id DESC LIMIT 1", known);
        return new AnsweredDiscrepancy(new Discrepancy(difference, latest.FirstOrDefault()), null, null);
    }

    private static DiscrepancyStep NewStep(WorldSession session, Discrepancy discrepancy) => new()
    {
        Id = session.NewId(),
        Version = session.NewId(),
        Created = session.Now,
        DifferenceId = discrepancy.Difference.Id,
    };

    private static void Touch(WorldSession session, Difference difference, string done)
    {
        difference.Version = session.NewId();
        difference.Modified = session.Now;
        session.Rows.Update(difference, nameof(Difference.Version), nameof(Difference.Modified));
        session.AddHistory("difference", difference.Id, done);
    }

    private static AnsweredDiscrepancy Refused(WorldSession session, ApiErrorResult refusal)
    {
        session.Discard();
        return new AnsweredDiscrepancy(null, null, refusal);
    }
}
