using System.Text.Json.Nodes;

namespace NoyoEmulator.Testing;

/// <summary>Requests to Noyo's APIs that go wrong. It is about an <see cref="Operation"/> or a <see cref="Path"/>; everything else is optional.</summary>
public sealed record NoyoFault
{
    /// <summary>The id of an operation, such as <c>createMemberSnapshot</c>.</summary>
    public string? Operation { get; init; }

    /// <summary>The paths that are meant: <c>*</c> is anything within a segment, <c>**</c> any number of segments.</summary>
    public string? Path { get; init; }

    /// <summary>The method that is meant, with <see cref="Path"/>. Default: any.</summary>
    public string? Method { get; init; }

    /// <summary>Answer with this status, 400 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>The message of that answer.</summary>
    public string? Message { get; init; }

    /// <summary>The header <c>Retry-After</c> of a 429 or 503.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Answer 401, as for a token that has expired.</summary>
    public bool ExpiredToken { get; init; }

    /// <summary>Close the connection without an answer.</summary>
    public bool Abort { get; init; }

    /// <summary>Carry the request out, but send half of the answer only.</summary>
    public bool Truncate { get; init; }

    /// <summary>How much real time passes first.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>How many requests it hits. Default: all.</summary>
    public int? Times { get; init; }

    /// <summary>The share of requests that it hits, 0 to 1. Default: all.</summary>
    public double? Probability { get; init; }

    /// <summary>Repeats the sequence of hits and misses that <see cref="Probability"/> gives.</summary>
    public string? Seed { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        Set("operation", Operation);
        Set("path", Path);
        Set("method", Method);
        Set("status", Status);
        Set("message", Message);
        Set("retry_after", RetryAfter?.ToString("c"));
        Set("delay", Delay?.ToString("c"));
        Set("times", Times);
        Set("probability", Probability);
        Set("seed", Seed);
        Set("expired_token", ExpiredToken ? true : null);
        Set("abort", Abort ? true : null);
        Set("truncate", Truncate ? true : null);
        return json;

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
                json[name] = value;
        }
    }
}
