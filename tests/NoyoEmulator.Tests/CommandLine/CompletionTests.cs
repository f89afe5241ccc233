using System.Diagnostics;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>What shells are told that a command line could go on with.</summary>
public sealed class CompletionTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Theory]
    [InlineData("noyo-emulator st", "start", "status")]
    [InlineData("noyo-emulator checkpoint ", "--control-key", "--help", "--json", "--url", "--world", "changes", "delete", "list", "restore", "save")]
    [InlineData("noyo-emulator advance n", "next")]
    [InlineData("noyo-emulator trigger discr", "discrepancy")]
    [InlineData("noyo-emulator trigger sync ca", "carrier=")]
    [InlineData("noyo-emulator start --me", "--memory")]
    [InlineData("noyo-emulator completion z", "zsh")]
    [InlineData("noyo-emulator")]
    [InlineData("")]
    public async Task Commands_options_and_words_are_completed(string line, params string[] words) =>
        (await CompleteAsync(line)).ShouldBe(words, ignoreOrder: true);

    [Fact]
    public async Task Worlds_and_checkpoints_are_completed_as_the_emulator_has_them()
    {
        await App.CreateWorldAsync("orders");
        _ = await App.DoAsync(HttpMethod.Put, "/w/orders/_emulator/checkpoints/begun");

        (await CompleteAsync("noyo-emulator status --world ")).ShouldBe(["default", "orders"], ignoreOrder: true);
        (await CompleteAsync("noyo-emulator worlds delete o")).ShouldBe(["orders"]);
        (await CompleteAsync("noyo-emulator --world orders checkpoint restore b")).ShouldBe(["begun"]);
        (await CompleteAsync("noyo-emulator checkpoint restore b")).ShouldBeEmpty();
        (await CompleteAsync("noyo-emulator --url http://127.0.0.1:1 worlds delete o")).ShouldBeEmpty();
        await App.CleanAsync();
    }

    [Fact]
    public async Task A_cursor_within_the_line_completes_what_is_before_it() =>
        (await ToolBench.PipeAsync(App, "complete", "16", "noyo-emulator st --json")).Out.ShouldBe("start\nstatus\n");

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("PWSH")]
    public async Task Each_shell_gets_a_script(string shell)
    {
        var result = await ToolBench.PipeAsync(App, "completion", shell);

        result.Code.ShouldBe(0);
        result.Out.ShouldContain("noyo-emulator complete ");
    }

    [Fact]
    public async Task Bash_takes_its_script_and_completes_with_it()
    {
        var script = (await ToolBench.PipeAsync(App, "completion", "bash")).Out;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", $$"""
            {{script}}
            noyo-emulator() { [[ "$1 $2 $3" == "complete 16 noyo-emulator st" ]] && printf 'start\nstatus\n'; }
            COMP_LINE='noyo-emulator st' COMP_POINT=16 COMP_CWORD=1 COMP_WORDS=(noyo-emulator st)
            _noyo_emulator && echo "${COMPREPLY[@]}"
            """]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("start status\n");
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string[]> CompleteAsync(string line) =>
        (await ToolBench.PipeAsync(App, "complete", $"{line.Length}", line)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
