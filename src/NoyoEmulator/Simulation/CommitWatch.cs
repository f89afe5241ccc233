using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>
/// Sees what a transaction does to the things that listeners hear of. However often it writes one of them, it is told once: what
/// it was before beside what it is after.
/// </summary>
internal sealed class CommitWatch(IToldRows rows) : IRowWatcher
{
    // In the order in which they were first written; null for what came and went.
    private readonly Dictionary<(string Kind, Guid? Id, object? Part), ChangeSort?> _things = [];

    public void Wrote(object row, RowWrite write, ReadOnlySpan<string> properties)
    {
        if (rows.ChangeOf(row, write, properties) is not { } change)
            return;
        var key = (change.Kind, change.Id, change.Part);
        _things[key] = _things.TryGetValue(key, out var earlier) ? Together(earlier, change.Sort) : change.Sort;
    }

    /// <summary>What it comes to.</summary>
    public List<ToldChanges> Result() =>
    [
        .. from thing in _things
           where thing.Value is not null
           group thing.Key.Id by (thing.Key.Kind, thing.Value!.Value) into things
           select new ToldChanges(
               things.Key.Kind, things.Key.Value, things.Count(), [.. things.Where(id => id is not null).Select(id => id!.Value).Take(ToldChanges.MostIds)]),
    ];

    private static ChangeSort? Together(ChangeSort? earlier, ChangeSort later) => (earlier, later) switch
    {
        (null, _) => later,
        (ChangeSort.Created, ChangeSort.Deleted) => null,
        (ChangeSort.Created, _) => ChangeSort.Created,
        (ChangeSort.Deleted, ChangeSort.Created) => ChangeSort.Changed,
        (ChangeSort.Resolved, ChangeSort.Changed) => ChangeSort.Resolved,
        _ => later,
    };
}
