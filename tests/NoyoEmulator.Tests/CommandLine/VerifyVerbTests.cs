using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>Checking in a script what happened.</summary>
public sealed class VerifyVerbTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Wrong = """{"requests": [{"operation": "createMemberSnapshot", "body": {"coverages": [{"line_of_coverage": "dental"}]}}]}""";

    [Fact]
    public async Task What_happened_as_expected_is_listed_and_ends_with_0()
    {
        _ = await App.PostGuideAsync();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(
            file,
            """
            {
              // Comments and a comma too many are for people.
              "requests": [{"operation": "createMemberSnapshot", "status": 201, "count": 1}],
              "webhooks": [{"type": "difference.resolved", "none": true},],
            }
            """,
            TestContext.Current.CancellationToken);

        var result = await ToolBench.PipeAsync(App, "verify", file);
        File.Delete(file);

        result.ShouldBe(new ToolResult(0, "ok    exactly 1 createMemberSnapshot answered with 201\nok    no difference.resolved\n", ""));
    }

    [Fact]
    public async Task What_did_not_happen_ends_with_1_and_says_what_came_closest()
    {
        _ = await App.PostGuideAsync();
        var request = (await App.GetAsync("/_emulator/requests"))["response"]![0]!.Id();

        (await new ToolBench(App) { Input = Wrong }.RunAsync("verify", "-")).ShouldBe(new ToolResult(
            1,
            $"""
            FAIL  at least 1 createMemberSnapshot with the body; there was none
                  closest: POST /api/v1/groups/{Defaults.GuideGroup}/member_snapshots, answered 201 ({request})
                    body: $.coverages[0].line_of_coverage is "vision", not "dental"

            """,
            ""));
        (await new ToolBench(App) { Input = Wrong }.RunAsync("verify", "-", "--json")).Out.ShouldStartWith("{\"verified\":false,");
    }

    [Theory]
    [InlineData("{", "The standard input is no JSON: see line 1, byte 2.")]
    [InlineData("null", "The standard input expects nothing: it is null.")]
    public async Task What_cannot_be_read_ends_with_2(string input, string problem) =>
        (await new ToolBench(App) { Input = input }.RunAsync("verify", "-")).ShouldBe(new ToolResult(2, "", problem + "\n"));

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_2() =>
        (await ToolBench.PipeAsync(App, "verify", "/nowhere/expected.json")).ShouldBe(
            new ToolResult(2, "", "/nowhere/expected.json cannot be read: Could not find a part of the path '/nowhere/expected.json'.\n"));

    [Fact]
    public async Task An_expectation_that_cannot_be_is_refused_by_its_place() =>
        (await new ToolBench(App) { Input = """{"requests": [{"operation": "unheardOf"}]}""" }.RunAsync("verify", "-")).Code.ShouldBe(1);
}
