using BenchmarkDotNet.Attributes;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

namespace NoyoEmulator.Benchmarks.Micro;

/// <summary>
/// What it costs to take in the example of a snapshot as a new family, without HTTP, JSON and validation. The two differ in
/// the writing of its rows and the commit.
/// </summary>
[MemoryDiagnoser]
[WarmupCount(8)]
[IterationCount(15)]
[InvocationCount(1)]
public class WritingBenchmarks
{
    private const int Families = 50;

    private readonly SnapshotTemplate _template = new(File.ReadAllBytes(Path.Combine(Publisher.Repository, "docs", "examples", "create-member-snapshot.json")));
    private readonly (InboundMemberSnapshot Snapshot, byte[] Bytes)[] _families = new (InboundMemberSnapshot, byte[])[Families];
    private InProcessWorld? _world;
    private int _next;

    [GlobalSetup]
    public async Task StartAsync() => _world = await InProcessWorld.StartAsync();

    [GlobalCleanup]
    public async Task StopAsync() => await _world!.DisposeAsync();

    // Every family is new, so it cannot be read within what is measured.
    [IterationSetup]
    public void ReadFamilies()
    {
        for (var i = 0; i < Families; i++)
            _families[i] = InProcessWorld.Read(_template.BodyOf(_next++));
    }

    [Benchmark(OperationsPerInvoke = Families)]
    public Task Decide_and_discard() => TakeInAsync(commits: false);

    [Benchmark(OperationsPerInvoke = Families)]
    public Task Decide_write_and_commit() => TakeInAsync(commits: true);

    private async Task TakeInAsync(bool commits)
    {
        foreach (var family in _families)
            _ = await _world!.TakeInAsync(family, commits);
    }
}
