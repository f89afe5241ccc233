using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>What the emulator tells of itself over OTLP, to whoever asks for it by OpenTelemetry's variables.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_and_traces_go_where_the_variables_say_without_anything_personal()
    {
        var received = new ConcurrentBag<(string Path, string Body)>();
        await using var collector = await TestReceiver.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, CancellationToken.None);
            received.Add((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.StatusCode = StatusCodes.Status200OK;
        });
        await using var process = await EmulatorProcess.StartReadyWithAsync(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")],
            "--Emulator:Storage=memory", "--Emulator:Clock:Mode=frozen", "--Emulator:Clock:Now=2024-08-20T12:00:00Z");
        using var client = new HttpClient { BaseAddress = new Uri(process.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        await PostAsync("/_emulator/webhooks/subscriptions", """{"inbox": "hooks", "secret": "s3cret"}""");
        await PostAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", SnapshotBody.Example().ToJsonString());
        await PostAsync("/_emulator/clock/advance", """{"by": "P2D"}""");
        using var refused = await client.GetAsync("/api/v1/employees/123-45-6789/status?name=Jane", Token);

        // What is not yet sent is sent at the end.
        process.Terminate();
        (await process.EndAsync()).Code.ShouldBe(0);

        var metrics = string.Concat(received.Where(one => one.Path == "/v1/metrics").Select(one => one.Body));
        var traces = string.Concat(received.Where(one => one.Path == "/v1/traces").Select(one => one.Body));
        foreach (var name in (string[])[
            "noyo_emulator.steps", "noyo_emulator.writer.wait", "noyo_emulator.webhook.attempt.duration", "noyo_emulator.worlds",
            "noyo_emulator.work.due", "http.server.request.duration"])
        {
            metrics.ShouldContain(name);
        }

        traces.ShouldContain("noyo-emulator");
        traces.ShouldContain("advance");
        traces.ShouldContain("run steps");
        traces.ShouldContain($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots");
        traces.ShouldContain("/api/v1/employees/***/status");
        PersonalData.In(metrics + traces).ShouldBeEmpty();
        (metrics + traces).ShouldNotContain("123-45-6789");
        (metrics + traces).ShouldNotContain("Jane");

        async Task PostAsync(string path, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(path, content, Token);
            response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {await response.Content.ReadAsStringAsync(Token)}");
        }
    }
}
