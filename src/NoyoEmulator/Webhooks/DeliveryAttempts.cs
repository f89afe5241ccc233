using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// One attempt to deliver: reads what to send, sends it outside of any transaction, and records what came of it together
/// with the retry that follows. A crash in between leaves the attempt due, so a receiver may see it twice, never not at all.
/// </summary>
internal sealed class DeliveryAttempts(WebhookSender sender, WebhookOptions options)
{
    public async Task<FiredWork> RunAsync(World world, ScheduledWork work, CancellationToken cancellationToken)
    {
        var startedAt = world.Clock.GetUtcNow();
        if (await PrepareAsync(world, work, startedAt, cancellationToken) is not { } request)
        {
            await DropAsync(world, work);
            return new FiredWork(startedAt, WorkKind.Delivery, work.SubjectId, "nothing left to deliver");
        }

        var result = await sender.SendAsync(request, cancellationToken);
        return await world.WriteAsync(
            async session => new FiredWork(startedAt, WorkKind.Delivery, work.SubjectId, await RecordAsync(session, work, result)),
            CancellationToken.None);
    }

    private static async Task<WebhookRequest?> PrepareAsync(World world, ScheduledWork work, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var found = await (
            from delivery in db.WebhookDeliveries
            join subscription in db.WebhookSubscriptions on delivery.SubscriptionId equals subscription.Id
            join webhookEvent in db.WebhookEvents on delivery.EventId equals webhookEvent.Id
            where delivery.Id == work.SubjectId && delivery.Status == DeliveryStatus.Pending && subscription.Status != SubscriptionStatus.Failed
            select new { subscription.Url, subscription.Secrets, webhookEvent.Body, delivery.AttemptCount }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new WebhookRequest(
            found.Url,
            work.SubjectId,
            found.AttemptCount + 1,
            startedAt,
            found.Body,
            JsonSerializer.Deserialize<string[]>(found.Secrets, WireJson.Options)!);
    }

    private static Task<int> DropAsync(World world, ScheduledWork work) => world.WriteAsync(
        async session =>
        {
            session.Db.ScheduledWork.RemoveRange(await session.Db.ScheduledWork.Where(row => row.Sequence == work.Sequence).ToListAsync());
            return 0;
        },
        CancellationToken.None);

    private async Task<string> RecordAsync(WorldSession session, ScheduledWork work, AttemptResult result)
    {
        var row = await session.Db.ScheduledWork.SingleOrDefaultAsync(scheduled => scheduled.Sequence == work.Sequence);
        var delivery = await session.Db.WebhookDeliveries.SingleOrDefaultAsync(candidate => candidate.Id == work.SubjectId);
        var subscription = delivery is null ? null : await session.Db.WebhookSubscriptions.FindAsync(delivery.SubscriptionId);
        if (row is null || delivery is null || subscription is null)
            return "sent, but no longer wanted";

        _ = session.Db.ScheduledWork.Remove(row);
        delivery.AttemptCount++;
        _ = session.Db.WebhookAttempts.Add(new WebhookAttempt
        {
            DeliveryId = delivery.Id,
            Number = delivery.AttemptCount,
            StartedAt = result.StartedAt,
            RealAt = session.RealNow,
            DurationMilliseconds = result.Duration.TotalMilliseconds,
            RequestHeaders = JsonSerializer.Serialize(result.RequestHeaders, WireJson.Options),
            ResponseStatus = result.Response?.Status,
            ResponseHeaders = result.Response is null ? null : JsonSerializer.Serialize(result.Response.Headers, WireJson.Options),
            ResponseBody = result.Response?.Body,
            Error = result.FailureReason,
        });
        return result.Succeeded ? Succeed(delivery, subscription, result) : Fail(session, delivery, subscription, result);
    }

    private static string Succeed(WebhookDelivery delivery, WebhookSubscription subscription, AttemptResult result)
    {
        delivery.Status = DeliveryStatus.Succeeded;
        delivery.NextAttemptAt = null;
        subscription.Status = SubscriptionStatus.Active;
        subscription.FailingSince = null;
        return $"attempt {delivery.AttemptCount} succeeded with {result.Response!.Status}";
    }

    private string Fail(WorldSession session, WebhookDelivery delivery, WebhookSubscription subscription, AttemptResult result)
    {
        if (subscription.FailingSince is null)
        {
            subscription.FailingSince = session.Now;
            session.Schedule(WorkKind.SubscriptionHealth, subscription.Id, session.Now + options.UnhealthyAfter, 1);
            session.Schedule(WorkKind.SubscriptionHealth, subscription.Id, session.Now + options.FailedAfter, 2);
        }

        var summary = $"attempt {delivery.AttemptCount} failed: {result.FailureReason}";
        if (RetrySchedule.GapAfter(options, delivery.AttemptCount) is { } gap)
        {
            // Gaps are counted from the start of the attempt, so that the schedule does not drift with slow receivers.
            // A subscription that failed during the attempt gets no more of them until it is active again.
            delivery.NextAttemptAt = subscription.Status == SubscriptionStatus.Failed ? null : result.StartedAt + gap;
            session.Schedule(WorkKind.Delivery, delivery.Id, delivery.NextAttemptAt, delivery.AttemptCount + 1);
            return summary;
        }

        delivery.Status = DeliveryStatus.Failed;
        delivery.NextAttemptAt = null;
        if (subscription.Status == SubscriptionStatus.Active)
            subscription.Status = SubscriptionStatus.Unhealthy;
        return summary + "; no retries left";
    }
}

/// <summary>Judges a subscription that has been failing since before the judgement was scheduled.</summary>
internal sealed class SubscriptionHealthHandler(WebhookOptions options) : IWorkHandler
{
    public WorkKind Kind => WorkKind.SubscriptionHealth;

    public async Task<string> RunAsync(WorldSession session, ScheduledWork work)
    {
        var subscription = await session.Db.WebhookSubscriptions.FindAsync(work.SubjectId);
        if (subscription?.FailingSince is not { } since)
            return "healthy again";
        var failingFor = session.Now - since;
        if (failingFor >= options.FailedAfter)
        {
            subscription.Status = SubscriptionStatus.Failed;
            await HoldDeliveriesAsync(session, subscription.Id);
            return "failed: no success for too long";
        }

        if (failingFor < options.UnhealthyAfter)
            return "failing, but not for long";
        subscription.Status = SubscriptionStatus.Unhealthy;
        return "unhealthy";
    }

    private static async Task HoldDeliveriesAsync(WorldSession session, Guid subscriptionId)
    {
        var pending = await session.Db.WebhookDeliveries
            .Where(delivery => delivery.SubscriptionId == subscriptionId && delivery.Status == DeliveryStatus.Pending).ToListAsync();
        foreach (var delivery in pending)
            delivery.NextAttemptAt = null;
        var ids = pending.ConvertAll(delivery => delivery.Id);
        foreach (var work in await session.Db.ScheduledWork.Where(work => work.Kind == WorkKind.Delivery && ids.Contains(work.SubjectId)).ToListAsync())
            work.DueAt = null;
    }
}
