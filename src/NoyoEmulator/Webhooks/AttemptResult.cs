namespace NoyoEmulator.Webhooks;

/// <summary>What became of one attempt, with all that went over the wire.</summary>
internal sealed record AttemptResult
{
    /// <summary>Whether a complete answer with a status of 200 to 299 came in time.</summary>
    public bool Succeeded => FailureReason is null;

    /// <summary>Why the attempt failed, in words for a person; null when it succeeded.</summary>
    public string? FailureReason { get; init; }

    /// <summary>When the attempt was made, on the world's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, in real time.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The headers that were to be sent, by lower-case name.</summary>
    public required IReadOnlyDictionary<string, string> RequestHeaders { get; init; }

    /// <summary>The exact bytes that were to be sent.</summary>
    public required ReadOnlyMemory<byte> RequestBody { get; init; }

    /// <summary>What came back; null when no status line arrived.</summary>
    public AttemptResponse? Response { get; init; }
}

/// <summary>What a receiver answered.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The headers by lower-case name, repeated ones joined with a comma.</param>
/// <param name="Body">The beginning of the body read as UTF-8, at most <see cref="MaxBodyBytes"/> bytes of it.</param>
/// <param name="IsBodyComplete">Whether <see cref="Body"/> is all of it.</param>
internal sealed record AttemptResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Body, bool IsBodyComplete)
{
    /// <summary>How much of a response's body is kept, in bytes.</summary>
    public const int MaxBodyBytes = 8 * 1024;
}
