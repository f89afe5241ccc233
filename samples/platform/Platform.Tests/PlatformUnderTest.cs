using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Platform.Tests;

/// <summary>The platform, connected to a world in place of Noyo. It listens on a port, so that webhooks reach it.</summary>
public sealed class PlatformUnderTest : WebApplicationFactory<Program>
{
    private const string Secret = "s3cret";

    private readonly NoyoWorld _noyo;

    private PlatformUnderTest(NoyoWorld noyo)
    {
        _noyo = noyo;
        UseKestrel(port: 0);
    }

    public static async Task<PlatformUnderTest> StartAsync(NoyoWorld noyo)
    {
        var platform = new PlatformUnderTest(noyo);
        platform.StartServer();
        await noyo.SubscribeAsync(new Uri(platform.ClientOptions.BaseAddress, "webhooks/noyo"), Secret);
        return platform;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseSetting("Noyo:FulfillmentUrl", _noyo.FulfillmentUri.AbsoluteUri)
        .UseSetting("Noyo:TrackingUrl", _noyo.TrackingUri.AbsoluteUri)
        .UseSetting("Noyo:AccessToken", _noyo.AccessToken)
        .UseSetting("Noyo:WebhookSecret", Secret);
}
