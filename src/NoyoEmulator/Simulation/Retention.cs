using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Records of one kind, of which a world gets more as long as it lives. The numbers of their rows give their order.</summary>
internal interface IRetainedRecords
{
    /// <summary>The number of the newest; 0 when there is none.</summary>
    long Newest(RowStore rows);

    /// <summary>Removes the records after one number and up to another, but those that are still needed.</summary>
    void Remove(RowStore rows, long after, long upTo);

    /// <summary>
    /// The number of the last of the oldest records up to a number that are worth another look: they were needed when they
    /// should have gone, or more was to be kept then. 0 when there is none.
    /// </summary>
    long LastLeftOver(RowStore rows, long upTo, int most);
}

/// <summary>
/// Bounds what a world keeps of its past. What falls out is removed in the transaction that adds what pushes it out, in portions:
/// the same changes leave the same rows, and a copy of a world is what its original was.
/// </summary>
internal sealed class Retention
{
    private const int LargestPortion = 100;
    private const int MostLeftOvers = 200;

    private readonly IRetainedRecords[] _records;
    private readonly long _kept;
    private readonly long _portion;

    public Retention(EmulatorOptions options, IEnumerable<IRetainedRecords> records)
    {
        _kept = options.Retention ?? 0;
        _records = options.Retention is null ? [] : [.. records];
        // Rows that lie together go together; with few to keep, one too many would be seen.
        _portion = Math.Clamp(_kept / 10, 1, LargestPortion);
    }

    /// <summary>The newest records before a change.</summary>
    public long[] Newest(RowStore rows) => Array.ConvertAll(_records, records => records.Newest(rows));

    /// <summary>Removes what a change pushed out.</summary>
    /// <param name="rows">The rows, after the change.</param>
    /// <param name="before">The newest records before it.</param>
    public void Trim(RowStore rows, long[] before)
    {
        foreach (var (records, newest) in _records.Zip(before))
        {
            var done = FallenOut(newest);
            var end = FallenOut(records.Newest(rows));
            if (end == done)
                continue;
            records.Remove(rows, done, end);
            if (records.LastLeftOver(rows, end, MostLeftOvers) is > 0 and var last)
                records.Remove(rows, 0, last);
        }
    }

    /// <summary>Up to where records have fallen out, in whole portions.</summary>
    private long FallenOut(long newest) => Math.Max(0, newest - (newest % _portion) - _kept);
}
