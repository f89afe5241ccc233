using System.Security.Cryptography;
using System.Text.Json;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Journal.Repro;

/// <summary>How a world came to be what it is.</summary>
/// <param name="Beginning">How it began.</param>
/// <param name="Calls">What was called since, in the order of the changes; what is personal is still in it.</param>
/// <param name="Gap">Why that is not all; null when it is.</param>
internal sealed record CallHistory(HistoryStart Beginning, IReadOnlyList<RecordedCall> Calls, string? Gap);

/// <summary>How a world began.</summary>
/// <param name="Seed">The seed of its ids.</param>
/// <param name="Mode">How its clock moved.</param>
/// <param name="Speed">World seconds per real second, where it moved.</param>
/// <param name="Now">What time it was.</param>
internal sealed record HistoryStart(string Seed, ClockMode Mode, double Speed, DateTimeOffset Now);

/// <summary>
/// The calls that changed a world since it began, so that they can be made again elsewhere. Kept in memory; copies of the world have them.
/// Where not all of them are there, none is kept: half a history leads nowhere.
/// </summary>
/// <param name="memory">What is kept of all worlds together.</param>
internal sealed class CallLog(RecordMemory memory) : IWorldFeature, IRecordKeeper
{
    private const int MostCalls = 10_000;
    private const long MostBytes = 32 * 1024 * 1024;

    private const string Restarted = "the emulator was started again since the world began; a reset begins anew";

    private readonly Lock _lock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private HistoryStart _beginning = new("", ClockMode.Frozen, 1, DateTimeOffset.UnixEpoch);
    private List<RecordedCall> _calls = [];
    private RecordedCall? _seed;
    private WorldStart _start = WorldStart.AsCopied;
    private string? _gap = Restarted;
    private int _epoch;
    private long _bytes;

    long IRecordKeeper.Bytes => Interlocked.Read(ref _bytes);

    /// <summary>What there is.</summary>
    public CallHistory Read()
    {
        lock (_lock)
            return new CallHistory(_beginning, [.. _calls.OrderBy(call => call.Place)], _gap);
    }

    /// <summary>What puts others in the place of the world's people, always the same.</summary>
    public Disguise NewDisguise(Func<string, bool> isKnown) => new(_key, isKnown);

    /// <summary>How often the world began anew.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>Adds a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="epoch">The epoch in which it came; what it did is gone where the world began anew since.</param>
    public void Add(RecordedCall call, int epoch) => Change(() =>
    {
        if (_gap is not null || epoch != _epoch)
            return;
        _calls.Add(call);
        _bytes += call.Size;
        if (_calls.Count > MostCalls)
            Lose($"more than {MostCalls} calls were made");
        else if (_bytes > MostBytes)
            Lose($"the bodies of its calls are larger than {MostBytes / 1024 / 1024} MB together");
    });

    /// <summary>The world began anew with a seed of its own, by this call; resets go back to it.</summary>
    public void BeginWith(RecordedCall seed) => Change(() =>
    {
        _seed = seed;
        Keep([seed]);
    });

    /// <inheritdoc/>
    public void Reset() => Change(() =>
    {
        _epoch++;
        Keep([]);
    });

    /// <inheritdoc/>
    public void Begin(WorldBeginning beginning) => Change(() =>
    {
        _start = beginning.Start;
        _beginning = new HistoryStart(beginning.Seed, beginning.Clock.Mode, beginning.Clock.Speed, beginning.Clock.WorldAnchor);
        _gap = null;
        Keep(_seed is null ? [] : [_seed]);
    });

    /// <inheritdoc/>
    public string? Carry() => WireJson.Write(Read());

    /// <inheritdoc/>
    public void TakeUp(string carried)
    {
        var (beginning, calls, gap) = WireJson.Read<CallHistory>(carried);
        Change(() =>
        {
            var own = _beginning;
            _beginning = beginning;
            _gap = gap;
            // Whatever was called there was called before anything that is called here.
            Keep([.. calls.Select(call => call with { Place = 0 })]);
            if (_gap is null && _start.Seed is not null)
                TakeOwnSeed(own.Seed);
            if (_gap is null && _start.Clock is not null)
                _calls.Add(ClockCall(own));
        });
    }

    /// <summary>Lets go of everything: what is left without its beginning is of no use.</summary>
    long IRecordKeeper.DropOldest()
    {
        lock (_lock)
        {
            var freed = _bytes;
            Lose("there was no memory for its calls; see Emulator:RecordMegabytes");
            return freed;
        }
    }

    /// <summary>A copy has ids of its own from now on: as if it had had them from the beginning, where none was given yet.</summary>
    private void TakeOwnSeed(string seed)
    {
        if (_beginning.Mode == ClockMode.Frozen && _calls.TrueForAll(call => call.IsSeed))
            _beginning = _beginning with { Seed = seed };
        else
            Lose("the world is a copy, and was given ids of its own after the calls that made the original");
    }

    /// <summary>What the clock was set to when the world was copied, as a call.</summary>
    private RecordedCall ClockCall(HistoryStart clock) => new()
    {
        Place = 0,
        At = _calls.Count == 0 ? _beginning.Now : _calls[^1].At,
        IsTimed = false,
        Method = HttpMethods.Put,
        Path = "/_emulator/clock",
        Body = JsonSerializer.SerializeToUtf8Bytes(new { clock.Mode, clock.Speed, clock.Now }, WireJson.Options),
        Status = StatusCodes.Status200OK,
    };

    private void Lose(string why)
    {
        _gap = why;
        Keep([]);
    }

    private void Keep(List<RecordedCall> calls)
    {
        _calls = calls;
        _bytes = calls.Sum(call => call.Size);
    }

    private void Change(Action change)
    {
        long by;
        lock (_lock)
        {
            var before = _bytes;
            change();
            by = _bytes - before;
        }

        if (by != 0)
            memory.Changed(this, by);
    }
}
