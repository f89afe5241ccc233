using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>Receivers that are not where their URL says, or not as their certificate says.</summary>
public sealed class CallbackTests
{
    [Theory]
    [InlineData("http://localhost:9000/hooks?a=b", "host.docker.internal", "http://host.docker.internal:9000/hooks?a=b")]
    [InlineData("https://127.0.0.1/", "host.docker.internal", "https://host.docker.internal/")]
    [InlineData("http://[::1]:9000/", "10.0.0.1", "http://10.0.0.1:9000/")]
    [InlineData("http://localhost:9000/", "fd00::1", "http://[fd00::1]:9000/")]
    [InlineData("http://receiver:9000/", "host.docker.internal", "http://receiver:9000/")]
    [InlineData("http://localhost:9000/", null, "http://localhost:9000/")]
    [InlineData("http://localhost:8080/_emulator/inbox/orders", "host.docker.internal", "http://localhost:8080/_emulator/inbox/orders")]
    [InlineData(
        "http://localhost:8080/w/other/_emulator/inbox/orders/a", "host.docker.internal",
        "http://localhost:8080/w/other/_emulator/inbox/orders/a")]
    public void Localhost_is_looked_for_at_the_callback_host(string url, string? host, string target) =>
        CallbackHost.Apply(new Uri(url), host).AbsoluteUri.ShouldBe(target);

    [Fact]
    public async Task A_receiver_found_at_the_callback_host_sees_its_own_name()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var port = new Uri(receiver.Url).Port;
        await using var app = new EmulatorApp(("Emulator:CallbackHost", "127.0.0.1"));
        var id = (await app.SubscribeAsync($"http://[::1]:{port}/hooks"))["id"]!.GetValue<string>();
        _ = await app.TestSubscriptionAsync(id);

        _ = await app.DrainAsync();

        receiver.Received.ShouldHaveSingleItem().Headers["host"].ShouldBe($"[::1]:{port}");
    }

    [Fact]
    public async Task A_refusal_says_where_the_receiver_was_looked_for()
    {
        var receiver = await RecordingReceiver.StartAsync();
        var port = new Uri(receiver.Url).Port;
        await receiver.DisposeAsync();
        await using var app = new EmulatorApp(("Emulator:CallbackHost", "127.0.0.1"));
        var id = (await app.SubscribeAsync($"http://localhost:{port}/hooks"))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        (await app.DeliveryAsync(delivery))["attempts"]![0]!["error"]!.GetValue<string>()
            .ShouldBe($"connection refused (127.0.0.1:{port}, by Emulator:CallbackHost)");
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task A_development_certificate_is_accepted_only_where_that_is_allowed(string allowed)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Logging.ClearProviders();
        await using var receiver = builder.Build();
        receiver.Run(_ => Task.CompletedTask);
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        await using var app = new EmulatorApp(("Webhooks:AllowUntrustedCertificates", allowed));
        var id = (await app.SubscribeAsync(receiver.Urls.Single()))["id"]!.GetValue<string>();
        var delivery = (await app.TestSubscriptionAsync(id))["delivery_id"]!.GetValue<string>();

        _ = await app.DrainAsync();

        var record = await app.DeliveryAsync(delivery);
        if (allowed == "true")
        {
            record["status"]!.GetValue<string>().ShouldBe("succeeded");
            return;
        }

        record["status"]!.GetValue<string>().ShouldBe("pending");
        var error = record["attempts"]![0]!["error"]!.GetValue<string>();
        error.ShouldStartWith("TLS failed: ");
        error.ShouldContain("Webhooks:AllowUntrustedCertificates");
    }
}
