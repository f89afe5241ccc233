using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>What the carriers' systems say of a renewal at one time.</summary>
internal sealed record RenewalVerdict(RenewalStatus Status, params IReadOnlyList<RenewalDecisionIssue> Issues);

/// <summary>
/// The sandbox's answers, by the day of the month of the renewal date. That there is such a table, and that day 1 is ready, is published (page
/// on renewals); the other days are the emulator's own.
/// </summary>
internal static class RenewalVerdicts
{
    /// <summary>The levels that issues have (OpenAPI).</summary>
    public static AllowedValues Levels { get; } = new("warning", "error");

    /// <summary>How long the first verdict holds where there is a second one.</summary>
    public static readonly TimeSpan UntilSecond = TimeSpan.FromDays(1);

    private static readonly RenewalDecisionIssue PlansMissing = new()
    {
        Level = "error",
        Message = "The plans of the new plan year are not in the carrier's system yet",
    };

    private static readonly RenewalDecisionIssue DatesDiffer = new()
    {
        Level = "warning",
        Message = "The open enrollment dates are not those in the carrier's system",
    };

    /// <summary>The table in words, for the documents.</summary>
    public const string InWords =
        "The day of the month of the renewal date decides: 1 ready; 2 not_ready with an error; 3 not_ready with a warning; 4 not_ready with both; "
        + "5 not_ready with an error and ready a day later; 6 ready and not_ready with a warning a day later; 7 submitted for good; any other day ready.";

    /// <summary>The verdicts on a date, the first after a few seconds and each next a day later; none when nobody ever says anything.</summary>
    public static IReadOnlyList<RenewalVerdict> Of(DateOnly renewalDate) => renewalDate.Day switch
    {
        2 => [new(RenewalStatus.NotReady, PlansMissing)],
        3 => [new(RenewalStatus.NotReady, DatesDiffer)],
        4 => [new(RenewalStatus.NotReady, PlansMissing, DatesDiffer)],
        5 => [new(RenewalStatus.NotReady, PlansMissing), new(RenewalStatus.Ready)],
        6 => [new(RenewalStatus.Ready), new(RenewalStatus.NotReady, DatesDiffer)],
        7 => [],
        _ => [new(RenewalStatus.Ready)],
    };
}
