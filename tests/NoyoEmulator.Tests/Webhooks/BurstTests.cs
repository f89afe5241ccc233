using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Tests that measure the memory of the process, each alone in it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests;

/// <summary>Many events at once, to receivers that are not alike.</summary>
[Collection(nameof(MemoryTests))]
public sealed class BurstTests
{
    private const int Events = 10_000;
    private const int Dependents = 19;

    /// <summary>A fraction of what the burst takes on disk, with room for what the receivers here keep of it.</summary>
    private const long MemoryLimit = 64 * 1024 * 1024;

    [Fact]
    public async Task A_fast_receiver_gets_a_burst_at_its_own_pace_while_a_slow_and_a_dead_one_back_off()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fast = await RecordingReceiver.StartAsync();
        await using var slow = await RecordingReceiver.StartStuckAsync(released.Task);
        var dead = await RecordingReceiver.StartAsync();
        var deadUrl = dead.Url;
        await dead.DisposeAsync();
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT1H"), ("Webhooks:RetryGaps", "PT1H"));
        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
            _ = await app.BehaveAsync(carrier, Rule("hold"));
        _ = await app.SubscribeAsync(fast.Url);
        var slowId = (await app.SubscribeAsync(slow.Url))["id"]!.GetValue<string>();
        var deadId = (await app.SubscribeAsync(deadUrl))["id"]!.GetValue<string>();
        var events = 0;
        for (var family = 1; events < Events; family++)
        {
            _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, LargeFamily(family));
            if (family % 10 == 0)
                events = await CountAsync(app, "/_emulator/webhooks/events");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);

        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime" });
        // In parts, so that the limit of each wait says that nothing moves, and not that the machine is slow.
        foreach (var part in Parts(events))
            await fast.ReceivedAsync(part);

        // The fast one is through while the slow one is still at its first.
        slow.Received.Count.ShouldBe(1);
        fast.Received.Select(webhook => webhook.EventId)
            .ShouldBe((await app.AllAsync("/_emulator/webhooks/events")).Select(it => it.Text("id")));
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(MemoryLimit);
        await EmulatorApp.UntilAsync(async () => await CountAsync(app, "/_emulator/webhooks/deliveries?status=succeeded") == events);
        (await CountAsync(app, $"/_emulator/webhooks/deliveries?status=pending&subscription_id={slowId}")).ShouldBe(events);

        // The dead one is tried once for each event, in their order, and again when its time comes.
        var ofDead = $"/_emulator/webhooks/deliveries?subscription_id={deadId}";
        foreach (var part in Parts(events))
        {
            await EmulatorApp.UntilAsync(
                async () => (await app.GetAsync($"{ofDead}&offset={part - 1}"))["response"]![0]!.Number("attempt_count") == 1);
        }

        (await app.AllAsync(ofDead)).ShouldAllBe(delivery => delivery.Number("attempt_count") == 1 && delivery["next_attempt_at"] != null);
        released.SetResult();
        await slow.ReceivedAsync(2);
    }

    private static IEnumerable<int> Parts(int count) => Enumerable.Range(1, 10).Select(part => count * part / 10);

    private static JsonObject LargeFamily(int family)
    {
        var body = FamilyBody.Of(family, Dependents);
        for (var position = 1; position <= 1 + Dependents; position++)
            _ = body.Enroll(Offer.Dental, "2024-09-15", position: position).Enroll(Offer.Vision, "2024-09-15", position: position);
        return body;
    }

    private static async Task<int> CountAsync(EmulatorApp app, string path) =>
        (await app.GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}page_size=1"))["meta"]!["total_records"]!.GetValue<int>();
}
