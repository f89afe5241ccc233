using System.Globalization;

namespace NoyoEmulator.Simulation;

/// <summary>Takes what happens in a world beside its rows. Who tells does so in the order in which it happens, under whatever keeps that order.</summary>
internal interface IChangeListener
{
    /// <summary>Something happened to a thing that has no id, or to several.</summary>
    void Tell(string kind, ChangeSort sort, int count = 1);

    /// <summary>Something happened to a thing.</summary>
    void Tell(string kind, ChangeSort sort, Guid id);
}

/// <summary>
/// What happens in a world, commit by commit, for those who listen. Nothing is kept while nobody does; for a minute after the last
/// one left it goes on, so that a broken connection can be resumed. Each listener reads at his own pace from the latest that are
/// kept, and who falls behind them is told so: nobody who writes waits for one who reads.
/// </summary>
internal sealed class ChangeFeed(EmulatorClock clock, TimeProvider realTime, IToldRows rows) : IChangeListener
{
    /// <summary>How many moments are kept.</summary>
    public const int MostMoments = 1_000;

    /// <summary>How many ids they have together: large commits are not kept as long as small ones.</summary>
    public const int MostIds = 100_000;

    /// <summary>How long it goes on after the last listener left.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<ToldMoment> _kept = new();
    private volatile bool _isOn;
    private string _run = "";
    private long _latest;
    private int _ids;
    private int _listeners;
    private ITimer? _ending;

    /// <summary>How many moments were kept since the world was opened.</summary>
    public long Recorded { get; private set; }

    /// <summary>How many listen.</summary>
    internal int Listeners => Volatile.Read(ref _listeners);

    /// <summary>Tells that there is more.</summary>
    internal ChangeSignal More { get; } = new();

    /// <summary>Looks on at a transaction; null where nobody wants to know.</summary>
    public CommitWatch? Watch() => _isOn ? new CommitWatch(rows) : null;

    /// <summary>A transaction was committed.</summary>
    /// <param name="watch">What it did.</param>
    /// <param name="movedClock">Whether it took the clock along.</param>
    public void Committed(CommitWatch watch, bool movedClock)
    {
        var changes = watch.Result();
        if (movedClock)
            changes.Add(One(UnstoredKinds.Clock, ChangeSort.Changed));
        if (changes.Count > 0)
            Add(changes);
    }

    /// <inheritdoc/>
    public void Tell(string kind, ChangeSort sort, int count = 1)
    {
        if (_isOn && count > 0)
            Add([new ToldChanges(kind, sort, count, [])]);
    }

    /// <inheritdoc/>
    public void Tell(string kind, ChangeSort sort, Guid id)
    {
        if (_isOn)
            Add([new ToldChanges(kind, sort, 1, [id])]);
    }

    /// <summary>The world is another one: whatever was told of it holds no longer.</summary>
    public void Replaced()
    {
        lock (_lock)
        {
            if (!_isOn)
                return;
            BeginRun();
        }

        More.Notify();
    }

    /// <summary>
    /// Begins to listen; to be called under the world's writer gate, so that what is not told from here on was committed before.
    /// </summary>
    /// <param name="after">What was heard already; null for whatever was before now.</param>
    public FeedReader Listen(string? after)
    {
        lock (_lock)
        {
            _listeners++;
            _ending?.Dispose();
            _ending = null;
            if (!_isOn)
                BeginRun();
            _isOn = true;
            var place = after is null ? new FeedPlace(_run, _latest) : FeedPlace.Parse(after);
            return IsCovered(place) ? new FeedReader(this, place!) : new FeedReader(this, new FeedPlace(_run, _latest)) { HasGap = true };
        }
    }

    /// <summary>What comes after a place, or a part of it.</summary>
    internal FeedNews ReadAfter(FeedPlace place, int most)
    {
        lock (_lock)
        {
            var end = new FeedPlace(_run, _latest);
            if (place.Run != _run)
                return new FeedNews(FeedBreak.Replaced, [], end);
            if (!IsCovered(place))
                return new FeedNews(FeedBreak.TooSlow, [], end);
            ToldMoment[] moments = [.. _kept.Skip((int)(place.Number - (_latest - _kept.Count))).Take(most)];
            return new FeedNews(null, moments, moments is [.., var last] ? place with { Number = last.Number } : place);
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (--_listeners == 0)
                _ending = realTime.CreateTimer(static feed => ((ChangeFeed)feed!).EndIfAlone(), this, Patience, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The world is closed.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _ending?.Dispose();
            _ending = null;
        }
    }

    private static ToldChanges One(string kind, ChangeSort sort) => new(kind, sort, 1, []);

    private void EndIfAlone()
    {
        lock (_lock)
        {
            if (_listeners > 0)
                return;
            _isOn = false;
            Forget();
            _ending?.Dispose();
            _ending = null;
        }
    }

    private void Add(List<ToldChanges> changes)
    {
        lock (_lock)
        {
            if (!_isOn)
                return;
            _kept.Enqueue(new ToldMoment(++_latest, clock.GetUtcNow(), clock.RealNow, changes));
            _ids += changes.Sum(change => change.Ids.Count);
            Recorded++;
            while (_kept.Count > MostMoments || (_ids > MostIds && _kept.Count > 1))
                _ids -= _kept.Dequeue().Changes.Sum(change => change.Ids.Count);
        }

        More.Notify();
    }

    /// <summary>Numbers of one run mean nothing in another.</summary>
    private void BeginRun()
    {
        Forget();
        _run = IdGenerator.NewSeed()[..12];
        _latest = 0;
    }

    private void Forget()
    {
        _kept.Clear();
        _kept.TrimExcess();
        _ids = 0;
    }

    private bool IsCovered(FeedPlace? place) =>
        place is not null && place.Run == _run && place.Number <= _latest && place.Number >= _latest - _kept.Count;
}

/// <summary>A place in what is told of a world.</summary>
/// <param name="Run">What tells it from places in what was told before the world began anew, or by another process.</param>
/// <param name="Number">How many moments were before it.</param>
internal sealed record FeedPlace(string Run, long Number)
{
    private const char Separator = '-';

    /// <summary>The place of a cursor; null where it is none.</summary>
    public static FeedPlace? Parse(string cursor) =>
        cursor.Split(Separator) is [var run, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new FeedPlace(run, number)
            : null;

    /// <summary>The same as a cursor.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}{Separator}{Number}");
}

/// <summary>Why what a reader hears does not follow what he heard before.</summary>
internal enum FeedBreak
{
    /// <summary>The world is another one.</summary>
    Replaced,

    /// <summary>What would follow is not kept any more.</summary>
    TooSlow,
}

/// <summary>What comes next.</summary>
/// <param name="Break">Why it does not follow what was before; null when it does.</param>
/// <param name="Moments">What happened.</param>
/// <param name="Place">The place after it.</param>
internal sealed record FeedNews(FeedBreak? Break, IReadOnlyList<ToldMoment> Moments, FeedPlace Place);

/// <summary>One who listens to a world; dispose it. Used by one at a time.</summary>
internal sealed class FeedReader(ChangeFeed feed, FeedPlace place) : IDisposable
{
    private bool _hasLeft;

    /// <summary>Where he is.</summary>
    public FeedPlace Place { get; private set; } = place;

    /// <summary>Whether what he heard already is not followed by what he will hear.</summary>
    public bool HasGap { get; init; }

    /// <summary>Completes when there is more than at the time of the question.</summary>
    public Task More => feed.More.Next;

    /// <summary>What comes next, or a part of it.</summary>
    public FeedNews Read(int most)
    {
        var news = feed.ReadAfter(Place, most);
        Place = news.Place;
        return news;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_hasLeft)
            return;
        _hasLeft = true;
        feed.Leave();
    }
}
