using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Makes attempts to deliver, outside of any transaction, and records what came of them together with the retries that
/// follow. A crash in between leaves an attempt due, so a receiver may see it twice, never not at all.
/// </summary>
internal sealed class DeliveryAttempts(WebhookSender sender, WebhookOptions options)
{
    /// <summary>Makes one attempt of a run.</summary>
    /// <returns>What became of it; null when there was nothing left to send.</returns>
    public async Task<AttemptResult?> SendAsync(World world, DeliveryRun run, CancellationToken cancellationToken)
    {
        var startedAt = world.Clock.GetUtcNow();
        var before = run.Begin(startedAt);
        return await PrepareAsync(world, run.Work.SubjectId, before, startedAt, cancellationToken) is { } request
            ? await sender.SendAsync(request, cancellationToken)
            : null;
    }

    /// <summary>Records what became of runs, in their order.</summary>
    /// <returns>The same in words, for the ledger.</returns>
    public IReadOnlyList<FiredWork> Record(WorldSession session, IReadOnlyList<DeliveryRun> runs)
    {
        var deliveries = session.Rows.WhereIn<WebhookDelivery>("id", [.. runs.Select(run => run.Work.SubjectId)]).ToDictionary(delivery => delivery.Id);
        var subscriptions = session.Rows.WhereIn<WebhookSubscription>("id", [.. deliveries.Values.Select(delivery => delivery.SubscriptionId)])
            .ToDictionary(subscription => subscription.Id);
        var fired = new List<FiredWork>(runs.Count);
        foreach (var run in runs)
        {
            var wasScheduled = session.Rows.Delete(run.Work);
            var delivery = deliveries.GetValueOrDefault(run.Work.SubjectId);
            var subscription = delivery is null ? null : subscriptions.GetValueOrDefault(delivery.SubscriptionId);
            var summary = run.Results.Count == 0 ? "nothing left to deliver"
                : delivery is null || subscription is null ? "sent, but no longer wanted"
                : Record(session, run, delivery) + (wasScheduled ? Decide(session, run, delivery, subscription)
                    : DecideLate(session, run, delivery, subscription));
            fired.Add(new FiredWork(run.StartedAt, WorkKind.Delivery, run.Work.SubjectId, summary)
            {
                Attempt = run.Results.Count == 0 || delivery is null ? null
                    : new AttemptOutcome(delivery.AttemptCount, EnumName.Of(delivery.Status), run.Results[^1].Response?.Status),
            });
        }

        return fired;
    }

    private static async Task<WebhookRequest?> PrepareAsync(
        World world, Guid deliveryId, int before, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var found = await (
            from delivery in db.WebhookDeliveries
            join subscription in db.WebhookSubscriptions on delivery.SubscriptionId equals subscription.Id
            join webhookEvent in db.WebhookEvents on delivery.EventId equals webhookEvent.Id
            where delivery.Id == deliveryId && delivery.Status == DeliveryStatus.Pending && subscription.Status != SubscriptionStatus.Failed
            select new { subscription.Url, subscription.Secrets, Event = webhookEvent, delivery.AttemptCount }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new WebhookRequest(
            OwnInbox.InWorld(found.Url, world.Name),
            deliveryId,
            found.AttemptCount + before + 1,
            startedAt,
            found.Event.ToBody(),
            [.. SubscriptionSecrets.At(found.Secrets, startedAt).Select(secret => secret.Value)]);
    }

    /// <summary>Puts the attempts of a run on record.</summary>
    /// <returns>What came of them, in words.</returns>
    private static string Record(WorldSession session, DeliveryRun run, WebhookDelivery delivery)
    {
        var results = run.Results;
        var summaries = new List<string>(results.Count);
        foreach (var result in results)
        {
            delivery.AttemptCount++;
            Telemetry.Attempted(result.Duration, result.Succeeded);
            session.Rows.Insert(new WebhookAttempt
            {
                DeliveryId = delivery.Id,
                Number = delivery.AttemptCount,
                StartedAt = result.StartedAt,
                RealAt = session.RealNow,
                DurationMilliseconds = result.Duration.TotalMilliseconds,
                RequestHeaders = WireJson.Write(result.RequestHeaders),
                ResponseStatus = result.Response?.Status,
                ResponseHeaders = result.Response is null ? null : WireJson.Write(result.Response.Headers),
                ResponseBody = result.Response?.Body,
                Error = result.FailureReason,
            });
            var outcome = result.Succeeded ? $"succeeded with {result.Response!.Status}" : $"failed: {result.FailureReason}";
            summaries.Add($"attempt {delivery.AttemptCount}{(summaries.Count > 0 ? ", a duplicate," : "")} {outcome}");
        }

        return string.Join("; ", summaries);
    }

    private string Decide(WorldSession session, DeliveryRun run, WebhookDelivery delivery, WebhookSubscription subscription) =>
        run.Results.Any(result => result.Succeeded) ? Succeed(session, delivery, subscription) : Fail(session, run, delivery, subscription);

    /// <summary>
    /// Somebody scheduled the delivery anew while it was being sent. A failure changes nothing about that; after a success
    /// there is nothing left to send.
    /// </summary>
    private static string DecideLate(WorldSession session, DeliveryRun run, WebhookDelivery delivery, WebhookSubscription subscription)
    {
        if (delivery.Status != DeliveryStatus.Pending || !run.Results.Any(result => result.Succeeded))
        {
            session.Rows.Update(delivery, WebhookDelivery.ProgressColumns);
            return "; scheduled anew meanwhile";
        }

        _ = session.Rows.DeleteWhere<ScheduledWork>("subject_id = ?", delivery.Id);
        return Succeed(session, delivery, subscription);
    }

    private static string Succeed(WorldSession session, WebhookDelivery delivery, WebhookSubscription subscription)
    {
        delivery.Status = DeliveryStatus.Succeeded;
        delivery.NextAttemptAt = null;
        session.Rows.Update(delivery, WebhookDelivery.ProgressColumns);
        // What became failed during the attempt waits to be made active by its owner, as what is held back for it does.
        if (subscription is { Status: SubscriptionStatus.Unhealthy } or { Status: SubscriptionStatus.Active, FailingSince: not null })
        {
            subscription.Status = SubscriptionStatus.Active;
            subscription.FailingSince = null;
            session.Rows.Update(subscription, WebhookSubscription.HealthColumns);
        }

        return "";
    }

    private string Fail(WorldSession session, DeliveryRun run, WebhookDelivery delivery, WebhookSubscription subscription)
    {
        if (subscription.FailingSince is null)
        {
            subscription.FailingSince = session.Now;
            session.Rows.Update(subscription, WebhookSubscription.HealthColumns);
            session.Schedule(WorkKind.SubscriptionHealth, subscription.Id, session.Now + options.UnhealthyAfter);
            session.Schedule(WorkKind.SubscriptionHealth, subscription.Id, session.Now + options.FailedAfter);
        }

        // The number is that of the round: after a resend, the schedule begins anew.
        if (RetrySchedule.GapAfter(options, run.Work.Round) is { } gap)
        {
            // Gaps are counted from the start of the attempt, so that the schedule does not drift with slow receivers.
            // A subscription that failed during the attempt gets no more of them until it is active again.
            delivery.NextAttemptAt = subscription.Status == SubscriptionStatus.Failed ? null : run.StartedAt + gap;
            session.Rows.Update(delivery, WebhookDelivery.ProgressColumns);
            session.Schedule(WorkKind.Delivery, delivery.Id, delivery.NextAttemptAt, run.Work.Round + 1);
            return "";
        }

        delivery.Status = DeliveryStatus.Failed;
        delivery.NextAttemptAt = null;
        session.Rows.Update(delivery, WebhookDelivery.ProgressColumns);
        if (subscription.Status == SubscriptionStatus.Active)
        {
            subscription.Status = SubscriptionStatus.Unhealthy;
            session.Rows.Update(subscription, WebhookSubscription.HealthColumns);
        }

        return "; no retries left";
    }
}

/// <summary>Judges a subscription that has been failing since before the judgement was scheduled.</summary>
internal sealed class SubscriptionHealthHandler(WebhookOptions options) : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.SubscriptionHealth];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch) => batch.Select(work => Judge(session, work.SubjectId));

    private string Judge(WorldSession session, Guid subscriptionId)
    {
        var subscription = session.Rows.Find<WebhookSubscription>(subscriptionId);
        if (subscription?.FailingSince is not { } since)
            return "healthy again";
        var failingFor = session.Now - since;
        if (failingFor >= options.FailedAfter)
        {
            subscription.Status = SubscriptionStatus.Failed;
            session.Rows.Update(subscription, WebhookSubscription.HealthColumns);
            HoldDeliveries(session, subscription.Id);
            return "failed: no success for too long";
        }

        if (failingFor < options.UnhealthyAfter)
            return "failing, but not for long";
        subscription.Status = SubscriptionStatus.Unhealthy;
        session.Rows.Update(subscription, WebhookSubscription.HealthColumns);
        return "unhealthy";
    }

    private static void HoldDeliveries(WorldSession session, Guid subscriptionId)
    {
        var pending = session.Db.WebhookDeliveries.Where(delivery => delivery.SubscriptionId == subscriptionId && delivery.Status == DeliveryStatus.Pending);
        _ = session.Db.ScheduledWork.Where(work => work.Kind == WorkKind.Delivery && pending.Any(delivery => delivery.Id == work.SubjectId))
            .ExecuteUpdate(row => row.SetProperty(work => work.DueAt, (DateTimeOffset?)null));
        _ = pending.ExecuteUpdate(row => row.SetProperty(delivery => delivery.NextAttemptAt, (DateTimeOffset?)null));
    }
}
