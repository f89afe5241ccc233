using System.Globalization;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Faults;

/// <summary>The faults of a world, in the order of their creation. Kept in memory: they are part of a test, not of the data; copies of the world have them.</summary>
internal sealed class FaultList : IWorldFeature
{
    /// <summary>More than anybody can mean.</summary>
    public const int MaxFaults = 1_000;

    private const double DrawsInOne = 1UL << 53;

    private readonly Lock _lock = new();
    private List<Fault> _faults = [];
    private IdGenerator? _ids;
    private IChangeListener? _listener;

    /// <summary>All of them, oldest first.</summary>
    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool HasAny
    {
        get
        {
            lock (_lock)
                return _faults.Count > 0;
        }
    }

    /// <inheritdoc/>
    public void TellTo(IChangeListener listener) => _listener = listener;

    /// <summary>Adds a fault; null when there are too many.</summary>
    public Fault? Add(FaultRule rule, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_faults.Count == MaxFaults)
                return null;
            var fault = new Fault((_ids ??= NewIds()).NextId(now), now, rule);
            _faults.Add(fault);
            _listener?.Tell(UnstoredKinds.Fault, ChangeSort.Created, fault.Id);
            return fault;
        }
    }

    /// <summary>The fault with an id, or the newest one for <see cref="RouteId.Latest"/>.</summary>
    public Fault? Find(string id)
    {
        lock (_lock)
            return PlaceOf(id) is >= 0 and var place ? _faults[place] : null;
    }

    /// <summary>Removes the fault with an id, or the newest one.</summary>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            if (PlaceOf(id) is not (>= 0 and var place))
                return false;
            _listener?.Tell(UnstoredKinds.Fault, ChangeSort.Deleted, _faults[place].Id);
            _faults.RemoveAt(place);
            return true;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _listener?.Tell(UnstoredKinds.Fault, ChangeSort.Deleted, _faults.Count);
            _faults = [];
        }
    }

    /// <summary>Puts everything back to the beginning, ids included.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _faults = [];
            _ids = null;
        }
    }

    /// <inheritdoc/>
    public string? Carry()
    {
        lock (_lock)
            return _ids is null ? null : WireJson.Write(new CarriedFaults(_ids.Position, [.. _faults]));
    }

    /// <inheritdoc/>
    public void TakeUp(string carried)
    {
        var (position, faults) = WireJson.Read<CarriedFaults>(carried);
        lock (_lock)
        {
            _faults = [.. faults];
            _ids = NewIds();
            _ids.Rewind(position);
        }
    }

    /// <summary>Lets the first fault that matches and can still hit do so; null when there is none.</summary>
    public Fault? Hit(in FaultTarget target)
    {
        lock (_lock)
        {
            for (var i = 0; i < _faults.Count; i++)
            {
                var fault = _faults[i];
                if (fault.Remaining is <= 0 || !IsMeant(fault.Rule, target))
                    continue;
                var isHit = fault.Rule.Probability is not { } probability || Draw(fault) < probability;
                _faults[i] = fault with { Draws = fault.Draws + 1, Hits = fault.Hits + (isHit ? 1 : 0) };
                if (!isHit)
                    continue;
                _listener?.Tell(UnstoredKinds.Fault, ChangeSort.Changed, fault.Id);
                return _faults[i];
            }

            return null;
        }
    }

    private static bool IsMeant(FaultRule rule, in FaultTarget target) =>
        (rule.Method is null || string.Equals(rule.Method, target.Method, StringComparison.OrdinalIgnoreCase))
        && (rule.Operation is null
            ? rule.Path!.Matches(target.Path, target.Family)
            : string.Equals(rule.Operation, target.Operation, StringComparison.Ordinal));

    /// <summary>A number from 0 to 1 that is a function of the seed and of how many were drawn before.</summary>
    private static double Draw(Fault fault)
    {
        var seed = fault.Rule.Seed?.ToString(CultureInfo.InvariantCulture) ?? fault.Id.ToString();
        return (new IdGenerator(seed, fault.Draws).NextNumber() >> 11) / DrawsInOne;
    }

    private int PlaceOf(string id)
    {
        if (id == RouteId.Latest)
            return _faults.Count - 1;
        return Uuid.TryParse(id, out var known) ? _faults.FindIndex(fault => fault.Id == known) : -1;
    }

    // Not the world's own generator: a fault must not change the ids of what the world holds.
    private static IdGenerator NewIds() => new("faults", 0);
}

/// <summary>The faults of a world, as a copy of it has them.</summary>
/// <param name="Position">How many numbers their ids took.</param>
/// <param name="Faults">The faults, with what they have done.</param>
internal sealed record CarriedFaults(long Position, IReadOnlyList<Fault> Faults);
