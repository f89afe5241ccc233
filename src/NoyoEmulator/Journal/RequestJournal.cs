using NoyoEmulator.Http;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Journal;

/// <summary>The latest requests of a world to Noyo's APIs. Kept in memory, and only as much as has a place there.</summary>
/// <param name="capacity">How many requests are kept; none when 0.</param>
/// <param name="memory">What the journals of all worlds have together.</param>
internal sealed class RequestJournal(int capacity, RecordMemory memory) : IWorldFeature, IRecordKeeper
{
    /// <summary>How much of a body is kept.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    // Many large bodies would otherwise take a hundred times as much as many small ones.
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private Queue<JournalEntry>? _entries;
    private IdGenerator? _ids;
    private IChangeListener? _listener;
    private long _bytes;

    /// <summary>Whether anything is kept at all.</summary>
    public bool IsOn => capacity > 0;

    long IRecordKeeper.Bytes => Interlocked.Read(ref _bytes);

    /// <summary>What is there, newest first.</summary>
    public IReadOnlyList<JournalEntry> NewestFirst
    {
        get
        {
            JournalEntry[] entries;
            lock (_lock)
                entries = _entries?.ToArray() ?? [];
            Array.Reverse(entries);
            return entries;
        }
    }

    /// <inheritdoc/>
    public void TellTo(IChangeListener listener) => _listener = listener;

    /// <summary>Adds a request, and lets go of the oldest ones where there is no room for all.</summary>
    public void Add(JournalEntry entry)
    {
        long change;
        lock (_lock)
        {
            var before = _bytes;
            _entries ??= [];
            var id = (_ids ??= NewIds()).NextId(entry.At);
            _entries.Enqueue(entry with { Id = id });
            _listener?.Tell(UnstoredKinds.Request, ChangeSort.Created, id);
            _bytes += entry.Size;
            while (_entries.Count > capacity || (_bytes > MaxBytes && _entries.Count > 1))
                _bytes -= _entries.Dequeue().Size;
            change = _bytes - before;
        }

        memory.Changed(this, change);
    }

    /// <summary>The request with an id, or the newest one for <see cref="RouteId.Latest"/>.</summary>
    public JournalEntry? Find(string id)
    {
        if (id == RouteId.Latest)
            return NewestFirst is [var newest, ..] ? newest : null;
        return Uuid.TryParse(id, out var known) ? NewestFirst.FirstOrDefault(entry => entry.Id == known) : null;
    }

    public void Clear() => Clear(withIds: false);

    /// <summary>Puts everything back to the beginning, ids included.</summary>
    public void Reset() => Clear(withIds: true);

    long IRecordKeeper.DropOldest()
    {
        lock (_lock)
        {
            if (_entries is not { Count: > 0 } entries)
                return 0;
            var size = entries.Dequeue().Size;
            _bytes -= size;
            return size;
        }
    }

    private void Clear(bool withIds)
    {
        long kept;
        lock (_lock)
        {
            kept = _bytes;
            if (!withIds)
                _listener?.Tell(UnstoredKinds.Request, ChangeSort.Deleted, _entries?.Count ?? 0);
            _entries = null;
            _bytes = 0;
            if (withIds)
                _ids = null;
        }

        memory.Changed(this, -kept);
    }

    // Not the world's own generator: looking on must not change the ids of what the world holds.
    private static IdGenerator NewIds() => new("journal", 0);
}
