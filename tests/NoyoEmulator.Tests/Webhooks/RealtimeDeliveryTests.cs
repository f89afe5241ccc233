using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Webhooks while the clock runs by itself.</summary>
public sealed class RealtimeDeliveryTests
{
    private static readonly (string, string?)[] Realtime = [("Emulator:Clock:Mode", "realtime"), ("Emulator:Clock:Now", null)];

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_nobody_but_itself()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stuck = await RecordingReceiver.StartStuckAsync(released.Task);
        await using var fast = await RecordingReceiver.StartAsync();
        // Fast enough that round trips end at once, while the attempt's time limit, which is real, is out of reach.
        await using var app = new EmulatorApp([.. Realtime, ("Emulator:Clock:Speed", "50"), ("Webhooks:AttemptTimeout", "PT1H")]);
        var stuckId = (await app.SubscribeAsync(stuck.Url))["id"]!.GetValue<string>();
        _ = await app.SubscribeAsync(fast.Url);

        _ = await app.TestSubscriptionAsync(stuckId);
        await stuck.ReceivedAsync(1);
        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();
        for (var i = 0; i < 10; i++)
            _ = await app.PostExampleAsync();
        await fast.ReceivedAsync(6);
        var events = await app.GetAsync(
            $"/_emulator/webhooks/events/await?type=member_snapshot_carrier_fulfillment_status.status_change&object_id={snapshot}&timeout=PT30S");
        events["response"]!.AsArray().Count.ShouldBe(1);
        var known = await app.EventTypesAsync();
        await fast.ReceivedAsync(known.Count - 1);

        stuck.Received.Count.ShouldBe(1);
        (await app.DeliveriesAsync($"subscription_id={stuckId}&status=succeeded")).ShouldBeEmpty();
        released.SetResult();
        await stuck.ReceivedAsync(known.Count);
        stuck.Received.Select(webhook => webhook.EventId).Distinct(StringComparer.Ordinal).Count().ShouldBe(stuck.Received.Count);
    }

    [Fact]
    public async Task A_receiver_is_left_in_peace_for_a_while_when_an_attempt_cannot_be_recorded()
    {
        var folder = Directory.CreateTempSubdirectory("noyo-unrecorded-");
        try
        {
            var pauses = new HeldPauses(TimeSpan.FromSeconds(1));
            await using var receiver = await RecordingReceiver.StartAsync();
            await using var app = EmulatorApp.WithRealTime(pauses, [.. Realtime, ("Emulator:Storage", "file"), ("Emulator:DataDirectory", folder.FullName)]);
            var id = (await app.SubscribeAsync(receiver.Url)).Id();
            Execute(folder, "CREATE TRIGGER full BEFORE INSERT ON webhook_attempts BEGIN SELECT RAISE(ABORT, 'full'); END;");

            _ = await app.TestSubscriptionAsync(id);
            await pauses.Begun.WaitAsync(LongEnough, TestContext.Current.CancellationToken);

            receiver.Received.Count.ShouldBe(1);
            (await app.DeliveriesAsync()).ShouldHaveSingleItem().Text("status").ShouldBe("pending");
            Execute(folder, "DROP TRIGGER full;");
            pauses.End();
            await receiver.ReceivedAsync(2);
            await EmulatorApp.UntilAsync(async () => (await app.DeliveriesAsync("status=succeeded")).Count == 1);
            receiver.Received.Select(webhook => webhook.EventId).Distinct().ShouldHaveSingleItem();
            receiver.Received.Count.ShouldBe(2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static void Execute(DirectoryInfo folder, string sql)
        {
            using var database = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "worlds", "default", "world.db")};Pooling=false");
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = sql;
            _ = command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_drain_gives_up_in_time_on_a_receiver_that_never_answers()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stuck = await RecordingReceiver.StartStuckAsync(released.Task);
        await using var app = new EmulatorApp([.. Realtime, ("Webhooks:AttemptTimeout", "PT1H")]);
        var id = (await app.SubscribeAsync(stuck.Url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);
        await stuck.ReceivedAsync(1);

        var error = await app.RefusedAsync(
            HttpStatusCode.RequestTimeout, HttpMethod.Post, "/_emulator/drain", new JsonObject { ["timeout"] = "PT0.1S" });
        error["message"]!.GetValue<string>().ShouldBe("Not idle in time; still due: 1 delivery");

        // The lane that was waited for goes on.
        _ = await app.TestSubscriptionAsync(id);
        released.SetResult();
        await stuck.ReceivedAsync(2);
        (await app.DrainAsync()).ToJsonString().ShouldBe("""{"idle":true,"next_due":null,"pending":[{"kind":"submit","count":0,"held":1,"next_due":null}]}""");
        (await app.DeliveriesAsync("status=succeeded")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reset_does_not_wait_for_a_receiver_that_never_answers()
    {
        await using var stuck = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = new EmulatorApp([.. Realtime, ("Webhooks:AttemptTimeout", "PT1H")]);
        var id = (await app.SubscribeAsync(stuck.Url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);
        await stuck.ReceivedAsync(1);

        _ = await app.ResetAsync().WaitAsync(LongEnough, TestContext.Current.CancellationToken);

        (await app.DeliveriesAsync()).ShouldBeEmpty();
        await using var fast = await RecordingReceiver.StartAsync();
        var again = (await app.SubscribeAsync(fast.Url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(again);
        await fast.ReceivedAsync(1);
        stuck.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Stopping_ends_promptly_and_leaves_a_stuck_delivery_due()
    {
        var folder = Directory.CreateTempSubdirectory("noyo-stop-");
        try
        {
            await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
            var app = EmulatorApp.On(folder.FullName, [.. Realtime, ("Webhooks:AttemptTimeout", "PT1H")]);
            var id = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
            var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();
            await receiver.ReceivedAsync(1);

            await app.DisposeAsync().AsTask().WaitAsync(LongEnough, TestContext.Current.CancellationToken);

            receiver.Answer = (_, _) => Task.FromResult(200);
            await using var next = EmulatorApp.On(folder.FullName, Realtime);
            await receiver.ReceivedAsync(2);
            _ = await next.DrainAsync();
            var record = await next.DeliveryAsync(delivery);
            record["status"]!.GetValue<string>().ShouldBe("succeeded");
            record["attempt_count"]!.GetValue<int>().ShouldBe(1);
            receiver.Received.Select(webhook => webhook.EventId).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Stopping_breaks_off_an_advance_at_a_stuck_delivery()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        var app = EmulatorApp.OnSocket(("Webhooks:AttemptTimeout", "PT1H"));
        var id = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);
        using var client = app.UncheckedClient();
        var advance = client.PostAsync(
            "/_emulator/clock/advance", new StringContent("""{"by": "P1D"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        await receiver.ReceivedAsync(1);

        await app.StopAsync().WaitAsync(LongEnough, TestContext.Current.CancellationToken);

        using var response = await advance.WaitAsync(LongEnough, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The emulator is stopping");
        await app.DisposeAsync();
    }

    [Fact]
    public async Task An_advance_that_is_given_up_leaves_the_clock_where_it_came_to_and_the_rest_due()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT1H"));
        _ = await app.SubscribeAsync(receiver.Url, events: "difference.resolved");
        var snapshot = await app.PostGuideAsync();
        using var patience = new CancellationTokenSource();
        using var day = new StringContent("""{"by": "P1D"}""", Encoding.UTF8, "application/json");
        var advance = app.Client.PostAsync("/_emulator/clock/advance", day, patience.Token);
        await receiver.ReceivedAsync(1);

        await patience.CancelAsync();
        _ = await Should.ThrowAsync<OperationCanceledException>(advance);
        receiver.Answer = (_, _) => Task.FromResult(200);
        _ = await app.DrainAsync();

        // The difference was resolved six seconds after the post; the webhook of it is sent once more.
        (await app.ClockAsync())["now"]!.GetValue<DateTimeOffset>().ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start).AddSeconds(6));
        (await app.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("completed");
        receiver.Received.Select(webhook => webhook.EventId).Distinct().ShouldHaveSingleItem();
        receiver.Received.Count.ShouldBe(2);
        (await app.DeliveriesAsync()).ShouldHaveSingleItem().Text("status").ShouldBe("succeeded");
        (await app.AdvanceAsync("P1D"))["from"]!.GetValue<DateTimeOffset>().ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start).AddSeconds(6));
    }

    [Fact]
    public async Task A_subscription_that_fails_during_an_attempt_keeps_the_delivery_for_later()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = async (before, _) =>
        {
            if (before == 1)
                await released.Task;
            return before < 2 ? 500 : 200;
        };
        await using var app = new EmulatorApp(
        [
            .. Realtime, ("Webhooks:AttemptTimeout", "PT1H"), ("Webhooks:RetryGaps", "PT0S,PT0S,PT0S"),
            ("Webhooks:UnhealthyAfter", "PT0.2S"), ("Webhooks:FailedAfter", "PT0.3S"),
        ]);
        var id = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();
        await receiver.ReceivedAsync(2);
        await EmulatorApp.UntilAsync(async () => (await app.SubscriptionAsync(id))["status"]!.GetValue<string>() == "failed");

        released.SetResult();
        await EmulatorApp.UntilAsync(async () => (await app.DeliveryAsync(delivery))["attempt_count"]!.GetValue<int>() == 2);
        var waiting = await app.DeliveryAsync(delivery);
        waiting["status"]!.GetValue<string>().ShouldBe("pending");
        waiting["next_attempt_at"].ShouldBeNull();
        receiver.Received.Count.ShouldBe(2);

        _ = await app.DoAsync(HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}", new JsonObject { ["url"] = receiver.Url });
        await receiver.ReceivedAsync(3);
        _ = await app.DrainAsync();
        (await app.DeliveryAsync(delivery))["status"]!.GetValue<string>().ShouldBe("succeeded");
    }

    [Fact]
    public async Task In_realtime_a_slow_receiver_does_not_shift_the_retry_schedule()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = async (_, _) =>
        {
            await released.Task;
            return 500;
        };
        // An hour a second: the receiver takes long for the world, though not for the test.
        await using var app = new EmulatorApp(
            [.. Realtime, ("Emulator:Clock:Speed", "3600"), ("Webhooks:RetryGaps", "P30D"), ("Webhooks:AttemptTimeout", "PT1H")]);
        var id = (await app.SubscribeAsync(receiver.Url)).Id();
        var delivery = (await app.TestSubscriptionAsync(id)).Text("delivery_id");
        await receiver.ReceivedAsync(1);
        var begun = await NowAsync();
        await EmulatorApp.UntilAsync(async () => await NowAsync() > begun.AddMinutes(30));

        released.SetResult();
        await EmulatorApp.UntilAsync(async () => (await app.DeliveryAsync(delivery)).Number("attempt_count") == 1);

        var record = await app.DeliveryAsync(delivery);
        var startedAt = record["attempts"]![0]!["started_at"]!.GetValue<DateTimeOffset>();
        record["next_attempt_at"]!.GetValue<DateTimeOffset>().ShouldBe(startedAt.AddDays(30));

        async Task<DateTimeOffset> NowAsync() => (await app.ClockAsync())["now"]!.GetValue<DateTimeOffset>();
    }

    [Fact]
    public async Task Waiting_for_events_ends_when_they_exist()
    {
        await using var app = new EmulatorApp(("Emulator:Clock:Mode", "realtime"));
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();

        var waiting = app.GetAsync($"/_emulator/webhooks/events/await?object_id={id}&count=2&timeout=PT30S");
        _ = await app.TestSubscriptionAsync(id);
        waiting.IsCompleted.ShouldBeFalse();
        var second = await app.TestSubscriptionAsync(id);

        var found = await waiting;
        found["response"]!.AsArray().Count.ShouldBe(2);
        found["response"]![1]!["id"]!.GetValue<string>().ShouldBe(second["event_id"]!.GetValue<string>());
        // What is there already is not waited for.
        (await app.GetAsync($"/_emulator/webhooks/events/await?type=test.hello_world&count=2&timeout=PT0S"))["response"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Waiting_for_events_in_vain_ends_with_those_that_came()
    {
        await using var app = new EmulatorApp();
        await using var receiver = await RecordingReceiver.StartAsync();
        var id = (await app.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        var only = await app.TestSubscriptionAsync(id);

        var error = await app.RefusedAsync(HttpStatusCode.RequestTimeout, HttpMethod.Get, "/_emulator/webhooks/events/await?count=2&timeout=PT0.05S");

        error["response"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>().ShouldBe(only["event_id"]!.GetValue<string>());
        error["message"]!.GetValue<string>().ShouldContain("1 arrived");
        foreach (var query in new[] { "count=0", "count=101", "timeout=soon", "timeout=P1M", "type=x", "object_id=x" })
            _ = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"/_emulator/webhooks/events/await?{query}");
    }

    [Fact]
    public async Task Waiting_for_events_ends_when_the_host_stops()
    {
        var app = EmulatorApp.OnSocket(("Emulator:Clock:Mode", "realtime"));
        var waiting = app.SendAsync(HttpMethod.Get, "/_emulator/webhooks/events/await?count=1&timeout=PT10M");
        // Later requests have been answered: the emulator is at it.
        for (var i = 0; i < 20; i++)
            _ = await app.ClockAsync();
        waiting.IsCompleted.ShouldBeFalse();

        await app.StopAsync().WaitAsync(LongEnough, TestContext.Current.CancellationToken);

        using var response = await waiting.WaitAsync(LongEnough, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestTimeout);
        var body = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);
        body!["response"]!.AsArray().ShouldBeEmpty();
        await app.DisposeAsync();
    }
}
