using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tracking;

/// <summary>
/// What a world keeps of where differences were seen: the newest, and of each difference the first, the one that raised it, the one
/// that resolved it, and the latest of each transaction and of the syncs. So a difference never leaves the list of a snapshot.
/// </summary>
internal sealed class RetainedSightings : IRetainedRecords
{
    // A sighting that was the latest when it fell out is superseded later: each that falls out takes those before it along.
    private const string Superseded = "difference_id IN (SELECT difference_id FROM difference_sources WHERE rowid > ? AND rowid <= ?) "
        + "AND rowid <= ? AND is_discrepancy = 0 AND resolves_difference = 0 "
        + "AND EXISTS (SELECT 1 FROM difference_sources AS earlier "
        + "WHERE earlier.difference_id = difference_sources.difference_id AND earlier.rowid < difference_sources.rowid) "
        + "AND EXISTS (SELECT 1 FROM difference_sources AS later WHERE later.difference_id = difference_sources.difference_id "
        + "AND later.rowid > difference_sources.rowid AND +later.transaction_id IS difference_sources.transaction_id)";

    public long Newest(RowStore rows) => rows.NewestRow<DifferenceSource>();

    public void Remove(RowStore rows, long after, long upTo) =>
        _ = rows.DeleteWhere<DifferenceSource>(Superseded, after, upTo, upTo);

    /// <summary>None: what is left is kept for good, or goes with a later sighting of its difference.</summary>
    public long LastLeftOver(RowStore rows, long upTo, int most) => 0;
}
