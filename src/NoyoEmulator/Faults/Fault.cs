using System.Text.Json;
using System.Text.Json.Serialization;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Faults;

/// <summary>Which requests a fault is about, what it does to them, and how often.</summary>
internal sealed record FaultRule
{
    /// <summary>The id of an operation; null when <see cref="Path"/> says which requests are meant.</summary>
    public string? Operation { get; init; }

    [JsonConverter(typeof(PathPatternConverter))]
    public PathPattern? Path { get; init; }

    /// <summary>Only requests with this method, in capitals.</summary>
    public string? Method { get; init; }

    /// <summary>The request is answered with this status instead of being handled.</summary>
    public int? Status { get; init; }

    public string? Message { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Real time that passes first.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The connection is closed without an answer.</summary>
    public bool Abort { get; init; }

    /// <summary>The request is handled, and half of the answer's body is sent.</summary>
    public bool Truncate { get; init; }

    /// <summary>The request is handled, and its answer never arrives.</summary>
    public bool LoseAnswer { get; init; }

    /// <summary>The request is answered as if its token had expired.</summary>
    public bool ExpiredToken { get; init; }

    /// <summary>How many requests it hits at most; null for all.</summary>
    public int? Times { get; init; }

    /// <summary>The share of matching requests that it hits; null for all.</summary>
    public double? Probability { get; init; }

    /// <summary>Makes the sequence of hits and misses another one.</summary>
    public long? Seed { get; init; }
}

/// <summary>A fault and what it has done so far.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">On the world's clock.</param>
/// <param name="Rule">What it is.</param>
internal sealed record Fault(Guid Id, DateTimeOffset Created, FaultRule Rule)
{
    /// <summary>How many requests it has hit.</summary>
    public int Hits { get; init; }

    /// <summary>How many times its probability has been asked.</summary>
    public long Draws { get; init; }

    /// <summary>How many requests it can still hit; null for any number.</summary>
    public int? Remaining => Rule.Times - Hits;
}

/// <summary>A path with gaps as its text.</summary>
internal sealed class PathPatternConverter : JsonConverter<PathPattern>
{
    public override PathPattern? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PathPattern.TryParse(reader.GetString(), out var pattern) ? pattern : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, PathPattern value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}

/// <summary>What faults need to know of a request.</summary>
internal readonly record struct FaultTarget(string Method, string Path, ApiFamily? Family, string? Operation);
