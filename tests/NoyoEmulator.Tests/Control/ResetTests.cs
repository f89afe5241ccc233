using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Control;

public sealed class ResetTests
{
    [Fact]
    public async Task A_reset_leaves_nothing_of_what_was_done_and_the_same_again_gives_the_same_ids()
    {
        await using var app = new EmulatorApp();
        await using var receiver = await RecordingReceiver.StartAsync();
        var before = await TotalsAsync(app);
        var first = await RunAsync(app, receiver.Url);
        _ = await app.DoAsync(
            HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime", ["speed"] = 3, ["now"] = "2031-01-01" });
        var sent = receiver.Received.Count;

        var reset = await app.ResetAsync();

        reset["world"]!.GetValue<string>().ShouldBe("default");
        reset["now"]!.GetValue<DateTimeOffset>().ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start, CultureInfo.InvariantCulture));
        (await app.ClockAsync()).ToText().ShouldBe(
            """{"now":"2024-08-20T12:00:00+00:00","mode":"frozen","speed":1,"next_due":null,"pending":0,"held":1}""");
        (await TotalsAsync(app)).ShouldBe(before);
        _ = await app.AdvanceAsync("P10D");
        receiver.Received.Count.ShouldBe(sent);

        _ = await app.ResetAsync();
        (await RunAsync(app, receiver.Url)).ShouldBe(first);
    }

    [Fact]
    public async Task A_reset_disturbs_no_request_under_way()
    {
        await using var app = new EmulatorApp();
        var statuses = new System.Collections.Concurrent.ConcurrentBag<(string What, HttpStatusCode Status)>();
        async Task SendAsync(HttpMethod method, string path, JsonNode? body = null)
        {
            using var response = await app.SendAsync(method, path, body);
            statuses.Add(($"{method} {path}", response.StatusCode));
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 120),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) => await ((i % 6) switch
            {
                0 => SendAsync(HttpMethod.Post, "/_emulator/reset"),
                1 => SendAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", SnapshotBody.Example()),
                2 => SendAsync(HttpMethod.Get, "/tracking/api/v1/differences"),
                3 => SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "PT3S" }),
                4 => SendAsync(HttpMethod.Get, "/api/v1/member_snapshots"),
                _ => SendAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.ShiftingCarrier}/sync"),
            }));

        statuses.Count.ShouldBe(120);
        // A reset breaks off the advance that is under way, and nothing else.
        statuses.Where(answer => (int)answer.Status >= 400).Distinct().ShouldBeSubsetOf([("POST /_emulator/clock/advance", HttpStatusCode.Conflict)]);
        _ = await app.ResetAsync();
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D");
        (await app.EventTypesAsync()).Count.ShouldBe(6);
    }

    private static async Task<IReadOnlyList<int>> TotalsAsync(EmulatorApp app)
    {
        var totals = new List<int>();
        foreach (var list in new[]
        {
            "/_emulator/webhooks/subscriptions", "/_emulator/webhooks/events", "/_emulator/webhooks/deliveries", "/api/v1/member_snapshots",
            "/tracking/api/v1/differences", $"/_emulator/carriers/{Defaults.AcceptingCarrier}/records",
        })
        {
            totals.Add((await app.GetAsync(list))["meta"]!["total_records"]!.GetValue<int>());
        }

        totals.Take(3).ShouldBe([0, 0, 0]);
        return totals;
    }

    private static async Task<string> RunAsync(EmulatorApp app, string receiver)
    {
        var subscription = await app.SubscribeAsync(receiver);
        var snapshot = await app.PostExampleAsync();
        _ = await app.PostGuideAsync();
        var ledger = await app.AdvanceAsync("P1D");
        var events = await app.GetAsync("/_emulator/webhooks/events?page_size=100");
        return string.Join('\n', subscription.ToText(), snapshot.ToText(), ledger.ToText(), events.ToText());
    }
}
