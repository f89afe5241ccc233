using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NoyoEmulator.Hosting;

/// <summary>
/// Gives memory back to the system when the process has become quiet. The runtime keeps what a start, a burst or a large body
/// took until it needs it again, which between two test runs may be never.
/// </summary>
internal sealed class MemoryReturn(TimeProvider realTime) : IHostedService, IDisposable
{
    /// <summary>Who allocates less than this between two looks is quiet.</summary>
    internal const long Quiet = 1 << 20;

    /// <summary>Below this, a collection would cost more than it gives back.</summary>
    internal const long Worthwhile = 8 << 20;

    /// <summary>
    /// How often it gives back after one burst. Pools let their buffers go some at a time, in collections a minute after the last use.
    /// </summary>
    internal const int Times = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private ITimer? _timer;
    private long _allocated;
    private long _allocatedAtBurst;
    private int _timesLeft;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = realTime.CreateTimer(_ => Look(), state: null, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>Whether the memory is to be given back now.</summary>
    /// <param name="allocated">How many bytes the process has allocated since it began.</param>
    internal bool IsDue(long allocated)
    {
        var isQuiet = allocated - _allocated < Quiet;
        _allocated = allocated;
        if (allocated - _allocatedAtBurst >= Worthwhile)
        {
            _allocatedAtBurst = allocated;
            _timesLeft = Times;
        }

        if (!isQuiet || _timesLeft == 0)
            return false;
        _timesLeft--;
        return true;
    }

    [SuppressMessage("Major Code Smell", "S1215:\"GC.Collect\" should not be called", Justification = "Nobody else knows that nothing is going on.")]
    private void Look()
    {
        if (!IsDue(GC.GetTotalAllocatedBytes()))
            return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TryTrimNativeHeap();
    }

    /// <summary>The database's memory is the C library's, which keeps what it once had as well.</summary>
    private static void TryTrimNativeHeap()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                _ = TrimNativeHeap(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than GNU's does without.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int TrimNativeHeap(nuint kept);
}
