namespace NoyoEmulator.Webhooks.Gauntlet;

/// <summary>How a receiver did in a trial.</summary>
public enum GauntletVerdict
{
    /// <summary>As it should.</summary>
    Pass,

    /// <summary>Not wrong, but worth a look.</summary>
    Warning,

    /// <summary>Not as it should.</summary>
    Fail,

    /// <summary>The receiver did not come as far, or there was no time left.</summary>
    NotTried,
}

/// <summary>What became of a receiver in the gauntlet.</summary>
public sealed record GauntletReport
{
    public required string Url { get; init; }

    /// <summary>The worst verdict of all trials.</summary>
    public required string Verdict { get; init; }

    /// <summary>From 0 to 100: a trial that is passed counts whole, one with a warning half.</summary>
    public required int Score { get; init; }

    /// <summary>What the verdicts rest on.</summary>
    public required string Note { get; init; }

    public required IReadOnlyList<GauntletTrialResult> Trials { get; init; }
}

/// <summary>One trial.</summary>
public sealed record GauntletTrialResult
{
    public required string Trial { get; init; }

    /// <summary>What was sent.</summary>
    public required string Sent { get; init; }

    /// <summary>What the receiver should do.</summary>
    public required string Expected { get; init; }

    /// <summary>What it did, request by request.</summary>
    public required IReadOnlyList<GauntletAnswer> Answers { get; init; }

    /// <summary>pass, warning, fail or not_tried.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why.</summary>
    public required string Explanation { get; init; }
}

/// <summary>What a receiver answered.</summary>
public sealed record GauntletAnswer
{
    /// <summary>Absent when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>Why it is no success, in words; absent when it is one.</summary>
    public string? Error { get; init; }

    /// <summary>In real time.</summary>
    public required double DurationMs { get; init; }
}
