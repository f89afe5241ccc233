using NoyoEmulator.Hosting;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>When a process gives memory back: after a burst, while it is quiet, and no more often than helps.</summary>
public sealed class MemoryReturnTests : IDisposable
{
    private readonly MemoryReturn _memory = new(TimeProvider.System);
    private long _allocated;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Memory_is_given_back_some_times_once_a_burst_is_over()
    {
        LookAfter(MemoryReturn.Worthwhile).ShouldBeFalse();

        Enumerable.Range(0, 100).Count(_ => LookAfter(1_000)).ShouldBe(MemoryReturn.Times);
    }

    [Fact]
    public void Nothing_is_given_back_while_something_is_going_on()
    {
        for (var i = 0; i < 100; i++)
            LookAfter(MemoryReturn.Quiet).ShouldBeFalse();
        LookAfter(0).ShouldBeTrue();
        LookAfter(MemoryReturn.Quiet).ShouldBeFalse();
        LookAfter(0).ShouldBeTrue();
    }

    [Fact]
    public void What_is_little_is_kept_until_it_is_much()
    {
        var little = MemoryReturn.Quiet - 1;

        Enumerable.Range(0, (int)(MemoryReturn.Worthwhile / little)).ShouldAllBe(_ => !LookAfter(little));
        LookAfter(little).ShouldBeTrue();
    }

    private bool LookAfter(long bytes) => _memory.IsDue(_allocated += bytes);
}
