namespace NoyoEmulator.CommandLine;

/// <summary>Something that can be made to happen by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What happens.</param>
/// <param name="Path">The call of the control plane, with keys in braces.</param>
/// <param name="Keys">The fields of its body that one may want; others are handed on as they are.</param>
/// <param name="Usual">What a key of the path is where it is not given; null where it must be.</param>
internal sealed record Trigger(string Name, string Summary, string Path, IReadOnlyList<string> Keys, string? Usual = null)
{
    /// <summary>A discrepancy takes more than one call.</summary>
    public const string Discrepancy = "discrepancy";

    private const string Latest = "latest";

    public static IReadOnlyList<Trigger> All { get; } =
    [
        new(Discrepancy, "A carrier records something else about a member, and Noyo compares: what it finds is a discrepancy.", "", ["carrier", "individual", "field", "value"]),
        new("sync", "Noyo fetches a carrier's records and compares them now.", "carriers/{carrier}/sync", ["group_id", "employee_id"]),
        new("release", "A carrier goes on with what it holds.", "carriers/{carrier}/release", ["snapshot_id", "employee_id", "transaction_id"]),
        new("connection", "A group connection comes to a status, such as completed.", "group_connections/{connection}/advance", ["status"]),
        new("disconnection", "A carrier asks to disconnect a group.", "group_disconnection_requests", ["carrier_id", "group_id", "effective_end_date", "reason", "context"]),
        new("webhook", "A subscription gets test.hello_world; on a frozen clock with the next advance.", "webhooks/subscriptions/{subscription}/test", [], Latest),
        new("resend", "A delivery is made again.", "webhooks/deliveries/{delivery}/resend", [], Latest),
        new("recover", "What a subscription has not got is delivered again.", "webhooks/subscriptions/{subscription}/recover", ["since", "until", "status"], Latest),
        new("fault", "Requests to Noyo's APIs go wrong.", "faults", ["operation", "path", "method", "status", "retry_after", "delay", "times"]),
        new("gauntlet", "A receiver is put through what production has in store for it.", "webhooks/gauntlet", ["url", "secret"]),
        new("steps", "Steps that failed and were set aside are tried again.", "steps/release", ["number"]),
        new("drain", "Everything that is due now happens.", "drain", ["timeout"]),
    ];

    /// <summary>The keys in the path.</summary>
    public IReadOnlyList<string> Places => [.. Path.Split('{').Skip(1).Select(part => part.Split('}')[0])];

    /// <summary>How it is called, with its keys.</summary>
    public string Signature => string.Join(' ', Places.Select(place => Usual is null ? $"{place}=…" : $"[{place}={Usual}]").Concat(Keys.Select(key => $"[{key}=…]")));
}
