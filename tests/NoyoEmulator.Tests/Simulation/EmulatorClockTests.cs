using Microsoft.Extensions.Time.Testing;
using NoyoEmulator.Configuration;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tests.Simulation;

public sealed class EmulatorClockTests
{
    private static readonly DateTimeOffset RealStart = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset WorldStart = new(2024, 8, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _machine = new(RealStart);

    [Fact]
    public void A_new_clock_goes_with_the_machines()
    {
        var clock = new EmulatorClock(_machine);
        _machine.Advance(TimeSpan.FromHours(1));

        clock.GetUtcNow().ShouldBe(RealStart.AddHours(1));
    }

    [Fact]
    public void A_frozen_clock_stands_still()
    {
        var clock = Create(ClockMode.Frozen, 1);
        _machine.Advance(TimeSpan.FromDays(1));

        clock.GetUtcNow().ShouldBe(WorldStart);
        clock.RealTimeUntil(WorldStart.AddSeconds(1)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    [InlineData(86_400)]
    public void A_clock_in_realtime_moves_with_its_speed(double speed)
    {
        var clock = Create(ClockMode.Realtime, speed);
        _machine.Advance(TimeSpan.FromSeconds(8));

        clock.GetUtcNow().ShouldBe(WorldStart.AddSeconds(8 * speed));
        clock.RealTimeUntil(clock.GetUtcNow().AddSeconds(speed * 3)).ShouldBe(TimeSpan.FromSeconds(3));
        clock.RealTimeUntil(WorldStart).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_slowest_clock_waits_long_but_for_a_time_that_exists() =>
        Create(ClockMode.Realtime, 1e-28).RealTimeUntil(WorldStart.AddDays(1))!.Value.ShouldBeGreaterThan(TimeSpan.FromDays(36_000));

    [Fact]
    public void The_world_never_goes_back_when_the_machine_does()
    {
        var clock = Create(ClockMode.Realtime, 2);
        _machine.Advance(TimeSpan.FromSeconds(10));
        var before = clock.GetUtcNow();

        _machine.AdjustTime(_machine.GetUtcNow().AddSeconds(-9));
        clock.GetUtcNow().ShouldBe(before);
        _machine.Advance(TimeSpan.FromSeconds(10));
        clock.GetUtcNow().ShouldBe(before.AddSeconds(2));
    }

    [Fact]
    public void A_held_clock_stands_where_it_is_held_and_goes_on_from_there()
    {
        var clock = Create(ClockMode.Realtime, 3);
        clock.Hold(WorldStart.AddDays(1));
        _machine.Advance(TimeSpan.FromHours(1));
        clock.GetUtcNow().ShouldBe(WorldStart.AddDays(1));
        clock.RealTimeUntil(WorldStart.AddDays(2)).ShouldBeNull();
        clock.Hold(WorldStart.AddDays(2));
        clock.Release();

        clock.GetUtcNow().ShouldBe(WorldStart.AddDays(2));
        _machine.Advance(TimeSpan.FromSeconds(1));
        clock.GetUtcNow().ShouldBe(WorldStart.AddDays(2).AddSeconds(3));
        clock.Release();
        clock.GetUtcNow().ShouldBe(WorldStart.AddDays(2).AddSeconds(3));
    }

    [Fact]
    public void A_frozen_clock_that_was_held_stays_where_it_came_to()
    {
        var clock = Create(ClockMode.Frozen, 1);
        clock.Hold(WorldStart.AddDays(1));
        clock.Release();
        _machine.Advance(TimeSpan.FromDays(5));

        clock.GetUtcNow().ShouldBe(WorldStart.AddDays(1));
    }

    [Fact]
    public void Changing_the_speed_or_mode_does_not_change_the_time()
    {
        var clock = Create(ClockMode.Realtime, 10);
        _machine.Advance(TimeSpan.FromSeconds(6));
        clock.Restore(clock.With(ClockMode.Realtime, 100, now: null));
        clock.GetUtcNow().ShouldBe(WorldStart.AddSeconds(60));
        _machine.Advance(TimeSpan.FromSeconds(1));
        clock.Restore(clock.With(ClockMode.Frozen, 1, now: null));

        clock.GetUtcNow().ShouldBe(WorldStart.AddSeconds(160));
    }

    [Fact]
    public void A_clock_that_is_set_may_go_back()
    {
        var clock = Create(ClockMode.Realtime, 1);
        _machine.Advance(TimeSpan.FromDays(1));
        _ = clock.GetUtcNow();
        clock.Restore(clock.With(ClockMode.Realtime, 1, WorldStart.AddYears(-1)));

        clock.GetUtcNow().ShouldBe(WorldStart.AddYears(-1));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 30)]
    public void A_restored_clock_goes_on_as_the_mode_says(bool isFrozen, int passed)
    {
        var state = Create(isFrozen ? ClockMode.Frozen : ClockMode.Realtime, 1).State;
        _machine.Advance(TimeSpan.FromSeconds(30));
        var restored = new EmulatorClock(_machine);
        restored.Restore(state);

        restored.GetUtcNow().ShouldBe(WorldStart.AddSeconds(passed));
    }

    [Fact]
    public void The_clock_counts_whole_microseconds()
    {
        var clock = Create(ClockMode.Realtime, 1d / 3);
        _machine.Advance(TimeSpan.FromTicks(12_345_678));

        (clock.GetUtcNow().Ticks % TimeSpan.TicksPerMicrosecond).ShouldBe(0);
        clock.Restore(clock.With(ClockMode.Frozen, 1, WorldStart.AddTicks(7)));
        clock.GetUtcNow().ShouldBe(WorldStart);
    }

    [Fact]
    public void The_clock_has_no_timers() => Should.Throw<NotSupportedException>(
        () => Create(ClockMode.Frozen, 1).CreateTimer(static _ => { }, null, TimeSpan.Zero, TimeSpan.Zero));

    private EmulatorClock Create(ClockMode mode, double speed)
    {
        var clock = new EmulatorClock(_machine);
        clock.Restore(clock.With(mode, speed, WorldStart));
        return clock;
    }
}
