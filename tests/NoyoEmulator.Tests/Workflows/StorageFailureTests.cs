using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What happens while the storage fails, and after it is well again.</summary>
public sealed class StorageFailureTests : IDisposable
{
    private const string Full = "The storage fails: the disk is full. Free some space where the data folder is, and try again.";
    private const string Locked = "The storage fails: another process holds the database. Close the program that has it open, and try again.";
    private const string Snapshots = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noyo-storage-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_snapshot_for_which_there_is_no_room_is_507_and_leaves_nothing_until_it_is_sent_again()
    {
        await using var app = new EmulatorApp();
        var before = await app.StateAsync();
        await app.SetRoomAsync(isRoom: false);

        (await SendAsync(app, HttpMethod.Post, Snapshots, SnapshotBody.Example())).ShouldBe((507, Full));
        (await app.StateAsync()).ShouldBe(before);

        await app.SetRoomAsync(isRoom: true);
        (await SendAsync(app, HttpMethod.Post, Snapshots, SnapshotBody.Example())).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Posts_that_wait_together_are_all_refused_when_there_is_no_room_and_all_made_when_there_is()
    {
        await using var app = new EmulatorApp();
        var before = await app.StateAsync();
        await app.SetRoomAsync(isRoom: false);
        (await PostManyAsync()).Distinct().ShouldBe([507]);
        (await app.StateAsync()).ShouldBe(before);

        await app.SetRoomAsync(isRoom: true);
        (await PostManyAsync()).Distinct().ShouldBe([201]);

        // A large family finds no room in the pages that are there.
        Task<int[]> PostManyAsync() => Task.WhenAll(Enumerable.Range(1, 40).Select(async family =>
            (await SendAsync(app, HttpMethod.Post, Snapshots, FamilyBody.Of(family, dependents: 12).Enroll(Offer.Dental, "2024-08-01"))).Status));
    }

    [Fact]
    public async Task Steps_for_which_there_is_no_room_stay_due_in_their_order_and_none_is_set_aside()
    {
        await using var app = new EmulatorApp();
        await using var untroubled = new EmulatorApp();
        foreach (var emulator in new[] { app, untroubled })
        {
            for (var family = 1; family <= 30; family++)
                _ = await emulator.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-08-01"));
        }

        await app.SetRoomAsync(isRoom: false);
        (await SendAsync(app, HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "P1D" })).ShouldBe((507, Full));
        (await app.ClockAsync()).Text("now").ShouldStartWith("2024-08-20T12:00:00");
        (await app.GetAsync("/_emulator/steps/set-aside"))["response"]!.AsArray().ShouldBeEmpty();

        await app.SetRoomAsync(isRoom: true);
        (await app.AdvanceAsync("P1D")).ToText().ShouldBe((await untroubled.AdvanceAsync("P1D")).ToText());
        (await app.StateAsync()).ShouldBe(await untroubled.StateAsync());
    }

    [Fact]
    public async Task In_realtime_steps_are_tried_again_by_themselves_once_the_storage_is_well()
    {
        await using var app = EmulatorApp.On(
            _folder.FullName, ("Emulator:LockTimeout", "PT0.02S"), ("Emulator:Clock:Mode", "realtime"));
        var snapshot = (await app.PostExampleAsync()).Id();
        using (new ForeignLock(_folder.FullName))
            await EmulatorApp.UntilAsync(async () => (await ReadyAsync(app)) == (503, "Not ready: world default: another process holds the database"));

        await EmulatorApp.UntilAsync(async () => (await app.GetSnapshotAsync(snapshot)).Text("status") == "completed");
        (await app.GetAsync("/_emulator/steps/set-aside"))["response"]!.AsArray().ShouldBeEmpty();
        (await ReadyAsync(app)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("frozen")]
    [InlineData("realtime")]
    public async Task While_another_process_holds_the_database_every_change_is_503_and_afterwards_everything_goes_on(string mode)
    {
        await using var app = EmulatorApp.On(_folder.FullName, ("Emulator:LockTimeout", "PT0.02S"), ("Emulator:Clock:Mode", mode));
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/before");
        var before = await app.ClockAsync();
        var changes = new (HttpMethod Method, string Path, JsonNode? Body)[]
        {
            (HttpMethod.Post, Snapshots, SnapshotBody.Example()),
            (HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "P2D" }),
            (HttpMethod.Post, "/_emulator/drain", null),
            (HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen", ["now"] = "2030-01-01" }),
            (HttpMethod.Post, "/_emulator/reset", null),
            (HttpMethod.Put, "/_emulator/checkpoints/during", null),
            (HttpMethod.Post, "/_emulator/checkpoints/before/restore", null),
            (HttpMethod.Post, "/_emulator/worlds", new JsonObject { ["name"] = "copy", ["from"] = "default" }),
            (HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["url"] = "http://localhost:1", ["secret"] = "s" }),
        };

        using (new ForeignLock(_folder.FullName))
        {
            foreach (var (method, path, body) in changes)
                (await SendAsync(app, method, path, body?.DeepClone())).ShouldBe((503, Locked), path);
            (await app.GetAsync("/_emulator/clock")).Text("mode").ShouldBe(before.Text("mode"));
            (await ReadyAsync(app)).ShouldBe((503, "Not ready: world default: another process holds the database"));
        }

        (await ReadyAsync(app)).Status.ShouldBe(200);
        (await app.GetAsync("/_emulator/checkpoints"))["response"]!.AsArray().Count.ShouldBe(1);
        foreach (var (method, path, body) in changes)
            (await SendAsync(app, method, path, body?.DeepClone())).Status.ShouldBeInRange(200, 201, path);
    }

    [Fact]
    public async Task A_clock_that_could_not_be_stored_goes_on_where_it_was()
    {
        await using var app = EmulatorApp.On(_folder.FullName, ("Emulator:LockTimeout", "PT0.02S"), ("Emulator:Clock:Mode", "realtime"));
        using (new ForeignLock(_folder.FullName))
            (await SendAsync(app, HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "P300D" })).Status.ShouldBe(503);

        var now = DateTimeOffset.Parse((await app.ClockAsync()).Text("now"));
        now.ShouldBeLessThan(DateTimeOffset.Parse("2024-08-21T00:00:00Z"));
        // Not held any more: it moves, and so does what is due.
        await EmulatorApp.UntilAsync(async () => DateTimeOffset.Parse((await app.ClockAsync()).Text("now")) > now);
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await app.TestSubscriptionAsync((await app.SubscribeAsync(receiver.Url)).Id());
        await receiver.ReceivedAsync(1);
    }

    [Fact]
    public async Task A_world_that_fails_is_named_and_makes_neither_the_others_nor_the_process_unready()
    {
        await using var app = EmulatorApp.On(_folder.FullName, ("Emulator:LockTimeout", "PT0.02S"));
        var world = await app.CreateWorldAsync("tests");
        using (new ForeignLock(_folder.FullName, "tests"))
        {
            (await SendAsync(world, HttpMethod.Post, "/_emulator/reset")).ShouldBe((503, Locked));
            var ready = await app.GetAsync("/_emulator/health/ready");
            ready.Text("status").ShouldBe("ready");
            ready["problems"]!.ToJsonString().ShouldBe("""[{"world":"tests","reason":"another process holds the database"}]""");
            (await ReadyAsync(app, "/w/tests")).ShouldBe((503, "Not ready: world tests: another process holds the database"));
            (await ReadyAsync(app, "/w/default")).Status.ShouldBe(200);
        }

        (await ReadyAsync(app, "/w/tests")).Status.ShouldBe(200);
        (await app.GetAsync("/_emulator/health/ready"))["problems"].ShouldBeNull();
        (await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/w/none/_emulator/health/ready")).Text("message")
            .ShouldBe("There is no world named none");
    }

    [Fact]
    public async Task What_became_of_a_webhook_while_nothing_could_be_stored_is_tried_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var app = EmulatorApp.On(_folder.FullName, ("Emulator:LockTimeout", "PT0.02S"), ("Emulator:Clock:Mode", "realtime"));
        var subscription = (await app.SubscribeAsync(receiver.Url)).Id();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen" });
        _ = await app.TestSubscriptionAsync(subscription);
        using (new ForeignLock(_folder.FullName))
        {
            (await SendAsync(app, HttpMethod.Post, "/_emulator/drain")).ShouldBe((503, Locked));
            (await app.DeliveriesAsync()).ShouldHaveSingleItem().Text("status").ShouldBe("pending");
        }

        _ = await app.DrainAsync();
        (await app.DeliveriesAsync()).ShouldHaveSingleItem().Text("status").ShouldBe("succeeded");
    }

    private static async Task<(int Status, string? Message)> SendAsync(EmulatorApp app, HttpMethod method, string path, JsonNode? body = null)
    {
        // No operation declares what can happen to any of them.
        using var client = app.UncheckedClient();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = app.Client.DefaultRequestHeaders.Authorization;
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? null : (string?)JsonNode.Parse(text)!["message"]);
    }

    private static Task<(int Status, string? Message)> ReadyAsync(EmulatorApp app, string prefix = "") =>
        SendAsync(app, HttpMethod.Get, $"{prefix}/_emulator/health/ready");
}
