using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.CommandLine;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData(true, "probe")]
    [InlineData(false, "probe", "--help")]
    [InlineData(false)]
    [InlineData(false, "--urls", "probe")]
    [InlineData(false, "Probe")]
    public void A_probe_is_asked_for_by_one_word(bool requested, params string[] args) =>
        HealthProbe.IsRequested(args).ShouldBe(requested);

    [Theory]
    [InlineData(8080)]
    [InlineData(5000, "ASPNETCORE_URLS=http://+:5000")]
    [InlineData(5000, "ASPNETCORE_URLS=http://*:5000")]
    [InlineData(5000, "ASPNETCORE_URLS=http://[::]:5000/")]
    [InlineData(5001, "ASPNETCORE_URLS=https://+:5000; http://0.0.0.0:5001")]
    [InlineData(80, "ASPNETCORE_URLS=http://localhost")]
    [InlineData(8080, "ASPNETCORE_URLS=https://+:5000")]
    [InlineData(8080, "ASPNETCORE_URLS=http://unix:/tmp/emulator.sock")]
    [InlineData(8080, "ASPNETCORE_URLS=nonsense", "URLS=")]
    [InlineData(5000, "ASPNETCORE_URLS=http://+:5000", "ASPNETCORE_HTTP_PORTS=5001", "URLS=http://+:5002", "HTTP_PORTS=5003")]
    [InlineData(5002, "ASPNETCORE_HTTP_PORTS=5001", "URLS=http://+:5002", "HTTP_PORTS=5003")]
    [InlineData(5001, "ASPNETCORE_HTTP_PORTS=5001;5004", "HTTP_PORTS=5003")]
    [InlineData(5003, "HTTP_PORTS=5003")]
    [InlineData(8080, "HTTP_PORTS=many")]
    public void The_port_is_the_one_the_emulator_listens_on(int port, params string[] environment) =>
        HealthProbe.PortOf(Variables(environment)).ShouldBe(port);

    [Theory]
    [InlineData("http://127.0.0.1:5000", "ASPNETCORE_URLS=http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000", "ASPNETCORE_URLS=http://[::1]:5000")]
    [InlineData("http://192.168.1.2:5000", "ASPNETCORE_URLS=http://192.168.1.2:5000")]
    [InlineData("http://127.0.0.1:5000", "ASPNETCORE_URLS=http://0.0.0.0:5000")]
    [InlineData("http://127.0.0.1:5000 http://[::1]:5000", "ASPNETCORE_URLS=http://[::]:5000")]
    [InlineData("http://127.0.0.1:5000 http://[::1]:5000", "ASPNETCORE_URLS=http://+:5000")]
    [InlineData("http://127.0.0.1:8080 http://[::1]:8080")]
    public void It_is_asked_where_it_listens_whichever_family_that_is(string urls, params string[] environment) =>
        string.Join(' ', HealthProbe.UrlsOf(Variables(environment)).Select(url => url.Replace("/_emulator/health/ready", "", StringComparison.Ordinal))).ShouldBe(urls);

    [Fact]
    public async Task A_ready_emulator_is_healthy()
    {
        var paths = new List<string>();
        await using var emulator = await TestReceiver.StartAsync(context =>
        {
            paths.Add(context.Request.Method + " " + context.Request.Path);
            return Task.CompletedTask;
        });

        var (code, output) = await RunAsync(emulator.Port);

        code.ShouldBe(0);
        output.ShouldBeEmpty();
        paths.ShouldBe(["GET /_emulator/health/ready"]);
    }

    [Fact]
    public async Task An_emulator_that_is_not_ready_is_unhealthy()
    {
        await using var emulator = await TestReceiver.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });

        var (code, output) = await RunAsync(emulator.Port);

        code.ShouldBe(1);
        output.ShouldBe($"Not ready: http://127.0.0.1:{emulator.Port}/_emulator/health/ready answered 503.{Environment.NewLine}");
    }

    [Fact]
    public async Task No_emulator_is_unhealthy()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var (code, output) = await RunAsync(port);

        code.ShouldBe(1);
        output.ShouldContain("cannot be reached");
        output.TrimEnd().ShouldNotContain('\n');
    }

    private static async Task<(int Code, string Output)> RunAsync(int port)
    {
        await using var errors = new StringWriter(CultureInfo.InvariantCulture);
        var code = await HealthProbe.RunAsync(Variables([$"ASPNETCORE_HTTP_PORTS={port}"]), errors, TestContext.Current.CancellationToken);
        return (code, errors.ToString());
    }

    private static Func<string, string?> Variables(string[] environment)
    {
        var variables = environment.Select(entry => entry.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return variables.GetValueOrDefault;
    }
}
