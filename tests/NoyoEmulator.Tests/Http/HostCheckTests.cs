using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Http;

/// <summary>Under which names the emulator may be called.</summary>
public sealed class HostCheckTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:8080")]
    [InlineData("localhost.")]
    [InlineData("localhost.:8080")]
    [InlineData("tracking.localhost:5000")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("127.9.9.9")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8080")]
    [InlineData("[::ffff:127.0.0.1]:8080")]
    [InlineData("noyo.com")]
    [InlineData("fulfillment.noyo.com")]
    [InlineData("Tracking.Sandbox.NOYO.com.")]
    [InlineData("10.0.0.1")]
    [InlineData("172.16.0.1:8080")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.20:80")]
    [InlineData("[fd00::1]:8080")]
    [InlineData("noyo-emulator:8080")]
    [InlineData("4294967295x")]
    [InlineData("host.docker.internal:8080")]
    [InlineData("noyo.test")]
    [InlineData("printer.local")]
    public async Task It_answers_to_names_that_no_public_site_can_have(string host) =>
        (await AskAsync(await shared.FreshAsync(), "/_emulator/health/live", host)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task It_answers_to_the_name_of_its_machine() =>
        (await AskAsync(await shared.FreshAsync(), "/ping", Environment.MachineName)).Status.ShouldBe(HttpStatusCode.OK);

    [Theory]
    [InlineData("example.org", "example.org")]
    [InlineData("Evil.Example.org:8080", "Evil.Example.org")]
    [InlineData("localhost.example.org", "localhost.example.org")]
    [InlineData("evilnoyo.com", "evilnoyo.com")]
    [InlineData("noyo.com.example.org", "noyo.com.example.org")]
    [InlineData("127.0.0.1.example.org", "127.0.0.1.example.org")]
    [InlineData("fulfillment.example.org", "fulfillment.example.org")]
    [InlineData("8.8.8.8:80", "8.8.8.8")]
    [InlineData("172.32.0.1", "172.32.0.1")]
    [InlineData("169.254.169.254", "169.254.169.254")]
    [InlineData("[2001:db8::1]:8080", "2001:db8::1")]
    [InlineData("[::ffff:8.8.8.8]", "::ffff:8.8.8.8")]
    public async Task Any_other_host_is_refused_with_the_remedy(string host, string named)
    {
        var (status, body) = await AskAsync(await shared.FreshAsync(), "/_emulator/health/live", host);

        status.ShouldBe(HttpStatusCode.MisdirectedRequest);
        var error = JsonNode.Parse(body)!;
        error["status"]!.GetValue<int>().ShouldBe(421);
        error["message"]!.GetValue<string>().ShouldBe(
            $"{named} is not a host of the emulator's. Call it as localhost, or, if this name is yours, put {named} into the option "
            + "Emulator:Hosts (Emulator__Hosts in the environment)");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard/app.js")]
    [InlineData("/ping")]
    [InlineData("/tracking/api/v1/differences")]
    [InlineData("/api/v1/no_such")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/control/swagger.json")]
    [InlineData("/_emulator/info")]
    [InlineData("/_emulator/inbox/orders")]
    [InlineData("/w/default/_emulator/info")]
    [InlineData("/w/nowhere/tracking/api/v1/differences")]
    public async Task Nothing_is_read_under_a_rebound_name(string path)
    {
        var app = await shared.FreshAsync();

        foreach (var host in new[] { "evil.example.org", "tracking.example.org", "accounts.example.org" })
        {
            var (status, body) = await AskAsync(app, path, host);
            status.ShouldBe(HttpStatusCode.MisdirectedRequest);
            JsonNode.Parse(body)!.AsObject().Select(part => part.Key).ShouldBe(["message", "status"]);
        }

        (await app.GetAsync("/_emulator/requests"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Names_are_given_by_configuration()
    {
        await using var app = new EmulatorApp(("Emulator:Hosts:0", "Noyo.Example.org."), ("Emulator:Hosts:1", "*.example.net"), ("Emulator:Hosts:2", "[2001:db8:0::1]"));

        foreach (var host in new[] { "noyo.example.org:8080", "a.example.net", "a.b.EXAMPLE.net.", "[2001:db8::1]", "localhost" })
            (await AskAsync(app, "/ping", host)).Status.ShouldBe(HttpStatusCode.OK, host);
        foreach (var host in new[] { "example.org", "a.noyo.example.org", "example.net", "aexample.net", "[2001:db8::2]" })
            (await AskAsync(app, "/ping", host)).Status.ShouldBe(HttpStatusCode.MisdirectedRequest, host);
    }

    [Fact]
    public async Task An_asterisk_lets_every_host_through()
    {
        await using var app = new EmulatorApp(("Emulator:Hosts", "*"));

        (await AskAsync(app, "/ping", "example.org")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_of_old_without_a_host_is_answered()
    {
        await using var app = EmulatorApp.OnSocket();

        (await RawSocket.SendAsync(app.Client.BaseAddress!, "GET /ping HTTP/1.0\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 ");
        (await RawSocket.SendAsync(app.Client.BaseAddress!, "GET /ping HTTP/1.1\r\nhOST: example.org\r\nConnection: close\r\n\r\n"))
            .ShouldStartWith("HTTP/1.1 421 ");
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("2001:db8::7", "2001:db8::7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("example.org", "203.0.113.7", false)]
    [InlineData("203.0.113.7", null, false)]
    public void The_address_that_a_connection_came_in_on_is_the_emulators(string host, string? local, bool isOwn) =>
        HostNames.IsAddress(host, local is null ? null : IPAddress.Parse(local)).ShouldBe(isOwn);

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(EmulatorApp app, string path, string host)
    {
        using var client = app.UncheckedClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
