using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Control;

/// <summary>An advance that tells on the way how far it has come.</summary>
public sealed class AdvanceStreamTests
{
    private const string Path = "/_emulator/clock/advance";

    private readonly FakeTimeProvider _machine = new(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_tell_how_far_it_has_come_and_end_with_the_ledger_of_a_plain_call()
    {
        await using var app = EmulatorApp.WithRealTime(_machine);
        await PrepareAsync(app);
        var plain = await app.AdvanceAsync("P2D");
        _ = await app.ResetAsync();
        await PrepareAsync(app);

        // Real time passes each time somebody looks.
        _machine.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
        var events = await EventsAsync(app, """{"by": "P2D"}""");

        events.SkipLast(1).ShouldAllBe(one => one.EventType == "progress");
        events.SkipLast(1).Select(one => one.Data).ShouldBe(
        [
            """{"from":"2024-08-20T12:00:00+00:00","now":"2024-08-20T12:00:00+00:00","to":"2024-08-22T12:00:00+00:00","done":0,"known":2}""",
            """{"from":"2024-08-20T12:00:00+00:00","now":"2024-08-20T12:00:00+00:00","to":"2024-08-22T12:00:00+00:00","done":1,"known":2}""",
            """{"from":"2024-08-20T12:00:00+00:00","now":"2024-08-20T12:00:06+00:00","to":"2024-08-22T12:00:00+00:00","done":4,"known":10}""",
            """{"from":"2024-08-20T12:00:00+00:00","now":"2024-08-20T12:00:06+00:00","to":"2024-08-22T12:00:00+00:00","done":9,"known":10}""",
            """{"from":"2024-08-20T12:00:00+00:00","now":"2024-08-22T00:00:00+00:00","to":"2024-08-22T12:00:00+00:00","done":10,"known":10}""",
        ]);
        events[^1].EventType.ShouldBe("result");
        events[^1].Data.ShouldBe(plain.ToText());
        (await app.ClockAsync()).Text("now").ShouldBe("2024-08-22T12:00:00+00:00");
    }

    [Fact]
    public async Task Nothing_is_told_and_counted_anew_before_a_tenth_of_a_second_has_passed()
    {
        await using var app = EmulatorApp.WithRealTime(_machine);
        await PrepareAsync(app);

        (await EventsAsync(app, """{"by": "P2D"}""")).Select(one => one.EventType).ShouldBe(["progress", "result"]);
    }

    [Theory]
    [InlineData("""{"to": "2020-01-01"}""", 422)]
    [InlineData("""{"by": "soon"}""", 422)]
    [InlineData("{", 400)]
    public async Task One_that_does_not_begin_is_refused_as_a_plain_call_is(string body, int status)
    {
        await using var app = new EmulatorApp();
        using var plain = await SendAsync(app, body, accept: "application/json");

        using var answer = await SendAsync(app, body);

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe(await plain.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_reset_meanwhile_is_told_as_the_last_event()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT1H"));
        _ = await app.TestSubscriptionAsync((await app.SubscribeAsync(receiver.Url)).Id());
        var events = EventsAsync(app, """{"by": "P1D"}""");
        await receiver.ReceivedAsync(1);

        _ = await app.ResetAsync();

        var last = (await events)[^1];
        last.EventType.ShouldBe("error");
        last.Data.ShouldBe("""{"message":"It was broken off: the world default was put back while time passed","status":409}""");
    }

    [Fact]
    public async Task The_end_of_the_world_is_told_as_the_last_event()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT1H"));
        var world = await app.CreateWorldAsync("tests");
        _ = await world.TestSubscriptionAsync((await world.SubscribeAsync(receiver.Url)).Id());
        var events = EventsAsync(app, """{"by": "P1D"}""", "/w/tests" + Path);
        await receiver.ReceivedAsync(1);

        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/tests");

        var last = (await events)[^1];
        last.EventType.ShouldBe("error");
        last.Data.ShouldBe("""{"message":"The world named tests was deleted while it worked on this request","status":404}""");
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_it_where_it_came_to()
    {
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        await using var app = new EmulatorApp(("Webhooks:AttemptTimeout", "PT1H"));
        var subscription = (await app.SubscribeAsync(receiver.Url)).Id();
        _ = await app.TestSubscriptionAsync(subscription);
        using var client = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var events = EventsAsync(app, """{"by": "P1D"}""", cancellationToken: client.Token);
        await receiver.ReceivedAsync(1);

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(events);
        _ = await app.DoAsync(HttpMethod.Delete, $"/_emulator/webhooks/subscriptions/{subscription}");
        _ = await app.DrainAsync();
        (await app.ClockAsync()).Text("now").ShouldBe("2024-08-20T12:00:00+00:00");
    }

    private static async Task PrepareAsync(EmulatorApp app)
    {
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", JsonNode.Parse("""{"inbox": "orders", "secret": "s"}"""));
        _ = await app.PostGuideAsync();
    }

    private static async Task<List<SseItem<string>>> EventsAsync(EmulatorApp app, string body, string path = Path, CancellationToken? cancellationToken = null)
    {
        using var answer = await SendAsync(app, body, path: path, cancellationToken: cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken ?? Token);
        var events = new List<SseItem<string>>();
        await foreach (var one in SseParser.Create(stream).EnumerateAsync(cancellationToken ?? Token))
            events.Add(one);
        return events;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        EmulatorApp app, string body, string accept = "text/event-stream", string path = Path, CancellationToken? cancellationToken = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd(accept);
        return await app.UncheckedClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken ?? Token);
    }
}
