using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>A real HTTP server on a free port of the loopback interface.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestReceiver(WebApplication app) => _app = app;

    /// <summary>The address, without a slash at its end.</summary>
    public string Url => _app.Urls.Single();

    public int Port => new Uri(Url).Port;

    public static async Task<TestReceiver> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new TestReceiver(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
