using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A step that cannot be done because what it needs is broken.</summary>
public sealed class FailingStepTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noyo-failing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_step_that_fails_is_set_aside_alone_on_record_and_done_once_it_is_released()
    {
        await using var app = EmulatorApp.On(_folder.FullName);
        var snapshots = new List<JsonNode>();
        foreach (var family in new[] { 1, 2, 3 })
            snapshots.Add(await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-08-01")));
        var broken = (await app.AdvanceAsync("PT1S")).Subjects()[1];
        Execute($"UPDATE carrier_submissions SET document = '!' || document WHERE id = x'{Guid.Parse(broken):N}'");

        var ledger = await app.AdvanceAsync("P1D");

        // Neither those before it nor those after it in the same instant are held up, and each is done once.
        ledger.Steps().ShouldBe(["+4 process", "+4 process", "+4 process", "+6 confirm", "+6 confirm"]);
        var failed = ledger["fired"]!.AsArray().Where(entry => entry!.Text("id") == broken).ShouldHaveSingleItem()!;
        failed.Text("summary").ShouldBe("failed and was set aside: JsonException in ProcessHandler");
        (await StatusesAsync()).ShouldBe(["completed", "processing", "completed"]);
        (await app.ClockAsync()).Number("pending").ShouldBe(0);
        (await app.EventTypesAsync(snapshots[0].Id())).Count.ShouldBe(2);
        (await app.GetAsync($"/_emulator/explain/{snapshots[1].Id()}"))["entries"]!.AsArray()
            .Where(entry => entry!.Text("kind") == "process").ShouldHaveSingleItem()!.Text("summary").ShouldBe(failed.Text("summary"));

        Execute($"UPDATE carrier_submissions SET document = substr(document, 2) WHERE id = x'{Guid.Parse(broken):N}'");
        // It is not held by its carrier, but waits aside.
        (await app.DoAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/release"))["released"]!.AsArray().ShouldBeEmpty();
        var aside = (await app.GetAsync("/_emulator/steps/set-aside"))["response"]!.AsArray().ShouldHaveSingleItem()!;
        (aside.Text("kind"), aside.Text("id"), aside.Text("reason")).ShouldBe(("process", broken, "JsonException in ProcessHandler"));
        var ready = (await app.GetAsync("/_emulator/health/ready"))["problems"]!.AsArray().ShouldHaveSingleItem()!;
        (ready.Text("world"), ready.Text("reason")).ShouldBe(("default", "1 step is set aside"));
        var unknown = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, "/_emulator/steps/release", new JsonObject { ["number"] = 99_999 });
        unknown.Text("message").ShouldBe("No step with the number 99999 is set aside");

        var number = aside["number"]!.GetValue<long>();
        (await app.DoAsync(HttpMethod.Post, "/_emulator/steps/release", new JsonObject { ["number"] = number }))["released"]!.GetValue<int>().ShouldBe(1);
        (await app.GetAsync("/_emulator/steps/set-aside"))["response"]!.AsArray().ShouldBeEmpty();
        (await app.GetAsync("/_emulator/health/ready"))["problems"].ShouldBeNull();
        _ = await app.AdvanceAsync("PT1M");
        (await StatusesAsync()).ShouldBe(["completed", "completed", "completed"]);
        (await app.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();

        async Task<IReadOnlyList<string>> StatusesAsync()
        {
            var statuses = new List<string>();
            foreach (var snapshot in snapshots)
                statuses.Add((await app.GetSnapshotAsync(snapshot.Id())).Text("status"));
            return statuses;
        }
    }

    private void Execute(string sql)
    {
        var file = Path.Combine(_folder.FullName, "worlds", "default", "world.db");
        using var database = new SqliteConnection($"Data Source={file};Pooling=false");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
