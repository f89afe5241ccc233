using System.Collections.Frozen;

namespace NoyoEmulator.Webhooks;

/// <summary>The keys of the events that Noyo sends (page on webhooks), as they stand in <c>event.type</c>.</summary>
internal static class WebhookEventType
{
    public const string MemberSnapshotStatusChange = "member_snapshot.status_change";

    public const string CarrierFulfillmentStatusChange = "member_snapshot_carrier_fulfillment_status.status_change";

    public const string DifferenceCreated = "difference.created";

    public const string DifferenceDiscrepancy = "difference.discrepancy";

    public const string DifferenceResolved = "difference.resolved";

    public const string DifferenceReplaced = "difference.replaced";

    public const string GroupCreated = "group.created";

    public const string GroupConnectionRequestCreated = "group_connection_request.created";

    public const string GroupConnectionRequestStatusChange = "group_connection_request.status_change";

    public const string GroupDisconnectionRequestCreated = "group_disconnection_request.created";

    public const string GroupDisconnectionRequestStatusChange = "group_disconnection_request.status_change";

    /// <summary>Sent by a subscription's test; known from a third party's notes, not from the page on webhooks.</summary>
    public const string TestHelloWorld = "test.hello_world";

    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        MemberSnapshotStatusChange,
        CarrierFulfillmentStatusChange,
        DifferenceCreated,
        DifferenceDiscrepancy,
        DifferenceResolved,
        DifferenceReplaced,
        GroupCreated,
        GroupConnectionRequestCreated,
        GroupConnectionRequestStatusChange,
        GroupDisconnectionRequestCreated,
        GroupDisconnectionRequestStatusChange,
        TestHelloWorld);

    /// <summary>Every key, in alphabetical order.</summary>
    public static IReadOnlyList<string> Listing { get; } = [.. All.Order(StringComparer.Ordinal)];

    /// <summary>The key that is meant, whatever the case of its letters; null when there is none.</summary>
    public static string? Find(string? type) => Listing.FirstOrDefault(known => string.Equals(known, type, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the key is one of Noyo's; keys are compared exactly.</summary>
    public static bool IsKnown(string type) => All.Contains(type);
}
