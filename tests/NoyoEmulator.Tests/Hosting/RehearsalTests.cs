using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using NoyoEmulator.Hosting;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>What is done beside the start, so that first requests need not wait.</summary>
public sealed class RehearsalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("noyo-rehearsal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_rehearsal_takes_a_snapshot_in_lets_time_pass_and_lists_differences()
    {
        await using var app = WebApplication.CreateBuilder(["--Emulator:Storage=memory", "--Serilog:MinimumLevel=Fatal"]).AddEmulator().Build().UseEmulator();

        (await Rehearsal.PlayAsync(app, Token)).ShouldBe([201, 200, 200]);
    }

    [Fact]
    public async Task A_rehearsal_is_seen_in_no_world_no_journal_and_no_log_and_leaves_no_file_behind()
    {
        await using var process = await EmulatorProcess.StartReadyInAsync(_folder, "--Emulator:Storage=memory");
        using var client = new HttpClient { BaseAddress = new Uri(process.Url), DefaultRequestHeaders = { { "Authorization", "Bearer any" } } };

        (await TotalAsync(client, "/_emulator/worlds")).ShouldBe(1);
        (await TotalAsync(client, "/_emulator/requests")).ShouldBe(0);
        (await TotalAsync(client, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots")).ShouldBe(0);
        process.Terminate();
        (await process.EndAsync()).ShouldBe((0, ""));

        process.Lines.ShouldAllBe(line => !line.Contains("POST", StringComparison.Ordinal) && !line.Contains("rehearsal", StringComparison.Ordinal));
        Directory.EnumerateFileSystemEntries(_folder, "noyo-emulator-*").ShouldBeEmpty();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<int> TotalAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(path, Token))!["meta"]!["total_records"]!.GetValue<int>();
}
