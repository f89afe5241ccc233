namespace NoyoEmulator.Inbox;

/// <summary>What an inbox makes of a message's signature.</summary>
internal enum InboxSignature
{
    /// <summary>It has the digest of the inbox's secret.</summary>
    Valid,

    /// <summary>It has digests, but not that one.</summary>
    Invalid,

    /// <summary>It has none.</summary>
    Missing,

    /// <summary>The inbox has no secret.</summary>
    Unchecked,
}

/// <summary>How an inbox answers.</summary>
/// <param name="secret">What it verifies signatures with; null to verify nothing.</param>
/// <param name="statuses">What it answers, in turn; the last one from then on. At least one.</param>
/// <param name="delay">How long it takes to answer, in real time.</param>
internal sealed class InboxBehavior(string? secret, IReadOnlyList<int> statuses, TimeSpan delay)
{
    /// <summary>Accepts everything at once, and verifies nothing.</summary>
    public static readonly InboxBehavior Default = new(null, [StatusCodes.Status200OK], TimeSpan.Zero);

    public string? Secret => secret;

    public IReadOnlyList<int> Statuses => statuses;

    public TimeSpan Delay => delay;
}

/// <summary>Something that was sent to an inbox.</summary>
internal sealed record InboxMessage
{
    /// <summary>From 1, in the order of arrival.</summary>
    public required long Number { get; init; }

    /// <summary>On the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset RealAt { get; init; }

    public required string Method { get; init; }

    /// <summary>Below the inbox.</summary>
    public required string Path { get; init; }

    public required string Query { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The beginning of the body.</summary>
    public required string Body { get; init; }

    public required bool IsBodyComplete { get; init; }

    public string? Type { get; init; }

    public string? EventId { get; init; }

    public string? ObjectId { get; init; }

    public required InboxSignature Signature { get; init; }

    /// <summary>What it was answered with.</summary>
    public required int Status { get; init; }
}
