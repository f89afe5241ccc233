using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>A seed and a frozen clock decide everything.</summary>
public sealed class DeterminismTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_seed_gives_the_same_responses_byte_for_byte_in_two_worlds_and_in_two_emulators()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var first = new EmulatorApp();
        await using var second = new EmulatorApp();

        var one = await RunAsync(await SeededAsync(first, "one", "a seed"), receiver.Url);
        var same = await RunAsync(await SeededAsync(first, "two", "a seed"), receiver.Url);
        var elsewhere = await RunAsync(await SeededAsync(second, "three", "a seed"), receiver.Url);

        same.ShouldBe(one);
        elsewhere.ShouldBe(one);
    }

    [Fact]
    public async Task Worlds_without_a_seed_give_different_ids()
    {
        await using var app = new EmulatorApp();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 5; i++)
            _ = ids.Add((await (await app.CreateWorldAsync($"world-{i}")).PostGuideAsync()).Id());

        ids.Count.ShouldBe(5);
    }

    private static Task<EmulatorApp> SeededAsync(EmulatorApp app, string name, string seed) => app.CreateWorldAsync(
        name, new JsonObject { ["seed"] = seed, ["clock"] = new JsonObject { ["mode"] = "frozen", ["now"] = "2024-08-20T12:00:00Z" } });

    /// <summary>Everything that is answered, and everything that is sent, as it goes over the wire.</summary>
    private static async Task<string> RunAsync(EmulatorApp app, string receiver)
    {
        var wire = new StringBuilder();
        async Task SendAsync(HttpMethod method, string path, JsonNode? body = null)
        {
            using var response = await app.SendAsync(method, path, body);
            _ = wire.AppendLine($"{method} {path} {(int)response.StatusCode}").AppendLine(await response.Content.ReadAsStringAsync(Token));
        }

        await SendAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["url"] = receiver, ["secret"] = "s" });
        await SendAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", SnapshotBody.Example());
        await SendAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.GuideGroup}/member_snapshots", SnapshotBody.FromFile(
            "guide-enroll-dependent.json"));
        await SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "PT5S" });
        await SendAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.ShiftingCarrier}/sync");
        await SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "P30D" });
        foreach (var list in new[]
        {
            "/api/v1/member_snapshots", "/api/v1/member_transactions", "/tracking/api/v1/differences", "/_emulator/webhooks/events",
            $"/_emulator/carriers/{Defaults.ShiftingCarrier}/records", "/_emulator/clock",
        })
        {
            await SendAsync(HttpMethod.Get, list);
        }

        return wire.ToString();
    }
}
