using System.Reflection;
using System.Text.Json.Nodes;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Configuration;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>What the verbs print, in a pipe, in a terminal and as JSON.</summary>
public sealed class ToolTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private static string Version { get; } =
        typeof(EmulatorConfiguration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    [Fact]
    public async Task Status_tells_a_program_in_lines_with_tabs_and_people_in_columns()
    {
        _ = await App.PostGuideAsync();

        (await ToolBench.PipeAsync(App, "status")).ShouldBe(new ToolResult(
            0,
            $"emulator\thttp://127.0.0.1:8080/\nversion\t{Version}\nworld\tdefault\nnow\t2024-08-20 12:00:00\nclock\tfrozen\nnext due\t2024-08-20 12:00:01\npending\t1\nheld\t1\n",
            ""));
        (await ToolBench.TerminalAsync(App, "status")).ShouldBe(new ToolResult(
            0,
            $"""
            emulator  http://127.0.0.1:8080/
            version   {Version}
            world     default
            now       2024-08-20 12:00:00
            clock     frozen
            next due  2024-08-20 12:00:01
            pending   1
            held      1

            """,
            ""));
    }

    [Fact]
    public async Task Json_is_the_emulators_own_in_one_document()
    {
        var ledger = await ToolBench.PipeAsync(App, "advance", "PT1H", "--json");
        var status = await ToolBench.PipeAsync(App, "status", "--json");
        var clock = await ToolBench.TerminalAsync(App, "clock", "--json");

        ledger.Out.ShouldBe(
            """{"from":"2024-08-20T12:00:00+00:00","to":"2024-08-20T13:00:00+00:00","fired":[],"next_due":null,"pending":[{"kind":"submit","count":0,"held":1,"next_due":null}]}""" + "\n");
        clock.Out.ShouldBe("""{"now":"2024-08-20T13:00:00+00:00","mode":"frozen","speed":1,"next_due":null,"pending":0,"held":1}""" + "\n");
        var info = JsonNode.Parse(status.Out)!;
        info["world"]!.GetValue<string>().ShouldBe("default");
        info["clock"]!.ToText().ShouldBe(clock.Out.TrimEnd());
    }

    [Theory]
    [InlineData("2d", "2024-08-22 12:00:00")]
    [InlineData("P2D", "2024-08-22 12:00:00")]
    [InlineData("3h", "2024-08-20 15:00:00")]
    [InlineData("Next", "2024-08-20 12:00:01")]
    [InlineData("2024-09-01", "2024-09-01 00:00:00")]
    [InlineData("2024-09-01T06:00:00Z", "2024-09-01 06:00:00")]
    public async Task Time_passes_by_a_duration_to_an_instant_or_to_what_is_next(string amount, string now)
    {
        _ = await App.PostGuideAsync();

        (await ToolBench.PipeAsync(App, "advance", amount)).Code.ShouldBe(0);

        (await ToolBench.PipeAsync(App, "clock")).Out.ShouldStartWith($"now\t{now}\n");
    }

    [Fact]
    public async Task An_advance_prints_what_happened_on_the_way()
    {
        var snapshot = await App.PostGuideAsync();
        var transaction = (await App.GetAsync("/api/v1/member_transactions"))["response"]![0]!["id"]!.GetValue<string>();

        var pipe = await ToolBench.PipeAsync(App, "advance", "4s");
        _ = await App.ResetAsync();
        (await App.PostGuideAsync()).Id().ShouldBe(snapshot.Id());
        var terminal = await ToolBench.TerminalAsync(App, "advance", "4s");

        pipe.Out.ShouldBe(
            $"2024-08-20 12:00:01\tsubmit\t{transaction}\tcarrier {Defaults.ShiftingCarrier} accepted it\n"
            + $"2024-08-20 12:00:04\tprocess\t{transaction}\tcarrier {Defaults.ShiftingCarrier} recorded 1 of 2 members\n");
        terminal.ShouldBe(new ToolResult(
            0,
            $"""
            AT                   WHAT     ID                                    SUMMARY
            2024-08-20 12:00:01  submit   {transaction}  carrier {Defaults.ShiftingCarrier} accepted it
            2024-08-20 12:00:04  process  {transaction}  carrier {Defaults.ShiftingCarrier} recorded 1 of 2 members
            It is 2024-08-20 12:00:04: 2 things happened since 2024-08-20 12:00:00; the next is due at 2024-08-20 12:00:06.

            """,
            ""));
    }

    [Fact]
    public async Task A_terminal_gets_the_first_forty_entries_and_all_when_it_asks()
    {
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", JsonNode.Parse("""{"inbox": "many", "secret": "s"}"""));
        for (var i = 0; i < 45; i++)
            _ = await App.TestSubscriptionAsync("latest");

        var some = (await ToolBench.TerminalAsync(App, "advance", "0s")).Out.Split('\n');
        for (var i = 0; i < 45; i++)
            _ = await App.TestSubscriptionAsync("latest");
        var all = (await ToolBench.TerminalAsync(App, "advance", "0s", "--all")).Out.Split('\n');

        some.Count(line => line.Contains("delivery", StringComparison.Ordinal)).ShouldBe(40);
        some[^3..].ShouldBe(["… and 5 more; --all shows them", "It is 2024-08-20 12:00:00: 45 things happened since 2024-08-20 12:00:00; nothing is scheduled.", ""]);
        all.Count(line => line.Contains("delivery", StringComparison.Ordinal)).ShouldBe(45);
    }

    [Fact]
    public async Task A_terminal_with_colors_shows_a_bar_among_the_errors_and_the_same_ledger()
    {
        _ = await App.PostGuideAsync();

        var result = await new ToolBench(App) { IsTerminal = true }.RunAsync("advance", "2d");

        result.Code.ShouldBe(0);
        result.Error.ShouldContain("━");
        result.Out.ShouldContain("It is 2024-08-22 12:00:00: ");
        result.Out.ShouldContain($"{ToolBench.Escape}[1mSUMMARY{ToolBench.Escape}[0m");
        (await ToolBench.PipeAsync(App, "status")).Out.ShouldNotContain(ToolBench.Escape);
    }

    [Fact]
    public async Task A_refusal_on_the_stream_is_told_as_any_other()
    {
        (await new ToolBench(App) { IsTerminal = true }.RunAsync("advance", "2020-01-01")).ShouldBe(new ToolResult(
            1, "", "to lies in the past: it is 2024-08-20T12:00:00.0000000+00:00 in this world, and time does not go back (422).\n"));
    }

    [Fact]
    public async Task Worlds_are_listed_created_copied_and_deleted()
    {
        (await ToolBench.PipeAsync(App, "worlds", "create", "orders", "--clock", "Frozen", "--now", "2024-09-01", "--seed", "7")).Out
            .ShouldStartWith("world\torders\nnow\t2024-09-01 00:00:00\nclock\tfrozen\npending\t0\nheld\t1\nclient id\torders\naccess token\t");
        (await ToolBench.PipeAsync(App, "checkpoint", "save", "begun", "--world", "Orders")).Code.ShouldBe(0);
        (await ToolBench.PipeAsync(App, "worlds", "create", "copy", "--from", "orders", "--checkpoint", "begun")).Code.ShouldBe(0);

        (await ToolBench.PipeAsync(App, "worlds")).Out.ShouldBe(
            "copy\t2024-09-01 00:00:00\tfrozen\t0\t\ndefault\t2024-08-20 12:00:00\tfrozen\t0\t\norders\t2024-09-01 00:00:00\tfrozen\t0\tbegun\n".Replace("\t\n", "\n", StringComparison.Ordinal));
        (await ToolBench.TerminalAsync(App, "worlds", "list")).Out.ShouldStartWith("WORLD    NOW                  CLOCK   PENDING  CHECKPOINTS\ncopy     2024-09-01 00:00:00  frozen  0\n");
        (await ToolBench.TerminalAsync(App, "worlds", "delete", "copy")).ShouldBe(new ToolResult(0, "The world copy is gone.\n", ""));
        (await ToolBench.PipeAsync(App, "worlds", "delete", "copy")).ShouldBe(
            new ToolResult(1, "", "There is no world named copy. These exist: default, orders (404).\n"));
        (await ToolBench.PipeAsync(App, "worlds", "delete", "orders")).ShouldBe(new ToolResult(0, "", ""));
    }

    [Fact]
    public async Task A_world_is_put_back_to_a_checkpoint_or_to_its_beginning()
    {
        (await ToolBench.PipeAsync(App, "checkpoint", "save", "early")).Out.ShouldStartWith("checkpoint\tearly\nworld\tdefault\nsize\t");
        (await ToolBench.PipeAsync(App, "checkpoint", "list")).Out.ShouldMatch(@"^early\t\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\t[\d,]+ KiB\n$");
        _ = await App.PostExampleAsync();
        _ = await App.AdvanceAsync("P2D");

        (await ToolBench.PipeAsync(App, "checkpoint", "changes", "early")).Out.ShouldContain("member_snapshot\t1\t0\t0\t0\n");
        (await ToolBench.PipeAsync(App, "checkpoint", "restore", "EARLY")).Out.ShouldBe("checkpoint\tearly\nworld\tdefault\nnow\t2024-08-20 12:00:00\n");
        (await ToolBench.PipeAsync(App, "checkpoint", "delete", "early")).ShouldBe(new ToolResult(0, "", ""));
        (await ToolBench.PipeAsync(App, "checkpoint", "restore", "early")).ShouldBe(
            new ToolResult(1, "", "The world default has no checkpoint named early (404).\n"));
        _ = await App.AdvanceAsync("P2D");
        (await ToolBench.PipeAsync(App, "reset")).Out.ShouldBe("world\tdefault\nnow\t2024-08-20 12:00:00\n");
    }

    [Fact]
    public async Task The_clock_is_let_run_and_frozen_again()
    {
        (await ToolBench.PipeAsync(App, "clock", "realtime", "--speed", "60")).Out.ShouldContain("clock\trealtime, 60 times as fast\n");
        (await ToolBench.PipeAsync(App, "clock", "frozen", "--now", "2024-08-21", "--speed", "1")).Out.ShouldStartWith("now\t2024-08-21 00:00:00\nclock\tfrozen\n");
    }

    [Fact]
    public async Task A_story_is_printed_as_the_emulator_tells_it()
    {
        var snapshot = await App.PostGuideAsync();
        using var text = await App.SendAsync(HttpMethod.Get, $"/_emulator/explain/{snapshot.Id()}/text");
        var story = (await text.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd() + "\n";

        (await ToolBench.PipeAsync(App, "explain")).ShouldBe(new ToolResult(0, story, ""));
        (await ToolBench.PipeAsync(App, "explain", "LATEST")).Out.ShouldBe(story);
        (await ToolBench.TerminalAsync(App, "explain", snapshot.Id())).Out.ShouldBe(story);
        JsonNode.Parse((await ToolBench.PipeAsync(App, "explain", "latest", "--json")).Out)!["id"]!.GetValue<string>().ShouldBe(snapshot.Id());
        (await ToolBench.PipeAsync(App, "explain", Defaults.GuideGroup[..8])).Code.ShouldBe(ExitCode.Refused);
    }
}
