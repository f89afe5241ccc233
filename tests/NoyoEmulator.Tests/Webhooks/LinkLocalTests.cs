using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Receivers that are no receivers, but what a machine or its cloud has for the machine itself.</summary>
public sealed class LinkLocalTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Refusal = "must not be a link-local or metadata address, unless the option Emulator:Webhooks:AllowLinkLocal is true";

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://169.254.0.1:9000")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xA9.0xFE.0xA9.0xFE/")]
    [InlineData("http://169.254.43518/")]
    [InlineData("http://169.254.169.254./")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("http://[febf::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[::ffff:a9fe:a9fe]/")]
    [InlineData("http://[::ffff:100.100.100.200]/")]
    public Task An_address_is_refused_at_once(string url) => ShouldBeRefusedAsync(url, $"url {Refusal}");

    [Theory]
    [InlineData("http://0.0.0.0:9000/hooks")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0./")]
    [InlineData("https://[::]:9000/")]
    [InlineData("http://[::ffff:0.0.0.0]/")]
    public Task An_address_to_listen_on_is_explained(string url) => ShouldBeRefusedAsync(
        url, "url must not have 0.0.0.0 or [::] for a host: that is an address to listen on, not one to call; use 127.0.0.1 or the host's name");

    [Fact]
    public async Task A_seed_cannot_have_one_either()
    {
        var app = await shared.FreshAsync();

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/seed",
            JsonNode.Parse("""{"subscriptions": [{"url": "http://169.254.169.254/", "secret": "s3cret"}]}"""));

        error["message"]!.GetValue<string>().ShouldEndWith(Refusal);
    }

    [Theory]
    [InlineData("http://169.255.0.1/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[fd00:ec2::253]/")]
    [InlineData("http://100.100.100.201/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://169.254.169.254.example.org/")]
    public async Task Other_private_addresses_and_names_are_taken(string url) =>
        _ = await (await shared.FreshAsync()).SubscribeAsync(url);

    [Theory]
    [InlineData("169.254.169.254", "169.254.169.254")]
    [InlineData("::ffff:169.254.169.254", "::ffff:169.254.169.254")]
    [InlineData("fe80::1", "fe80::1")]
    public async Task What_turns_out_to_be_one_when_it_is_connected_to_gets_nothing(string place, string address)
    {
        await using var app = new EmulatorApp(("Emulator:CallbackHost", place));
        var id = (await app.SubscribeAsync("http://localhost:9000/hooks"))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        var record = await app.DeliveryAsync(delivery);
        record["status"]!.GetValue<string>().ShouldBe("pending");
        var host = place.Contains(':', StringComparison.Ordinal) ? $"[{place}]" : place;
        record["attempts"]![0]!["error"]!.GetValue<string>().ShouldBe(
            $"not sent: {host} is the link-local or metadata address {address}, which is refused unless Emulator:Webhooks:AllowLinkLocal is true "
            + $"({host}:9000, by Emulator:CallbackHost)");
    }

    [Fact]
    public async Task An_option_allows_them()
    {
        await using var app = new EmulatorApp(("Emulator:Webhooks:AllowLinkLocal", "true"));

        _ = await app.SubscribeAsync("http://169.254.169.254/");
        (await app.GetAsync("/_emulator/info"))["configuration"]!["Emulator:Webhooks:AllowLinkLocal"]!.GetValue<string>().ShouldBe("true");
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_receiver_is_found_at_whichever_address_of_its_name_it_listens(string allowed)
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var app = new EmulatorApp(("Emulator:Webhooks:AllowLinkLocal", allowed));
        var url = receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var id = (await app.SubscribeAsync(url))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);

        _ = await app.DrainAsync();

        receiver.Received.ShouldHaveSingleItem().Headers["host"].ShouldBe(new Uri(url).Authority);
    }

    [Theory]
    [InlineData("169.254.255.255", true)]
    [InlineData("fe80::abcd%3", true)]
    [InlineData("::ffff:168.63.129.16", true)]
    [InlineData("169.253.255.255", false)]
    [InlineData("::1", false)]
    public void Addresses_are_told_apart(string address, bool isOne) => LinkLocal.Has(IPAddress.Parse(address)).ShouldBe(isOne);

    /// <summary>Wherever a receiver can be named, and for that one reason.</summary>
    private async Task ShouldBeRefusedAsync(string url, string message)
    {
        var app = await shared.FreshAsync();
        var id = (await app.SubscribeAsync("http://127.0.0.1:9/"))["id"]!.GetValue<string>();

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/_emulator/webhooks/subscriptions"), (HttpMethod.Put, $"/_emulator/webhooks/subscriptions/{id}"),
            (HttpMethod.Post, "/_emulator/webhooks/gauntlet"),
        })
        {
            var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, method, path, new JsonObject { ["url"] = url, ["secret"] = "s3cret" });
            error["errors"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString()
                .ShouldBe(new JsonObject { ["field"] = "$.url", ["message"] = message }.ToJsonString());
        }
    }
}
