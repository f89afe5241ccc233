using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Journal;

/// <summary>A request and what was answered, without what is personal in them.</summary>
internal sealed record JournalEntry
{
    public Guid Id { get; init; }

    /// <summary>When it arrived, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it arrived, in real time.</summary>
    public required DateTimeOffset RealAt { get; init; }

    public required TimeSpan Duration { get; init; }

    public required string Method { get; init; }

    /// <summary>As it was sent, without the prefix of a world; what is no id in the place of one is masked.</summary>
    public required string Path { get; init; }

    /// <summary>The path without the prefix of an API.</summary>
    public required string Route { get; init; }

    /// <summary>The API that was meant, where that is known.</summary>
    public required ApiFamily? Family { get; init; }

    public required string? Query { get; init; }

    public required string? Operation { get; init; }

    /// <summary>Null when there was no answer.</summary>
    public required int? Status { get; init; }

    /// <summary>Whether there is an operation for it.</summary>
    public required bool IsMatched { get; init; }

    /// <summary>The route that is most like it, where none was it.</summary>
    public required string? Nearest { get; init; }

    public required string? Fault { get; init; }

    public required JournalMessage Request { get; init; }

    public required JournalMessage? Response { get; init; }

    /// <summary>About how much memory its bodies take.</summary>
    public long Size => Request.Size + (Response?.Size ?? 0);
}

/// <summary>One direction.</summary>
internal sealed record JournalMessage
{
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>How many bytes the body had, where that is known.</summary>
    public required long? Length { get; init; }

    /// <summary>The masked body, or its beginning; not kept where it is no JSON.</summary>
    public required MaskedBody Body { get; init; }

    public long Size => Body.Text?.Length ?? 0;
}
