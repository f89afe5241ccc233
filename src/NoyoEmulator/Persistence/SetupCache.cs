namespace NoyoEmulator.Persistence;

/// <summary>Something that is read from rows that rarely change, such as a world's groups.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface ISetup<TSelf>
    where TSelf : class, ISetup<TSelf>
{
    /// <summary>The entities it is read from: when a row of one is written, it is read anew.</summary>
    static abstract IReadOnlyList<Type> Sources { get; }

    /// <summary>Reads it.</summary>
    static abstract TSelf Load(RowStore rows);
}

/// <summary>
/// Keeps what is read from rows that rarely change, until a session writes one of them or takes back what it wrote.
/// </summary>
internal sealed class SetupCache(RowStore rows)
{
    private readonly Dictionary<Type, object> _kept = [];
    private readonly Dictionary<Type, HashSet<Type>> _readers = [];
    private readonly HashSet<Type> _written = [];

    /// <summary>What is kept, read now if it is not.</summary>
    public TSetup Get<TSetup>()
        where TSetup : class, ISetup<TSetup>
    {
        if (_kept.TryGetValue(typeof(TSetup), out var kept))
            return (TSetup)kept;
        var setup = TSetup.Load(rows);
        _kept.Add(typeof(TSetup), setup);
        foreach (var source in TSetup.Sources)
        {
            if (!_readers.TryGetValue(source, out var readers))
                _readers.Add(source, readers = []);
            _ = readers.Add(typeof(TSetup));
        }

        return setup;
    }

    /// <summary>Forgets what was read from an entity of which a row was written.</summary>
    internal void Written(Type source)
    {
        _ = _written.Add(source);
        Forget(source);
    }

    /// <summary>What was written stays.</summary>
    internal void Committed() => _written.Clear();

    /// <summary>What was written was taken back: what was read since then may never have been.</summary>
    internal void RolledBack()
    {
        foreach (var source in _written)
            Forget(source);
        _written.Clear();
    }

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        _kept.Clear();
        _written.Clear();
    }

    private void Forget(Type source)
    {
        if (!_readers.TryGetValue(source, out var readers))
            return;
        foreach (var reader in readers)
            _ = _kept.Remove(reader);
    }
}
