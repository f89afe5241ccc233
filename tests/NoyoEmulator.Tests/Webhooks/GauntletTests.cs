using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NoyoEmulator.Tests.Docs.Receivers;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Receivers of every kind in the gauntlet.</summary>
public sealed class GauntletTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Secret = "chosen-by-you";

    private static readonly string[] Trials =
    [
        "plain_event", "duplicates", "reordering", "bad_signature", "altered_body", "missing_signature", "stale_timestamp",
            "rotated_secrets",
        "unknown_type", "extra_fields", "slow_sender", "lost_answer", "answer_time",
    ];

    [Fact]
    public async Task A_careful_receiver_passes_every_trial_and_nothing_is_kept()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await ReceiverAsync(IsGenuine);

        var report = await RunAsync(app, receiver.Url);

        Verdicts(report).ShouldBe(Trials.Select(trial => $"{trial} pass"));
        report["verdict"]!.GetValue<string>().ShouldBe("pass");
        report["score"]!.GetValue<int>().ShouldBe(100);
        report["note"]!.GetValue<string>().ShouldContain("from outside");
        foreach (var list in new[] { "events", "deliveries", "subscriptions" })
            (await app.GetAsync($"/_emulator/webhooks/{list}"))["response"]!.AsArray().ShouldBeEmpty();
        report.ToJsonString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task What_there_was_no_time_for_is_not_held_against_a_receiver()
    {
        await using var app = EmulatorApp.WithRealTime(new LeapingTime());
        await using var receiver = await ReceiverAsync(IsGenuine);

        var report = await RunAsync(app, receiver.Url);

        Verdicts(report).SkipLast(1).ShouldBe(["plain_event pass", .. Trials.Skip(1).SkipLast(1).Select(trial => $"{trial} not_tried")]);
        report["verdict"]!.GetValue<string>().ShouldBe("warning");
    }

    [Fact]
    public async Task A_receiver_that_believes_everybody_fails_where_it_should_refuse()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await ReceiverAsync((_, _) => true);

        var report = await RunAsync(app, receiver.Url);

        Verdicts(report).Where(verdict => !verdict.EndsWith(" pass", StringComparison.Ordinal))
            .ShouldBe(["bad_signature fail", "altered_body fail", "missing_signature fail", "stale_timestamp warning"]);
        report["verdict"]!.GetValue<string>().ShouldBe("fail");
        report["score"]!.GetValue<int>().ShouldBe(73);
        var trial = report["trials"]!.AsArray().Single(entry => (string?)entry!["trial"] == "bad_signature")!;
        trial["explanation"]!.GetValue<string>().ShouldBe("accepted with 200: anybody could have sent it");
        trial["answers"]!.AsArray().ShouldHaveSingleItem()!["status"]!.GetValue<int>().ShouldBe(200);
    }

    [Fact]
    public async Task A_receiver_that_stumbles_over_the_unknown_is_told_over_what()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await ReceiverAsync(
            (headers, body) => IsGenuine(headers, body) && !Encoding.UTF8.GetString(body).Contains("example", StringComparison.Ordinal));

        var report = await RunAsync(app, receiver.Url);

        Verdicts(report).Where(verdict => !verdict.EndsWith(" pass", StringComparison.Ordinal))
            .ShouldBe(["unknown_type fail", "extra_fields fail"]);
        report["trials"]!.AsArray().Single(entry => (string?)entry!["trial"] == "unknown_type")!["explanation"]!.GetValue<string>()
            .ShouldBe("not accepted: status 401");
    }

    [Fact]
    public async Task A_receiver_that_knows_one_secret_only_by_its_place_fails_at_rotation()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await ReceiverAsync((headers, body) => IsGenuine(headers, body)
            && headers["x-noyo-signature"].ToString().Split(',').Length == 2);

        var report = await RunAsync(app, receiver.Url);

        Verdicts(report).Where(verdict => !verdict.EndsWith(" pass", StringComparison.Ordinal)).ShouldBe(["rotated_secrets fail"]);
    }

    [Fact]
    public async Task Nobody_is_tried_further_who_does_not_accept_a_plain_event()
    {
        var app = await shared.FreshAsync();
        var receiver = await RecordingReceiver.StartAsync();
        var url = receiver.Url;
        await receiver.DisposeAsync();

        var report = await RunAsync(app, url);

        Verdicts(report).ShouldBe(["plain_event fail", .. Trials.Skip(1).Select(trial => $"{trial} not_tried")]);
        report["score"]!.GetValue<int>().ShouldBe(0);
        report["verdict"]!.GetValue<string>().ShouldBe("fail");
        report["trials"]![0]!["explanation"]!.GetValue<string>().ShouldBe("not accepted: connection refused");
    }

    [Fact]
    public async Task What_is_no_receiver_is_refused_by_name()
    {
        var app = await shared.FreshAsync();
        foreach (var (body, field) in new[]
        {
            ("""{"secret": "s"}""", "$.url"), ("""{"url": "ftp://x/", "secret": "s"}""", "$.url"), ("""{"url": "http://x/"}""", "$.secret"),
                ("""{"url": "http://x/", "secret": "s", "name": "n"}""", "$.name"),
        })
        {
            var error = await app.RefusedAsync(
                HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/webhooks/gauntlet", JsonNode.Parse(body));
            error["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe(field);
        }
    }

    private static Task<JsonNode> RunAsync(EmulatorApp app, string url) =>
        app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/gauntlet", new JsonObject { ["url"] = url, ["secret"] = Secret });

    private static IReadOnlyList<string> Verdicts(JsonNode report) =>
        [.. report["trials"]!.AsArray().Select(trial => $"{trial!["trial"]} {trial["verdict"]}")];

    /// <summary>One that answers 200 to what it believes and 401 to everything else.</summary>
    private static Task<TestReceiver> ReceiverAsync(Func<IHeaderDictionary, byte[], bool> believes) =>
        TestReceiver.StartAsync(async context =>
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.StatusCode = believes(context.Request.Headers, body.ToArray()) ? 200 : 401;
    });

    private static bool IsGenuine(IHeaderDictionary headers, byte[] body)
    {
        var timestamp = headers["x-noyo-timestamp"].ToString();
        if (!DateTimeOffset.TryParse(timestamp, out var sent)
            || (TimeProvider.System.GetUtcNow() - sent).Duration() > TimeSpan.FromMinutes(5))
        {
            return false;
        }

        return NoyoSignature.IsGenuine(Secret, headers["x-noyo-signature"].ToString(), timestamp, body);
    }

    /// <summary>Real time in which half a minute lies between any two looks at it, so that a gauntlet's minute is soon over.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => Interlocked.Add(ref _now, 31 * TimestampFrequency);
    }
}
