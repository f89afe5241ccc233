using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Keys of a subscription that change while it is in use.</summary>
public sealed class SecretRotationTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Fact]
    public async Task A_new_secret_signs_first_and_the_old_one_for_a_day_more()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;

        var rotated = await RotateAsync(app, id, new JsonObject { ["secret"] = "second" });

        rotated["secrets"]!.AsArray().Select(secret => (string?)secret!["added"])
            .ShouldBe(["2024-08-20T12:00:00+00:00", "2024-08-20T12:00:00+00:00"]);
        rotated["secrets"]!.AsArray().Select(secret => (string?)secret!["until"]).ShouldBe([null, "2024-08-21T12:00:00+00:00"]);
        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("second", "first");
        _ = await app.AdvanceAsync("PT23H59M59S");
        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("second", "first");
        _ = await app.AdvanceAsync("PT1S");
        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("second");
        (await app.SubscriptionAsync(id))["secrets"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_an_overlap_the_old_secret_ceases_at_once()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;

        _ = await RotateAsync(app, id, new JsonObject { ["secret"] = "second", ["overlap"] = "PT0S" });

        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("second");
    }

    [Fact]
    public async Task A_secret_never_signs_longer_than_it_was_given_when_others_come()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;

        _ = await RotateAsync(app, id, new JsonObject { ["secret"] = "second", ["overlap"] = "PT1H" });
        _ = await RotateAsync(app, id, new JsonObject { ["secret"] = "third", ["overlap"] = "PT3H" });

        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("third", "second", "first");
        _ = await app.AdvanceAsync("PT1H");
        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("third", "second");
    }

    [Fact]
    public async Task A_retry_is_signed_with_the_secrets_of_its_own_time()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;
        receiver.Answer = (before, _) => Task.FromResult(before == 0 ? 500 : 200);
        await SendAsync(app, id);

        _ = await RotateAsync(app, id, new JsonObject { ["secret"] = "second", ["overlap"] = "PT0S" });
        _ = await app.AdvanceAsync("PT5S");

        receiver.Received[0].ShouldBeSignedWith("first");
        receiver.Received[1].ShouldBeSignedWith("second");
        receiver.Received[1].Body.ShouldBe(receiver.Received[0].Body);
    }

    [Fact]
    public async Task Putting_a_secret_replaces_all_of_them()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;
        _ = await RotateAsync(app, id, new JsonObject { ["secret"] = "second" });

        _ = await app.DoAsync(
            HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}", new JsonObject { ["url"] = receiver.Url, ["secret"] = "third" });

        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("third");
    }

    [Fact]
    public async Task Secrets_are_never_read_back()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;
        var rotated = await RotateAsync(app, id, new JsonObject { ["secret"] = "second" });
        await SendAsync(app, id);

        var texts = new[]
        {
            rotated.ToJsonString(),
            (await app.SubscriptionAsync(id)).ToJsonString(),
            (await app.GetAsync("/_emulator/webhooks/subscriptions")).ToJsonString(),
            (await app.DeliveryAsync("latest")).ToJsonString(),
            (await app.GetAsync("/_emulator/seed"))["subscriptions"]!.ToJsonString(),
        };
        foreach (var text in texts)
        {
            text.ShouldNotContain("first");
            text.ShouldNotContain("second");
        }
    }

    [Fact]
    public async Task What_cannot_be_rotated_is_refused_by_name_and_changes_nothing()
    {
        var (app, receiver, id) = await BeginAsync();
        await using var open = receiver;
        var path = $"/_emulator/webhooks/subscriptions/{id}/secrets";
        foreach (var (body, field) in new[]
        {
            ("{}", "$.secret"), ("""{"secret": ""}""", "$.secret"), ("""{"secret": "x", "overlap": "soon"}""", "$.overlap"),
            ("""{"secret": "x", "overlap": "P3651D"}""", "$.overlap"), ("""{"secret": "x", "overlap": "-PT1S"}""", "$.overlap"),
            ("""{"secret": "x", "name": "y"}""", "$.name"),
        })
        {
            var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, path, JsonNode.Parse(body));
            error["errors"]![0]!["field"]!.GetValue<string>().ShouldBe(field);
        }

        _ = await app.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, path, new JsonObject { ["secret"] = "first" });
        _ = await app.RefusedAsync(
            HttpStatusCode.NotFound, HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{Guid.Empty}/secrets", new JsonObject
            {
                ["secret"] = "x",
            });
        await SendAsync(app, id);
        receiver.Received[^1].ShouldBeSignedWith("first");
    }

    private static Task<JsonNode> RotateAsync(EmulatorApp app, string id, JsonObject body) =>
        app.DoAsync(HttpMethod.Post, $"/_emulator/webhooks/subscriptions/{id}/secrets", body);

    private static async Task SendAsync(EmulatorApp app, string id)
    {
        _ = await app.TestSubscriptionAsync(id);
        _ = await app.DrainAsync();
    }

    private async Task<(EmulatorApp App, RecordingReceiver Receiver, string Id)> BeginAsync()
    {
        var app = await shared.FreshAsync();
        var receiver = await RecordingReceiver.StartAsync();
        return (app, receiver, (await app.SubscribeAsync(receiver.Url, "first"))["id"]!.GetValue<string>());
    }
}
