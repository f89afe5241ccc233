using System.Text.Json.Serialization;

namespace NoyoEmulator.Journal.Repro;

/// <summary>A call of a client's that has to be made again to come to where its world is.</summary>
internal sealed record RecordedCall
{
    /// <summary>Where it stands among the changes of its world.</summary>
    public required long Place { get; init; }

    /// <summary>When it was made, on the world's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether time passed by itself when it was made.</summary>
    public required bool IsTimed { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query as they were sent, without the prefix of a world.</summary>
    public required string Path { get; init; }

    /// <summary>Segments of the path that may be somebody's name; null when there are none.</summary>
    public string[]? Names { get; init; }

    /// <summary>The header <c>Prefer</c>; null when there was none.</summary>
    public string? Prefer { get; init; }

    /// <summary>Null when nobody read one.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>A digest of the answer without what is personal in it; null when it is not to be compared.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the world began anew with it, with a seed of its own.</summary>
    public bool IsSeed { get; init; }

    /// <summary>About how much memory it takes.</summary>
    [JsonIgnore]
    public long Size => OwnSize + (Body?.Length ?? 0);

    private const int OwnSize = 400;
}
