using System.Collections.Concurrent;
using System.Diagnostics;
using NoyoEmulator.Testing.Tests.Infrastructure;
using NoyoEmulator.Testing.Xunit;

namespace NoyoEmulator.Testing.Tests;

/// <summary>What two classes with the same fixture see.</summary>
public abstract class FixtureTests(NoyoFixture noyo) : NoyoTest(noyo)
{
    private static readonly ConcurrentDictionary<string, Type> Worlds = new();

    [Theory]
    [InlineData("one")]
    [InlineData("another")]
    public async Task Each_test_finds_the_world_of_its_class_as_it_was_in_the_beginning(string test)
    {
        test.ShouldNotBeEmpty();
        (await World.ExplainAsync(Guide.Employee)).ShouldNotContain("posted for employee");
        (await World.NowAsync()).ShouldBe(DateTimeOffset.Parse(Guide.Now));
        World.Ledgers.ShouldBeEmpty();

        await World.EnrollAsync();
        await World.AdvanceAsync(Guide.TwoDays);

        Worlds.GetOrAdd(World.Name, GetType()).ShouldBe(GetType());
    }
}

public sealed class FirstFixtureTests(NoyoFixture noyo) : FixtureTests(noyo);

public sealed class SecondFixtureTests(NoyoFixture noyo) : FixtureTests(noyo);

public sealed class FailureOutputTests
{
    [Fact]
    public async Task The_output_of_a_failed_test_has_the_story_and_the_ledger()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(FailingTests).Assembly.Location, "-class", typeof(FailingTests).FullName!, "-noColor"])
            start.ArgumentList.Add(argument);
        start.Environment[FailingTests.Switch] = "yes";
        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync();

        output.ShouldContain("Total: 1, Errors: 0, Failed: 1");
        output.ShouldContain("confirmation 1 at carrier");
        output.ShouldContain("Time passed, 2024-08-20 12:00:00Z to 2024-08-22 12:00:00Z:");
    }
}

/// <summary>Expects what is, unless the test above asks for what is not.</summary>
public sealed class FailingTests(NoyoFixture noyo) : NoyoTest(noyo)
{
    /// <summary>The environment variable that makes the test fail.</summary>
    public const string Switch = "NOYO_TESTS_FAIL";

    [Fact]
    public async Task A_snapshot_is_there_after_two_days()
    {
        await World.EnrollAsync();
        await World.AdvanceAsync(Guide.TwoDays);
        (await World.LatestSnapshotAsync() is not null).ShouldBe(Environment.GetEnvironmentVariable(Switch) is null);
    }
}
