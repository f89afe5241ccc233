using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NoyoEmulator.Testing.Tests.Infrastructure;

/// <summary>
/// As much of a Docker engine as starting one container asks for. What it is asked to create can be looked at; the container's port is its own,
/// on which it answers as an emulator that is not ready at first.
/// </summary>
internal sealed partial class ScriptedEngine : IAsyncDisposable
{
    private const string Id = "4f1d0c7e9a35";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();
    private int _readinessAsked;

    private ScriptedEngine(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single() + '/');

    /// <summary>What the container is created from.</summary>
    public JsonElement Created { get; private set; }

    /// <summary>The archives that were copied into the container, as text.</summary>
    public ConcurrentQueue<string> Archives { get; } = new();

    /// <summary>What was asked for, in order, without the version of the engine's API.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<ScriptedEngine> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        _ = builder.Logging.ClearProviders();
        var engine = new ScriptedEngine(builder.Build());
        engine._app.Run(engine.AnswerAsync);
        await engine._app.StartAsync();
        return engine;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
        var body = await reader.ReadToEndAsync();
        var asked = $"{context.Request.Method} {Version().Replace(context.Request.Path, "")}";
        _asked.Enqueue(asked);
        (context.Response.StatusCode, var answer) = Answer(asked, body);
        context.Response.ContentType = "application/json";
        if (answer.Length > 0)
            await context.Response.WriteAsync(answer);
    }

    private (int Status, string Answer) Answer(string asked, string body)
    {
        switch (asked)
        {
            case "POST /containers/create":
                Created = JsonDocument.Parse(body).RootElement;
                return (201, $$"""{"Id": "{{Id}}", "Warnings": []}""");
            case $"PUT /containers/{Id}/archive":
                Archives.Enqueue(body);
                return (200, "");
            case $"POST /containers/{Id}/start" or $"POST /containers/{Id}/stop" or $"DELETE /containers/{Id}":
                return (204, "");
            case $"GET /containers/{Id}/json":
                return (200, string.Create(CultureInfo.InvariantCulture, $$"""
                    {"Id": "{{Id}}", "Name": "/emulator", "Created": "2024-08-20T12:00:00Z", "State": {"Status": "running", "Running": true},
                     "NetworkSettings": {"Ports": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "{{Address.Port}}"}]}, "Networks": {} } }
                    """));
            case "GET /_emulator/health/ready":
                return (Interlocked.Increment(ref _readinessAsked) < 3 ? 503 : 200, "{}");
            default:
                return (200, "{}");
        }
    }

    [GeneratedRegex("^/v[0-9.]+(?=/)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
