using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What holds after any history; a failure names the seed that shows it.</summary>
public sealed class HistoryPropertyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const int Steps = 40;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    public static TheoryData<int> FewSeeds => [.. Enumerable.Range(101, 2)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task When_all_is_at_rest_the_open_differences_are_what_a_fresh_comparison_finds(int seed)
    {
        var history = new RandomHistory(seed, App);
        await history.RunAsync(Steps);
        await history.SettleAsync();

        (await history.OpenAsync()).ShouldBe(await history.ExpectedAsync(), $"seed {seed}");
        (await history.OpenKeysAsync()).ShouldBeUnique($"seed {seed}");
        (await App.ExampleDifferencesAsync("is_open=true&is_discrepancy=false")).ShouldBeEmpty($"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task At_any_time_the_calculated_snapshots_state_what_the_platform_said_last(int seed)
    {
        var history = new RandomHistory(seed, App);
        for (var step = 0; step < Steps; step++)
        {
            await history.RunAsync(1);
            (await history.CalculatedAsync()).ShouldBe(history.Stated, $"seed {seed}, step {step}");
        }

        history.Stated.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task The_same_calls_at_the_same_instants_give_the_same_bytes(int seed)
    {
        var first = new RandomHistory(seed, App);
        await first.RunAsync(Steps);
        var state = await App.StateAsync();
        await using var app = new EmulatorApp();
        var second = new RandomHistory(seed, app);
        await second.RunAsync(Steps);

        second.Answers.ShouldBe(first.Answers, $"seed {seed}");
        (await app.StateAsync()).ShouldBe(state, $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task A_reset_brings_back_the_start_ids_included(int seed)
    {
        var start = await App.StateAsync();
        var first = new RandomHistory(seed, App);
        await first.RunAsync(Steps);
        (await App.StateAsync()).ShouldNotBe(start);

        _ = await App.ResetAsync();

        (await App.StateAsync()).ShouldBe(start, $"seed {seed}");
        var second = new RandomHistory(seed, App);
        await second.RunAsync(Steps);
        second.Answers.ShouldBe(first.Answers, $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public async Task In_how_many_steps_time_passes_makes_no_difference(int seed)
    {
        await new RandomHistory(seed, App).RunAsync(Steps);
        var state = await App.StateAsync();
        _ = await App.ResetAsync();

        await new RandomHistory(seed, App, [TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(3)]).RunAsync(Steps);

        (await App.StateAsync()).ShouldBe(state, $"seed {seed}");
    }
}
