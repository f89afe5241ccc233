using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// What a world keeps of its events: the newest, and those that somebody is still to get. An event takes its deliveries along.
/// </summary>
internal sealed class RetainedEvents : IRetainedRecords
{
    private const string Within = "sequence > ? AND sequence <= ? "
        + "AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS wanted "
        + "WHERE wanted.event_id = webhook_events.id AND wanted.status = 'pending')";

    private const string OfThem = $"event_id IN (SELECT id FROM webhook_events WHERE {Within})";

    public long Newest(RowStore rows) => rows.NewestRow<WebhookEvent>();

    public void Remove(RowStore rows, long after, long upTo)
    {
        _ = rows.DeleteWhere<WebhookAttempt>($"delivery_id IN (SELECT id FROM webhook_deliveries WHERE {OfThem})", after, upTo);
        _ = rows.DeleteWhere<WebhookDelivery>(OfThem, after, upTo);
        _ = rows.DeleteWhere<WebhookEvent>(Within, after, upTo);
    }

    public long LastLeftOver(RowStore rows, long upTo, int most) => rows.LastOfOldestRows<WebhookEvent>(upTo, most);
}
