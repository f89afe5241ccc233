using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Receivers as people have them while they develop: they close connections when they like, or do not speak HTTP/1.1.</summary>
public sealed class OrdinaryReceiverTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const int Events = 120;
    private const string OnlyHttp2 = "the receiver speaks HTTP/2 without TLS (h2c) only; webhooks are sent with HTTP/1.1";

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nok", false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true)]
    public async Task A_receiver_that_closes_after_an_answer_gets_everything_at_the_first_attempt(string answer, bool stays)
    {
        await using var receiver = new RawReceiver(answer, stays);
        var id = await SubscribeAsync(receiver.Url, concurrency: 8);
        for (var i = 0; i < Events; i++)
            _ = await App.TestSubscriptionAsync(id);

        _ = await App.DrainAsync();

        var page = await App.GetAsync("/_emulator/webhooks/deliveries?status=succeeded&page_size=100");
        page["meta"]!["total_records"]!.GetValue<int>().ShouldBe(Events);
        page["response"]!.AsArray().ShouldAllBe(delivery => delivery!["attempt_count"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task A_receiver_that_closes_without_answering_is_told_as_that()
    {
        await using var receiver = new RawReceiver("");

        (await ErrorAsync(receiver.Url)).ShouldBe("the receiver closed the connection without an answer");
    }

    [Fact]
    public async Task A_receiver_that_closes_within_its_headers_has_begun_an_answer()
    {
        await using var receiver = new RawReceiver("HTTP/1.1 200 OK\r\nContent-");

        (await ErrorAsync(receiver.Url)).ShouldBe("the receiver closed the connection before its answer was complete");
    }

    [Theory]
    [InlineData("0000120400000000000003000000640004001000000006000040000000040800000000000000FF0001")]
    [InlineData("000008070000000000000000000000000001")]
    public async Task A_receiver_that_answers_with_a_frame_of_http_2_is_told_as_that(string frames)
    {
        await using var receiver = new RawReceiver(Convert.FromHexString(frames), stays: true);

        (await ErrorAsync(receiver.Url)).ShouldBe(OnlyHttp2);
    }

    [Fact]
    public async Task So_is_one_of_asp_net_core_that_speaks_http_2_only()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.Run(_ => Task.CompletedTask);
        await receiver.StartAsync(TestContext.Current.CancellationToken);

        (await ErrorAsync(receiver.Urls.Single())).ShouldBe($"status 400: {OnlyHttp2}");
    }

    private async Task<string> ErrorAsync(string url)
    {
        var id = await SubscribeAsync(url, concurrency: 1);
        var delivery = (await App.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();
        _ = await App.DrainAsync();
        return (await App.DeliveryAsync(delivery))["attempts"]![0]!["error"]!.GetValue<string>();
    }

    private async Task<string> SubscribeAsync(string url, int concurrency) => (await App.DoAsync(
        HttpMethod.Post,
        "/_emulator/webhooks/subscriptions",
        new JsonObject { ["url"] = url, ["secret"] = "s3cret", ["concurrency"] = concurrency }))["id"]!.GetValue<string>();
}
