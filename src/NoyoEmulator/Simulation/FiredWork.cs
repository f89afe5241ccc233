namespace NoyoEmulator.Simulation;

/// <summary>One entry of the ledger of an advance: something that happened.</summary>
/// <param name="At">When, on the world's clock.</param>
/// <param name="Kind">What kind of work it was.</param>
/// <param name="Id">What it was about.</param>
/// <param name="Summary">What came of it, in words, without personal data.</param>
internal sealed record FiredWork(DateTimeOffset At, WorkKind Kind, Guid Id, string Summary)
{
    /// <summary>What a step made of differences; null where it compared nothing, or was no step.</summary>
    public DifferenceCounts? Differences { get; init; }

    /// <summary>How an attempt to deliver ended; null where there was none.</summary>
    public AttemptOutcome? Attempt { get; init; }
}

/// <summary>What a comparison made of the differences of a family, or of a group.</summary>
internal sealed record DifferenceCounts(int Resolved, int Created, int Raised, int Pending)
{
    private const string PendingInWords = " pending";

    /// <summary>The counts in words, for the summary of a step.</summary>
    public string InWords => $"{Resolved} resolved, {Created} new, {Raised} {(Raised == 1 ? "discrepancy" : "discrepancies")}, {Pending}{PendingInWords}";

    /// <summary>Whether a summary that ends with counts in words says that nothing is pending.</summary>
    public static bool LeaveNothingPending(string summary) => summary.EndsWith($", 0{PendingInWords}", StringComparison.Ordinal);
}

/// <summary>How an attempt to deliver ended.</summary>
/// <param name="Number">Its number, from 1; of a delivery that was sent twice, that of the second.</param>
/// <param name="Status">How the delivery stands after it.</param>
/// <param name="ResponseStatus">What the receiver answered; null when it did not.</param>
internal sealed record AttemptOutcome(int Number, string Status, int? ResponseStatus);
