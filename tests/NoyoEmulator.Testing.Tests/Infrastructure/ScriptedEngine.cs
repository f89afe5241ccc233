using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NoyoEmulator.Testing.Tests.Infrastructure;

/// <summary>
/// As much of a Docker engine as starting one container asks for. What it is asked to create can be looked at; the container's port is its own,
/// on which it answers as an emulator that is not ready at first.
/// </summary>
internal sealed partial class ScriptedEngine : IAsyncDisposable
{
    private const string Id = "4f1d0c7e9a35";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Task _serving;
    private readonly int _port;
    private int _readinessAsked;

    public ScriptedEngine()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{_port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>What the container is created from.</summary>
    public JsonElement Created { get; private set; }

    /// <summary>The archives that were copied into the container, as text.</summary>
    public ConcurrentQueue<string> Archives { get; } = new();

    /// <summary>Which paths were asked for, in order, without the version of the engine's API.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
            var body = await reader.ReadToEndAsync();
            var asked = $"{context.Request.HttpMethod} {Version().Replace(context.Request.Url!.AbsolutePath, "")}";
            _asked.Enqueue(asked);
            var (status, answer) = Answer(asked, body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            context.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: true);
        }
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
                     "NetworkSettings": {"Ports": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "{{_port}}"}]}, "Networks": {} } }
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
