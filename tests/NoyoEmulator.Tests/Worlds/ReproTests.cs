using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.CommandLine;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>Writing down how a world came to be what it is, and coming there again.</summary>
public sealed class ReproTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Repro = "/_emulator/repro";
    private const string Snapshots = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_world_that_nobody_touched_has_a_beginning_and_no_calls()
    {
        _ = await App.DifferencesAsync("");

        var repro = await App.GetAsync(Repro);

        repro["complete"]!.GetValue<bool>().ShouldBeTrue();
        repro["calls"]!.AsArray().ShouldBeEmpty();
        repro["clock"]!.Text("now").ShouldBe("2024-08-20T12:00:00+00:00");
    }

    [Fact]
    public async Task What_changed_the_world_is_there_in_its_order_and_what_only_read_is_not()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier);
        _ = await App.GetAsync("/_emulator/clock");
        var snapshot = (await App.PostGuideAsync()).Id();
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/here");
        _ = await App.AdvanceAsync("P2D");
        var difference = (await App.DifferencesAsync($"member_snapshot_id={snapshot}&is_open=true"))[0].Id();
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/dismiss", new JsonObject { ["reason"] = "known" });
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Snapshots, new JsonObject { ["coverages"] = 1 });

        (await CallsAsync(App)).Select(call => $"{call["at"]} {call["method"]} {call["path"]} {call["status"]}").ShouldBe(
        [
            $"2024-08-20T12:00:00Z PUT /_emulator/carriers/{Defaults.AcceptingCarrier}/behavior 200",
            $"2024-08-20T12:00:00Z POST /api/v1/groups/{Defaults.GuideGroup}/member_snapshots 201",
            "2024-08-20T12:00:00Z POST /_emulator/clock/advance 200",
            $"2024-08-22T12:00:00Z PUT /tracking/api/v1/differences/{difference}/dismiss 200",
            $"2024-08-22T12:00:00Z POST {Snapshots} 422",
        ]);
    }

    [Fact]
    public async Task Made_again_it_is_answered_in_the_same_way_and_twice_byte_for_byte()
    {
        await LiveAsync(App);
        var file = await App.TextAsync(Repro);

        var one = await ReplayedAsync(file);
        var two = await ReplayedAsync(file);

        (await one.StateAsync()).ShouldBe(await two.StateAsync());
        (await Ids(one)).ShouldBe(await Ids(App));
        (await one.ClockAsync()).ToJsonString().ShouldBe((await App.ClockAsync()).ToJsonString());
        static async Task<IReadOnlyList<string>> Ids(EmulatorApp app) => [.. (await app.AllDifferencesAsync()).Select(difference => difference.Id())];
    }

    [Fact]
    public async Task What_was_made_again_can_be_written_down_again()
    {
        await LiveAsync(App);

        var first = await ReplayedAsync(await App.TextAsync(Repro));
        var second = await ReplayedAsync(await first.TextAsync(Repro));

        (await second.DifferencesAsync("")).Select(difference => difference.Id()).ShouldBe((await App.DifferencesAsync("")).Select(difference => difference.Id()));
    }

    [Fact]
    public async Task Nobody_who_was_posted_is_in_it_and_the_same_people_are_still_the_same()
    {
        var body = SnapshotBody.Example();
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var refused = SnapshotBody.Example();
        refused["employee"]!["person"]!["ssn"] = "000-12-3456";
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Snapshots, refused);

        var file = await App.TextAsync(Repro);
        var again = await ReplayedAsync(file);

        PersonalData.In(file).ShouldBeEmpty();
        (await again.EmployeesAsync()).ShouldBe(await App.EmployeesAsync());
    }

    [Fact]
    public async Task Whoever_is_called_in_a_path_is_not_in_it_either()
    {
        _ = await App.SendAsync(HttpMethod.Post, "/api/v1/groups/janedoe/member_snapshots", SnapshotBody.Example());

        (await App.TextAsync(Repro)).ShouldNotContain("janedoe");
        (await CallsAsync(App)).Single()["path"]!.GetValue<string>().ShouldMatch("^/api/v1/groups/[a-z]{7}/member_snapshots$");
    }

    [Theory]
    [InlineData("""{"path": "/**", "expired_token": true, "times": 2}""", 401)]
    [InlineData("""{"path": "/**", "status": 429, "retry_after": "PT1S", "times": 2}""", 429)]
    public async Task What_a_fault_refused_is_refused_again(string fault, int status)
    {
        await AddFaultAsync(fault);
        _ = await App.SendAsync(HttpMethod.Get, "/api/v1/member_snapshots");
        _ = await App.SendAsync(HttpMethod.Post, Snapshots, SnapshotBody.Example());

        var again = await ReplayedAsync(await App.TextAsync(Repro));

        (await CallsAsync(App)).Skip(1).Select(call => call["status"]!.GetValue<int>()).ShouldBe([status, status]);
        (await again.GetAsync("/_emulator/faults/latest"))["remaining"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task The_people_of_the_default_data_stay_who_they_are()
    {
        _ = await App.PostGuideAsync();

        var posted = (await CallsAsync(App)).Single()["body"]!;

        posted.ToJsonString().ShouldBe(SnapshotBody.FromFile("guide-enroll-dependent.json").ToJsonString());
    }

    [Fact]
    public async Task Calls_that_overlap_are_in_the_order_of_their_changes()
    {
        var posts = Enumerable.Range(1, 40).Select(family => App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-09-01")));
        _ = await Task.WhenAll(posts);

        var again = await ReplayedAsync(await App.TextAsync(Repro));

        (await again.AllAsync("/api/v1/member_snapshots")).Select(snapshot => snapshot.Id())
            .ShouldBe((await App.AllAsync("/api/v1/member_snapshots")).Select(snapshot => snapshot.Id()));
    }

    [Fact]
    public async Task Reads_are_there_where_faults_count_them()
    {
        await AddFaultAsync("""{"path": "/api/v1/groups/**", "status": 503, "times": 3}""");
        (await App.SendAsync(HttpMethod.Get, $"/api/v1/groups/{Defaults.ExampleGroup}")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await App.SendAsync(HttpMethod.Get, "/api/v1/member_snapshots")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await App.SendAsync(HttpMethod.Post, Snapshots, SnapshotBody.Example())).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        var again = await ReplayedAsync(await App.TextAsync(Repro));

        (await again.GetAsync("/_emulator/faults/latest"))["hits"]!.GetValue<int>().ShouldBe(2);
        (await again.SendAsync(HttpMethod.Post, Snapshots, SnapshotBody.Example())).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await again.SendAsync(HttpMethod.Post, Snapshots, SnapshotBody.Example())).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("abort", 0)]
    [InlineData("lose_answer", 1)]
    [InlineData("truncate", 1)]
    public async Task What_was_never_answered_is_done_again_as_often(string fault, int snapshots)
    {
        await AddFaultAsync($$"""{"operation": "createMemberSnapshot", "{{fault}}": true, "times": 1}""");
        var before = (await App.AllAsync("/api/v1/member_snapshots")).Count;
        (await Record.ExceptionAsync(async () =>
        {
            using var response = await App.UncheckedClient().SendAsync(Authorized(HttpMethod.Post, Snapshots, SnapshotBody.Example()), Token);
            _ = await response.Content.ReadAsStringAsync(Token);
        })).ShouldNotBeNull();

        var again = await ReplayedAsync(await App.TextAsync(Repro));

        (await again.AllAsync("/api/v1/member_snapshots")).Count.ShouldBe(before + snapshots);
        (await CallsAsync(App)).Count(call => call["path"]!.GetValue<string>() == Snapshots).ShouldBe(1);
    }

    [Fact]
    public async Task A_reset_begins_anew_and_a_checkpoint_brings_back_what_led_to_it()
    {
        _ = await App.PostExampleAsync();
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/posted");
        _ = await App.AdvanceAsync("P1D");

        _ = await App.ResetAsync();
        var reset = await CallsAsync(App);
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/checkpoints/posted/restore");
        _ = await App.PostGuideAsync();

        reset.ShouldBeEmpty();
        (await CallsAsync(App)).Select(call => call["path"]!.GetValue<string>()).ShouldBe(
            [Snapshots, $"/api/v1/groups/{Defaults.GuideGroup}/member_snapshots"]);
    }

    [Fact]
    public async Task A_copy_has_what_led_to_its_original()
    {
        await using var app = new EmulatorApp();
        _ = await app.PostExampleAsync();
        var copy = await app.CreateWorldAsync("copy", new JsonObject { ["from"] = "default", ["clock"] = JsonNode.Parse("""{"now": "2024-10-01T00:00:00Z"}""") });
        _ = await copy.PostGuideAsync();
        var otherIds = await app.CreateWorldAsync("other-ids", new JsonObject { ["from"] = "default", ["seed"] = "other" });

        var again = await ReplayedAsync(await copy.TextAsync(Repro), app);

        (await again.AllAsync("/api/v1/member_snapshots")).Select(snapshot => snapshot.Id())
            .ShouldBe((await copy.AllAsync("/api/v1/member_snapshots")).Select(snapshot => snapshot.Id()));
        (await again.ClockAsync()).Text("now").ShouldBe("2024-10-01T00:00:00+00:00");
        (await otherIds.GetAsync(Repro))["incomplete"]!.GetValue<string>().ShouldBe(
            "the world is a copy, and was given ids of its own after the calls that made the original");
    }

    [Fact]
    public async Task A_seed_of_its_own_is_the_first_call_and_outlives_a_reset()
    {
        await using var app = new EmulatorApp();
        var seed = await app.GetAsync("/_emulator/seed");
        _ = await app.PostExampleAsync();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", seed);
        _ = await app.PostExampleAsync();
        var seeded = await CallsAsync(app);

        _ = await app.ResetAsync();
        var reset = await app.TextAsync(Repro);

        seeded.Select(call => call["path"]!.GetValue<string>()).ShouldBe(["/_emulator/seed", Snapshots]);
        JsonNode.Parse(reset)!["calls"]!.AsArray().Select(call => call!["path"]!.GetValue<string>()).ShouldBe(["/_emulator/seed"]);
        (await (await ReplayedAsync(reset, app)).EmployeesAsync()).ShouldBe(await app.EmployeesAsync());
    }

    [Fact]
    public async Task The_seed_file_of_an_emulator_goes_along()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, (await App.GetAsync("/_emulator/seed")).ToJsonString(), Token);
        await using var app = new EmulatorApp(("Emulator:SeedFile", file));
        _ = await app.PostExampleAsync();

        var again = await ReplayedAsync(await app.TextAsync(Repro));
        File.Delete(file);

        (await again.AllAsync("/api/v1/member_snapshots")).Select(snapshot => snapshot.Id())
            .ShouldBe((await app.AllAsync("/api/v1/member_snapshots")).Select(snapshot => snapshot.Id()));
        (await app.GetAsync(Repro))["incomplete"]!.GetValue<string>().ShouldStartWith($"Emulator:SeedFile is \"{file}\", which cannot be read");
    }

    [Fact]
    public async Task After_a_restart_it_says_that_it_does_not_know_the_beginning()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        await using (var before = EmulatorApp.On(folder))
            _ = await before.PostExampleAsync();
        await using var after = EmulatorApp.On(folder);

        var repro = await after.GetAsync(Repro);

        repro["complete"]!.GetValue<bool>().ShouldBeFalse();
        repro["incomplete"]!.GetValue<string>().ShouldBe("the emulator was started again since the world began; a reset begins anew");
        _ = await after.ResetAsync();
        (await after.GetAsync(Repro))["complete"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task Where_time_passed_by_itself_its_passing_is_made_again()
    {
        await using var app = new EmulatorApp(("Emulator:Clock:Mode", "realtime"));
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P2D");
        _ = await app.PostExampleAsync();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen" });

        var file = await app.TextAsync(Repro);
        var one = await ReplayedAsync(file, app);
        var two = await ReplayedAsync(file, app);

        JsonNode.Parse(file)!["calls"]!.AsArray().ShouldAllBe(call => call!["realtime"]!.GetValue<bool>());
        (await one.StateAsync()).ShouldBe(await two.StateAsync());
        (await one.AllDifferencesAsync()).Count.ShouldBe((await app.AllDifferencesAsync()).Count);
    }

    [Fact]
    public async Task A_file_that_was_changed_tells_which_calls_are_answered_otherwise()
    {
        _ = await App.PostExampleAsync();
        _ = await App.PostGuideAsync();
        var file = (await App.GetAsync(Repro)).AsObject();
        file["calls"]!.AsArray()[0]!["body"]!["coverages"] = "none";
        file["calls"]!.AsArray()[1]!["answer"] = "sha256:00";

        var result = await new ToolBench(App) { Input = file.ToJsonString() }.RunAsync("replay", "-", "--as", "otherwise");

        result.ShouldBe(new ToolResult(
            1,
            $"1\t201\t422\tPOST {Snapshots}\n2\t201\t201, another text\tPOST /api/v1/groups/{Defaults.GuideGroup}/member_snapshots\n"
            + "world\totherwise\nnow\t2024-08-20 12:00:00\ncalls\t2\nanswered otherwise\t2\n",
            ""));
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/otherwise");
    }

    [Fact]
    public async Task Another_configuration_is_said_to_be_one()
    {
        await using var app = new EmulatorApp(("Noyo:OmittedCoverages", "summary"));

        var result = await new ToolBench(app) { Input = await App.TextAsync(Repro) }.RunAsync("replay", "-", "--as", "again");

        result.Code.ShouldBe(0);
        result.Error.ShouldBe("Noyo:OmittedCoverages was error; here it is summary.\n");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"format": 2, "seed": "a", "clock": {}}""")]
    public async Task What_is_no_such_file_ends_with_2(string text) =>
        (await new ToolBench(App) { Input = text }.RunAsync("replay", "-")).ShouldBe(new ToolResult(
            2, "", "The standard input is nothing that GET /_emulator/repro answers: it has no format 1, or no seed and clock.\n"));

    [Fact]
    public async Task The_tool_writes_it_to_a_file()
    {
        _ = await App.PostGuideAsync();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var written = await ToolBench.PipeAsync(App, "repro", file);
        var text = await File.ReadAllTextAsync(file, Token);
        File.Delete(file);

        written.ShouldBe(new ToolResult(0, "", $"1 call of the world default are in {file}; noyo-emulator replay makes them again.\n"));
        text.ShouldBe(await App.TextAsync(Repro) + "\n");
    }

    [Fact]
    public async Task Whoever_was_sent_webhooks_is_not_sent_them_again()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await App.SubscribeAsync(receiver.Url);
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("P2D");
        var sent = receiver.Received.Count;

        var again = await ReplayedAsync(await App.TextAsync(Repro));

        sent.ShouldBeGreaterThan(0);
        receiver.Received.Count.ShouldBe(sent);
        (await again.GetAsync("/_emulator/inbox/receiver-1/messages")).Total().ShouldBe(sent);
    }

    /// <summary>A bit of everything that changes a world.</summary>
    private static async Task LiveAsync(EmulatorApp app)
    {
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", new JsonObject { ["inbox"] = "hooks", ["secret"] = "s3cret" });
        _ = await app.BehaveAsync(Defaults.AcceptingCarrier, Rule(new JsonObject { ["drop"] = true }, times: 1));
        _ = await app.PostGuideAsync();
        _ = await app.PostSnapshotTextAsync(Defaults.ExampleGroup, SnapshotBody.Example().ToJsonString(new() { WriteIndented = true }));
        _ = await app.AdvanceAsync("P2D");
        var open = await app.DifferencesAsync("is_open=true");
        _ = await app.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{open[0].Id()}/dismiss", new JsonObject { ["reason"] = "known" });
        _ = await app.SyncAsync(Defaults.ShiftingCarrier);
        _ = await app.SendAsync(HttpMethod.Get, "/_emulator/webhooks/events/await?advance=auto&count=1");
        _ = await app.AdvanceAsync("P30D");
    }

    private async Task<EmulatorApp> ReplayedAsync(string file, EmulatorApp? at = null)
    {
        var result = await new ToolBench(at ?? App) { Input = file }.RunAsync("replay", "-", "--json");
        result.Code.ShouldBe(0, $"{result.Out}{result.Error}");
        return (at ?? App).Enter(JsonNode.Parse(result.Out)!.Text("access_token"));
    }

    private static async Task<IReadOnlyList<JsonNode>> CallsAsync(EmulatorApp app) => [.. (await app.GetAsync(Repro))["calls"]!.AsArray().Select(call => call!)];

    private async Task AddFaultAsync(string fault) => _ = await App.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse(fault));

    private static HttpRequestMessage Authorized(HttpMethod method, string path, JsonNode body) => new(method, path)
    {
        Headers = { { "Authorization", "Bearer any" } },
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    };
}
