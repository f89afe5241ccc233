namespace NoyoEmulator.Simulation;

/// <summary>
/// The work that falls due up to a limit, in order of its instant, then of its creation. It is read from the rows some at a
/// time; what is scheduled meanwhile takes its place in the order.
/// </summary>
internal sealed class WorkQueue
{
    private const int ReadSize = 200;
    private const string InOrder = "(due_at, sequence) > (?, ?) AND due_at <= ?";
    private static readonly string All = $"{InOrder} ORDER BY due_at, sequence LIMIT {ReadSize}";
    private static readonly string Steps = $"{InOrder} AND kind <> 'delivery' ORDER BY due_at, sequence LIMIT {ReadSize}";

    private readonly PriorityQueue<ScheduledWork, (DateTimeOffset Due, long Sequence)> _queue = new();
    private readonly WorldSession _session;
    private readonly DateTimeOffset _limit;
    private readonly string _condition;
    private bool _isComplete;
    private (DateTimeOffset Due, long Sequence) _readUpTo = (DateTimeOffset.MinValue, 0);

    /// <param name="session">The session in which the work is done.</param>
    /// <param name="limit">The last instant whose work is wanted.</param>
    /// <param name="withDeliveries">Whether deliveries are wanted, too.</param>
    public WorkQueue(WorldSession session, DateTimeOffset limit, bool withDeliveries)
    {
        _session = session;
        _limit = limit;
        _condition = withDeliveries ? All : Steps;
        session.Scheduled = Add;
    }

    /// <summary>The next piece of work, which stays in the queue; null when nothing is due.</summary>
    public ScheduledWork? Peek()
    {
        if (_queue.Count == 0 && !_isComplete)
            Read();
        return _queue.TryPeek(out var work, out _) ? work : null;
    }

    /// <summary>Takes the next pieces of work of one kind that fall due at one instant.</summary>
    /// <param name="instantOf">At which instant a piece of work is done.</param>
    /// <param name="most">How many at most.</param>
    public List<ScheduledWork> Take(Func<ScheduledWork, DateTimeOffset> instantOf, int most)
    {
        var taken = new List<ScheduledWork>();
        while (taken.Count < most && Peek() is { } work
            && (taken.Count == 0 || (work.Kind == taken[0].Kind && instantOf(work) == instantOf(taken[0]))))
        {
            taken.Add(_queue.Dequeue());
        }

        return taken;
    }

    private void Add(ScheduledWork work)
    {
        // What lies beyond the rows read so far will be read with the next ones.
        if (work.DueAt <= _limit && (_condition == All || work.Kind != WorkKind.Delivery) && (_isComplete || PlaceOf(work).CompareTo(_readUpTo) < 0))
            _queue.Enqueue(work, PlaceOf(work));
    }

    private void Read()
    {
        var read = _session.Rows.Where<ScheduledWork>(_condition, _readUpTo.Due, _readUpTo.Sequence, _limit);
        _isComplete = read.Count < ReadSize;
        if (read.Count > 0)
            _readUpTo = PlaceOf(read[^1]);
        foreach (var work in read)
            _queue.Enqueue(work, PlaceOf(work));
    }

    private static (DateTimeOffset Due, long Sequence) PlaceOf(ScheduledWork work) => (work.DueAt!.Value, work.Sequence);
}
