using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>What is secret in the URL of a receiver is for the receiver only.</summary>
public sealed class ReceiverUrlTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";

    [Theory]
    [InlineData("http://example.org", "http://example.org")]
    [InlineData("http://example.org/a@b", "http://example.org/a@b")]
    [InlineData("http://example.org/a?token=b&c=?d", "http://example.org/a?***")]
    [InlineData("http://example.org?a@b/c", "http://example.org?***")]
    [InlineData("https://example.org/#token", "https://example.org/#***")]
    [InlineData("https://me:pass@example.org:8443/a?b#c", "https://***@example.org:8443/a?***")]
    [InlineData("https://a@b@example.org", "https://***@example.org")]
    public void The_query_and_the_user_are_masked(string url, string shown) => ReceiverUrl.Masked(url).ShouldBe(shown);

    [Fact]
    public async Task The_query_of_a_receiver_is_in_the_request_and_nowhere_else()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        receiver.Answer = async (_, context) =>
        {
            context.Response.Headers.Location = $"https://elsewhere.example.org/hooks{context.Request.QueryString}";
            await Task.CompletedTask;
            return 308;
        };
        var url = $"{receiver.Url}?token=s3cret-t0ken&b=1";
        var shown = $"{receiver.Url}?***";

        var created = await app.SubscribeAsync(url);
        var id = created["id"]!.GetValue<string>();
        created["url"]!.GetValue<string>().ShouldBe(shown);
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();
        _ = await app.DrainAsync();

        (await app.SubscriptionAsync(id))["url"]!.GetValue<string>().ShouldBe(shown);
        (await app.GetAsync(Subscriptions))["response"]![0]!["url"]!.GetValue<string>().ShouldBe(shown);
        (await app.GetAsync("/_emulator/seed"))["subscriptions"]![0]!["url"]!.GetValue<string>().ShouldBe(shown);
        var record = await app.DeliveryAsync(delivery);
        record["attempts"]![0]!["response"]!["headers"]!["location"]!.GetValue<string>().ShouldBe("https://elsewhere.example.org/hooks?***");
        var explained = await app.GetAsync($"/_emulator/explain/{delivery}");
        explained["entries"]!.AsArray().Single(entry => entry!["kind"]!.GetValue<string>() == "attempt")!["summary"]!.GetValue<string>()
            .ShouldBe($"attempt 1 to deliver to {shown} failed: status 308: redirects are not followed");
        foreach (var path in new[] { $"{Subscriptions}/{id}", Subscriptions, "/_emulator/seed", $"/_emulator/webhooks/deliveries/{delivery}", $"/_emulator/explain/{delivery}" })
            (await app.GetAsync(path)).ToJsonString().ShouldNotContain("s3cret-t0ken", Case.Sensitive, path);
    }

    [Theory]
    [InlineData("Cannot POST {0}", "Cannot POST /hooks?***")]
    [InlineData("<pre>Cannot POST {1}</pre>", "<pre>Cannot POST /hooks?***</pre>")]
    public async Task What_a_receiver_repeats_of_its_query_is_masked(string page, string kept)
    {
        var app = await shared.FreshAsync();
        await using var receiver = await TestReceiver.StartAsync(async context =>
        {
            var path = context.Request.Path + context.Request.QueryString.Value;
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync(string.Format(null, page, path, WebUtility.HtmlEncode(path)));
        });
        var id = (await app.SubscribeAsync($"{receiver.Url}/hooks?token=s3cret-t0ken&b=1"))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        (await app.DeliveryAsync(delivery))["attempts"]![0]!["response"]!["body"]!.GetValue<string>().ShouldBe(kept);
    }

    [Fact]
    public async Task Putting_back_what_was_read_keeps_the_url()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync();
        var queries = new List<string?>();
        receiver.Answer = (_, context) =>
        {
            queries.Add(context.Request.QueryString.Value);
            return Task.FromResult(200);
        };
        var id = (await app.SubscribeAsync($"{receiver.Url}?token=one"))["id"]!.GetValue<string>();

        foreach (var url in new[] { $"{receiver.Url}?***", $"{receiver.Url}?token=two", $"{receiver.Url}?***", receiver.Url })
        {
            var answer = await app.DoAsync(HttpMethod.Put, $"{Subscriptions}/{id}", new JsonObject { ["url"] = url, ["name"] = "renamed" });
            answer["url"]!.GetValue<string>().ShouldBe(ReceiverUrl.Masked(url));
            answer["name"]!.GetValue<string>().ShouldBe("renamed");
            _ = await app.TestSubscriptionAsync(id);
            _ = await app.DrainAsync();
        }

        queries.ShouldBe(["?token=one", "?token=two", "?token=two", ""]);
    }

    [Fact]
    public async Task A_gauntlet_does_not_tell_the_query()
    {
        var app = await shared.FreshAsync();
        await using var receiver = await RecordingReceiver.StartAsync(500);

        var report = await app.DoAsync(
            HttpMethod.Post, "/_emulator/webhooks/gauntlet", new JsonObject { ["url"] = $"{receiver.Url}?token=s3cret-t0ken", ["secret"] = "s3cret" });

        report["url"]!.GetValue<string>().ShouldBe($"{receiver.Url}?***");
        report.ToJsonString().ShouldNotContain("s3cret-t0ken");
    }
}
