using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world goes on where it was, whether its process was stopped or killed.</summary>
public sealed class RestartTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private readonly List<string> _directories = [];

    public enum Interruption
    {
        /// <summary>The process is stopped and started again.</summary>
        Stop,

        /// <summary>The process is killed: another one starts on the files as they were at that moment.</summary>
        Crash,
    }

    [Theory]
    [InlineData("PT1S")] // submitted
    [InlineData("PT4S")] // processed
    [InlineData("PT8S")] // between confirmations, with deliveries between retries
    public async Task Nothing_is_lost_and_nothing_is_done_twice(string after)
    {
        var directory = NewDirectory();
        var expected = new List<string>();
        string crashed;
        string midway;
        await using (var first = EmulatorApp.On(directory))
        {
            await BeginAsync(first);
            expected.AddRange(Entries(await first.AdvanceAsync(after)));
            midway = await first.StateAsync();
            crashed = CopyOf(directory);
        }

        await BeginAsync(App);
        Entries(await App.AdvanceAsync(after)).ShouldBe(expected);
        expected = [.. Entries(await App.AdvanceAsync("PT10M"))];
        var end = await App.StateAsync();
        var followUp = await FollowUpAsync(App);

        foreach (var interrupted in new[] { crashed, directory })
        {
            await using var second = EmulatorApp.On(interrupted);
            (await second.StateAsync()).ShouldBe(midway);
            Entries(await second.AdvanceAsync("PT10M")).ShouldBe(expected);
            (await second.StateAsync()).ShouldBe(end);
            (await FollowUpAsync(second)).ShouldBe(followUp);
        }
    }

    [Theory]
    [InlineData(Interruption.Stop)]
    [InlineData(Interruption.Crash)]
    public async Task Deliveries_that_are_pending_are_delivered_once_by_the_next_process(Interruption interruption)
    {
        var isUp = false;
        var received = new ConcurrentQueue<string>();
        await using var receiver = await TestReceiver.StartAsync(async context =>
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (!isUp)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            received.Enqueue(body!["event"]!.Text("id"));
        });
        var directory = NewDirectory();
        await using (var first = EmulatorApp.On(directory))
        {
            _ = await first.SubscribeAsync(receiver.Url);
            _ = await first.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot(1));
            (await first.AdvanceAsync("PT3S")).Steps()
                .ShouldBe(["+0 delivery", "+0 delivery", "+0 delivery", "+0 delivery", "+1 submit", "+1 submit"]);
            (await DeliveriesAsync(first)).ShouldAllBe(text => text.StartsWith("pending 1 "));
            if (interruption == Interruption.Crash)
                directory = CopyOf(directory);
        }

        isUp = true;
        await using var second = EmulatorApp.On(directory);
        received.ShouldBeEmpty();
        var ledger = await second.AdvanceAsync("P90D");

        ledger.Steps().Take(7)
            .ShouldBe(["+4 process", "+4 process", "+5 delivery", "+5 delivery", "+5 delivery", "+5 delivery", "+6 confirm"]);
        var events = (await second.AllAsync("/_emulator/webhooks/events")).Select(it => it.Text("id")).ToList();
        received.Order().ShouldBe(events.Order());
        (await DeliveriesAsync(second)).ShouldAllBe(text => text.StartsWith("succeeded "));
        (await second.ClockAsync()).Number("pending").ShouldBe(0);
    }

    [Fact]
    public async Task A_restart_keeps_the_clock_as_it_is_and_not_as_the_settings_begin_it()
    {
        var directory = NewDirectory();
        await using (var first = EmulatorApp.On(directory))
            _ = await first.AdvanceAsync("P400D");

        await using var second = EmulatorApp.On(directory);

        DateTimeOffset.Parse((await second.ClockAsync()).Text("now")).ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start).AddDays(400));
        _ = await second.ResetAsync();
        DateTimeOffset.Parse((await second.ClockAsync()).Text("now")).ShouldBe(DateTimeOffset.Parse(EmulatorApp.Start));
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var directory in _directories)
            Directory.Delete(directory, recursive: true);
        return base.DisposeAsync();
    }

    /// <summary>A receiver that nobody can reach, a carrier with habits, and two families on their way.</summary>
    private static async Task BeginAsync(EmulatorApp app)
    {
        _ = await app.SubscribeAsync("http://127.0.0.1:1/", events: "difference.discrepancy");
        _ = await app.BehaveAsync(Defaults.AcceptingCarrier, Rule("drop", times: 1));
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot(1));
        _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot(2));
    }

    private static async Task<string> FollowUpAsync(EmulatorApp app) =>
        (await app.PostSnapshotAsync(Defaults.ExampleGroup, Snapshot(3))).ToJsonString();

    private static JsonObject Snapshot(int family) =>
        FamilyBody.Of(family).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-15");

    private static IEnumerable<string> Entries(JsonNode ledger) => ledger["fired"]!.AsArray().Select(entry => entry!.ToJsonString());

    private static async Task<IReadOnlyList<string>> DeliveriesAsync(EmulatorApp app) =>
        [.. (await app.AllAsync("/_emulator/webhooks/deliveries"))
            .Select(it => $"{it.Text("status")} {it.Number("attempt_count")} {it.Text("event_id")}")];

    private string NewDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("noyo-emulator-tests-").FullName;
        _directories.Add(directory);
        return directory;
    }

    /// <summary>The files as a kill of the process would leave them: nothing is closed, nothing is tidied up.</summary>
    private string CopyOf(string directory)
    {
        var copy = NewDirectory();
        foreach (var file in Directory.GetFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ".lock"))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(directory, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
