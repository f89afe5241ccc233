using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Webhooks;

/// <summary>A signing key of a subscription. A class, so that nothing prints it by accident.</summary>
internal sealed class SubscriptionSecret
{
    public required string Value { get; init; }

    public required DateTimeOffset Added { get; init; }

    /// <summary>When it ceases to sign; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>The signing keys of a subscription, as they are kept: newest first.</summary>
internal static class SubscriptionSecrets
{
    /// <summary>The kept form of a single key.</summary>
    public static string Only(string secret, DateTimeOffset now) =>
        WireJson.Write<SubscriptionSecret[]>([new SubscriptionSecret { Value = secret, Added = now }]);

    /// <summary>The keys that sign at an instant; at least one.</summary>
    public static IReadOnlyList<SubscriptionSecret> At(string kept, DateTimeOffset instant) =>
        [.. WireJson.Read<SubscriptionSecret[]>(kept).Where(secret => secret.Until is null || secret.Until > instant)];

    /// <summary>The kept form after another key came first; those before it sign along until the overlap is over.</summary>
    public static string Rotate(string kept, string secret, DateTimeOffset now, TimeSpan overlap)
    {
        var end = now + overlap;
        var old = At(kept, now).Where(_ => overlap > TimeSpan.Zero)
            .Select(known => new SubscriptionSecret
            {
                Value = known.Value,
                Added = known.Added,
                Until = known.Until < end ? known.Until : end,
            });
        return WireJson.Write<SubscriptionSecret[]>([new SubscriptionSecret { Value = secret, Added = now }, .. old]);
    }
}
