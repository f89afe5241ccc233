using NoyoEmulator.Simulation;

namespace NoyoEmulator.Inbox;

/// <summary>
/// The inboxes of a world: receivers inside the emulator, there as soon as something is sent to them. Kept in memory, and only as
/// much as has a place there.
/// </summary>
/// <param name="memory">What the inboxes of all worlds have together.</param>
internal sealed class InboxList(RecordMemory memory) : IWorldFeature, IRecordKeeper
{
    /// <summary>More than a test can mean.</summary>
    public const int MaxInboxes = 100;

    /// <summary>How many of the latest messages an inbox keeps.</summary>
    public const int MaxMessages = 1_000;

    /// <summary>How much of a body is kept.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    // All inboxes of a world together: what is beyond goes from the fullest inbox.
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Inbox> _inboxes = new(StringComparer.Ordinal);
    private IChangeListener? _listener;
    private long _bytes;

    long IRecordKeeper.Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Tells that a message has come.</summary>
    public ChangeSignal Arrived { get; } = new();

    /// <inheritdoc/>
    public void TellTo(IChangeListener listener) => _listener = listener;

    public InboxBehavior BehaviorOf(string name)
    {
        lock (_lock)
            return _inboxes.GetValueOrDefault(name)?.Behavior ?? InboxBehavior.Default;
    }

    /// <summary>Whether an inbox was told how to answer.</summary>
    public bool IsWanted(string name)
    {
        lock (_lock)
            return _inboxes.GetValueOrDefault(name)?.IsWanted is true;
    }

    /// <summary>Tells an inbox how to answer; its statuses begin anew. False when there are too many inboxes.</summary>
    public bool TrySetBehavior(string name, InboxBehavior behavior)
    {
        lock (_lock)
        {
            if (Open(name) is not { } inbox)
                return false;
            inbox.Behavior = behavior;
            inbox.IsWanted = true;
            inbox.Answered = 0;
            _listener?.Tell(UnstoredKinds.InboxBehavior, ChangeSort.Changed);
            return true;
        }
    }

    /// <summary>Keeps a message, and lets go of older ones where there is no room.</summary>
    /// <param name="name">The inbox.</param>
    /// <param name="make">Makes the message, given its number and the status to answer with.</param>
    /// <returns>The message; null when there are too many inboxes.</returns>
    public InboxMessage? Add(string name, Func<long, int, InboxMessage> make)
    {
        InboxMessage message;
        long change;
        lock (_lock)
        {
            var before = _bytes;
            if (Open(name) is not { } inbox)
                return null;
            var statuses = inbox.Behavior.Statuses;
            message = make(++inbox.Count, statuses[Math.Min(inbox.Answered++, statuses.Count - 1)]);
            inbox.Messages.Enqueue(message);
            _listener?.Tell(UnstoredKinds.InboxMessage, ChangeSort.Created);
            inbox.Bytes += SizeOf(message);
            _bytes += SizeOf(message);
            if (inbox.Messages.Count > MaxMessages)
                _ = Drop(inbox);
            while (_bytes > MaxBytes && Fullest is { } fullest)
                _ = Drop(fullest);
            change = _bytes - before;
        }

        memory.Changed(this, change);
        Arrived.Notify();
        return message;
    }

    /// <summary>What an inbox keeps, oldest first.</summary>
    public IReadOnlyList<InboxMessage> Messages(string name)
    {
        lock (_lock)
            return _inboxes.GetValueOrDefault(name)?.Messages.ToArray() ?? [];
    }

    /// <summary>The name of an inbox that has a message with some text in its body or headers; null when there is none.</summary>
    public string? InboxWith(string text)
    {
        lock (_lock)
        {
            return _inboxes.FirstOrDefault(inbox => inbox.Value.Messages.Any(message =>
                message.Body.Contains(text, StringComparison.OrdinalIgnoreCase)
                || message.Headers.Values.Any(value => value.Contains(text, StringComparison.OrdinalIgnoreCase)))).Key;
        }
    }

    /// <summary>Lets go of an inbox's messages; it goes on answering as it was told.</summary>
    public void Clear(string name)
    {
        long kept;
        lock (_lock)
        {
            if (_inboxes.GetValueOrDefault(name) is not { } inbox)
                return;
            kept = inbox.Bytes;
            _bytes -= kept;
            inbox.Bytes = 0;
            _listener?.Tell(UnstoredKinds.InboxMessage, ChangeSort.Deleted, inbox.Messages.Count);
            inbox.Messages.Clear();
        }

        memory.Changed(this, -kept);
    }

    public void Reset()
    {
        long kept;
        lock (_lock)
        {
            kept = _bytes;
            _inboxes.Clear();
            _bytes = 0;
        }

        memory.Changed(this, -kept);
    }

    long IRecordKeeper.DropOldest()
    {
        lock (_lock)
            return Fullest is { } fullest ? Drop(fullest) : 0;
    }

    private Inbox? Fullest => _inboxes.Values.MaxBy(inbox => inbox.Bytes) is { Messages.Count: > 0 } fullest ? fullest : null;

    private static long SizeOf(InboxMessage message) =>
        message.Body.Length + message.Headers.Sum(header => (long)header.Key.Length + header.Value.Length) + message.Path.Length
            + message.Query.Length;

    private Inbox? Open(string name)
    {
        if (_inboxes.TryGetValue(name, out var known))
            return known;
        return _inboxes.Count < MaxInboxes ? _inboxes[name] = new Inbox() : null;
    }

    private long Drop(Inbox inbox)
    {
        var size = SizeOf(inbox.Messages.Dequeue());
        inbox.Bytes -= size;
        _bytes -= size;
        return size;
    }

    private sealed class Inbox
    {
        public InboxBehavior Behavior { get; set; } = InboxBehavior.Default;

        public bool IsWanted { get; set; }

        public Queue<InboxMessage> Messages { get; } = new();

        public long Count { get; set; }

        public int Answered { get; set; }

        public long Bytes { get; set; }
    }
}
