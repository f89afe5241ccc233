using System.Text.Json.Nodes;

namespace NoyoEmulator.Testing;

/// <summary>What should have happened, once or more unless it says otherwise. What is left out may be anything.</summary>
public abstract record NoyoExpectation
{
    private protected NoyoExpectation()
    {
    }

    /// <summary>How often exactly; 0 for never.</summary>
    public int? Count { get; init; }

    /// <summary>How often at least.</summary>
    public int? AtLeast { get; init; }

    /// <summary>How often at most.</summary>
    public int? AtMost { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        Write(json);
        if (Count is { } count)
            json["count"] = count;
        else if (AtLeast is not null || AtMost is not null)
            json["count"] = new JsonObject();
        if (AtLeast is { } least && json["count"] is JsonObject range)
            range["at_least"] = least;
        if (AtMost is { } most && json["count"] is JsonObject bounds)
            bounds["at_most"] = most;
        return json;
    }

    private protected abstract void Write(JsonObject json);

    private protected static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json[name] = value;
    }
}

/// <summary>A request to Noyo's APIs that the platform should have made.</summary>
/// <param name="Operation">The id of the operation, such as <c>createMemberSnapshot</c>; null where <see cref="Path"/> says it.</param>
public sealed record NoyoExpectedRequest(string? Operation = null) : NoyoExpectation
{
    /// <summary>The method, with <see cref="Path"/>.</summary>
    public string? Method { get; init; }

    /// <summary>The paths that are meant: <c>*</c> is anything within a segment, <c>**</c> any number of segments.</summary>
    public string? Path { get; init; }

    /// <summary>The status that it was answered with.</summary>
    public int? Status { get; init; }

    /// <summary>What its body has at least. Personal values are <c>***</c> in the emulator's records.</summary>
    public NoyoJson? Body { get; init; }

    private protected override void Write(JsonObject json)
    {
        Set(json, "operation", Operation);
        Set(json, "method", Method);
        Set(json, "path", Path);
        Set(json, "status", Status);
        Set(json, "body", Body?.ToNode());
    }
}

/// <summary>An event that should have happened, or with a status or a subscription a delivery of it.</summary>
/// <param name="Type">The type, such as <c>difference.created</c>; null for any.</param>
public sealed record NoyoExpectedWebhook(string? Type = null) : NoyoExpectation
{
    /// <summary>What it is about.</summary>
    public Guid? ObjectId { get; init; }

    /// <summary>How the delivery stands: <c>pending</c>, <c>succeeded</c> or <c>failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The subscription that it is delivered to.</summary>
    public Guid? SubscriptionId { get; init; }

    private protected override void Write(JsonObject json)
    {
        Set(json, "type", Type);
        Set(json, "object_id", ObjectId?.ToString());
        Set(json, "status", Status);
        Set(json, "subscription_id", SubscriptionId?.ToString());
    }
}
