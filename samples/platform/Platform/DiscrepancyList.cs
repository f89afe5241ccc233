using System.Collections.Concurrent;

namespace Platform;

/// <summary>What somebody has to look at. A database in a real platform.</summary>
public sealed class DiscrepancyList
{
    private readonly ConcurrentDictionary<Guid, Difference> _differences = new();

    public IReadOnlyCollection<Difference> All => [.. _differences.Values];

    public void Set(Difference difference) => _differences[difference.Id] = difference;

    public void Remove(Guid id) => _differences.TryRemove(id, out _);
}
