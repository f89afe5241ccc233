using System.Net;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>What scripts and people learn when a command cannot be carried out.</summary>
public sealed class ToolUsageTests
{
    [Theory]
    [InlineData("noyo-emulator has no command statsu. Did you mean status? noyo-emulator --help tells how it is used.", "statsu")]
    [InlineData("noyo-emulator has no command serve. noyo-emulator --help tells how it is used.", "serve")]
    [InlineData("noyo-emulator checkpoint needs a command: list, save, restore, changes, delete. noyo-emulator checkpoint --help tells how it is used.", "checkpoint")]
    [InlineData("noyo-emulator checkpoint has no command sav. Did you mean save? noyo-emulator checkpoint --help tells how it is used.", "CheckPoint", "sav", "x")]
    [InlineData("noyo-emulator checkpoint save needs NAME. noyo-emulator checkpoint save --help tells how it is used.", "checkpoint", "save")]
    [InlineData("noyo-emulator advance needs AMOUNT. noyo-emulator advance --help tells how it is used.", "advance")]
    [InlineData("noyo-emulator status has no option --jsn. Did you mean --json? noyo-emulator status --help tells how it is used.", "status", "--jsn")]
    [InlineData("Required argument missing for option: '--world'. noyo-emulator reset --help tells how it is used.", "reset", "--world")]
    [InlineData("\"ftp://x\" is no URL of an emulator: --url and NOYO_EMULATOR_URL are such as http://127.0.0.1:8080.", "status", "--url", "ftp://x")]
    [InlineData("\"ksh\" is no shell that can be completed: give one of bash, zsh, fish, pwsh. noyo-emulator completion --help tells how it is used.", "completion", "ksh")]
    public async Task A_command_line_that_cannot_be_meant_ends_with_2_and_one_line(string line, params string[] args) =>
        (await new ToolBench(app: null).RunAsync(args)).ShouldBe(new ToolResult(2, "", line + "\n"));

    [Theory]
    [InlineData("--url", "http://127.0.0.1:1")]
    [InlineData("--url", "127.0.0.1:1/")]
    public async Task An_emulator_that_does_not_answer_ends_with_3(params string[] args) =>
        (await new ToolBench(app: null).RunAsync(["status", .. args])).ShouldBe(new ToolResult(
            3, "", "No emulator answers at http://127.0.0.1:1/: Connection refused. Start one with noyo-emulator start, or name another with --url or NOYO_EMULATOR_URL.\n"));

    [Fact]
    public async Task What_is_no_emulator_ends_with_3()
    {
        await using var other = await RecordingReceiver.StartAsync(404);
        var address = new Uri(other.Url).GetLeftPart(UriPartial.Authority);

        (await new ToolBench(app: null) { Variables = { ["NOYO_EMULATOR_URL"] = address } }.RunAsync("reset")).ShouldBe(new ToolResult(
            3, "", $"What answers at {address}/ is no emulator: it said 404. Name another with --url or NOYO_EMULATOR_URL.\n"));
    }

    [Fact]
    public async Task A_world_that_does_not_exist_ends_with_1_and_those_that_do()
    {
        await using var app = new EmulatorApp();
        (await ToolBench.PipeAsync(app, "status", "-w", "Nope")).ShouldBe(new ToolResult(1, "", "There is no world named Nope. These exist: default (404).\n"));
        (await ToolBench.PipeAsync(app, "status", "--world", "DEFAULT")).Code.ShouldBe(0);
        (await ToolBench.PipeAsync(app, "status", "--world", "")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_control_key_comes_from_an_option_or_a_variable()
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", "k3y"));
        (await ToolBench.PipeAsync(app, "reset")).ShouldBe(
            new ToolResult(1, "", "Unauthorized (401). Give the emulator's control key with --control-key or NOYO_EMULATOR_KEY.\n"));
        (await ToolBench.PipeAsync(app, "reset", "--control-key", "k3y")).Code.ShouldBe(0);
        (await new ToolBench(app) { Variables = { ["NOYO_EMULATOR_KEY"] = "k3y" } }.RunAsync("reset")).Code.ShouldBe(0);
        (await new ToolBench(app) { Variables = { ["Emulator__ControlKey"] = "k3y" } }.RunAsync("reset")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_emulator_is_looked_for_where_the_environment_has_it_listen()
    {
        var result = await new ToolBench(app: null) { Variables = { ["ASPNETCORE_URLS"] = "http://*:1;https://*:2" } }.RunAsync("status");

        result.Error.ShouldStartWith("No emulator answers at http://127.0.0.1:1/: ");
    }

    [Fact]
    public async Task What_is_broken_off_ends_with_130()
    {
        await using var app = new EmulatorApp();
        await using var receiver = await RecordingReceiver.StartStuckAsync(new TaskCompletionSource().Task);
        _ = await app.TestSubscriptionAsync((await app.SubscribeAsync(receiver.Url)).Id());
        using var ctrlC = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var advance = new ToolBench(app).RunAsync(ctrlC.Token, "advance", "1d");
        await receiver.ReceivedAsync(1);

        await ctrlC.CancelAsync();

        (await advance).ShouldBe(new ToolResult(ExitCode.Interrupted, "", ""));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("advance", "--help")]
    [InlineData("checkpoint", "save", "-h")]
    [InlineData("start", "--help")]
    public async Task Help_tells_what_a_command_takes(params string[] args)
    {
        var result = await new ToolBench(app: null).RunAsync(args);

        result.Code.ShouldBe(0);
        result.Error.ShouldBe("");
        result.Out.ShouldContain($"  noyo-emulator {string.Join(' ', args[..^1])}".TrimEnd());
        result.Out.ShouldContain("--json");
        result.Out.ShouldNotContain(ToolBench.Escape);
    }

    [Fact]
    public async Task The_probe_is_a_verb_like_the_others()
    {
        (await new ToolBench(app: null) { Variables = { ["HTTP_PORTS"] = "1" } }.RunAsync("PROBE")).ShouldBe(
            new ToolResult(1, "", "Not ready: http://127.0.0.1:1/_emulator/health/ready cannot be reached: Connection refused (127.0.0.1:1).\n"));
        HealthProbe.IsRequested(["probe"]).ShouldBeTrue();
        Verbs.Asks(["probe", "--help"]).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--urls", "http://127.0.0.1:0")]
    [InlineData(false, "Emulator__Clock__Mode=frozen")]
    [InlineData(false, "/urls", "http://127.0.0.1:0")]
    [InlineData(false, "start", "--memory")]
    [InlineData(false, "help")]
    [InlineData(false, "--version")]
    [InlineData(false, "prepare-seed", "seed.db")]
    [InlineData(true, "start", "--help")]
    [InlineData(true, "status")]
    [InlineData(true, "complete", "3", "x y")]
    [InlineData(true, "nonsense")]
    public void Options_are_the_servers_and_words_are_the_tools(bool isTools, params string[] args) => Verbs.Asks(args).ShouldBe(isTools);

    [Fact]
    public void A_status_that_is_no_success_is_no_emulators_unless_it_says_why() => new EmulatorClient(new Uri("http://x/"), null, null, new SocketsHttpHandler())
        .Refused(HttpStatusCode.Conflict, """{"message": "No. ", "status": 409, "errors": [{"message": "one"}, {"message": "two"}]}""").Message.ShouldBe("one; two (409).");
}
