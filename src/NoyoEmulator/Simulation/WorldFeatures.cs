namespace NoyoEmulator.Simulation;

/// <summary>Something that a world has in memory beside its database. The slice that it is of registers it.</summary>
internal interface IWorldFeature
{
    /// <summary>Begins anew: the world went back to its seed or to a checkpoint.</summary>
    void Reset();

    /// <summary>The world begins, before what a copy carries is taken up.</summary>
    void Begin(WorldBeginning beginning)
    {
    }

    /// <summary>Tells somebody from now on what happens to it.</summary>
    void TellTo(IChangeListener listener)
    {
    }

    /// <summary>What a copy of the world is to have of it, as JSON; null for nothing.</summary>
    string? Carry() => null;

    /// <summary>Goes on from what a copy of the world has of it.</summary>
    void TakeUp(string carried)
    {
    }
}

internal delegate IWorldFeature WorldFeatureFactory();

internal sealed class WorldFeatures(IEnumerable<WorldFeatureFactory> factories)
{
    private readonly IWorldFeature[] _features = [.. factories.Select(create => create())];

    /// <exception cref="InvalidOperationException">The slice that has the feature is not a part of this emulator.</exception>
    public T Get<T>()
        where T : IWorldFeature
    {
        foreach (var feature in _features)
        {
            if (feature is T found)
                return found;
        }

        throw new InvalidOperationException($"No slice registered {typeof(T).Name} as a feature of worlds.");
    }

    public void Reset()
    {
        foreach (var feature in _features)
            feature.Reset();
    }

    public void TellTo(IChangeListener listener)
    {
        foreach (var feature in _features)
            feature.TellTo(listener);
    }

    public void Begin(WorldBeginning beginning)
    {
        foreach (var feature in _features)
            feature.Begin(beginning);
    }

    /// <summary>What a copy of the world is to have of them, each by its name.</summary>
    public IReadOnlyDictionary<string, string> Carry() =>
        (from feature in _features let carried = feature.Carry() where carried is not null select (feature.GetType().Name, carried)).ToDictionary();

    /// <summary>Goes on from what a copy of the world has.</summary>
    public void TakeUp(IReadOnlyDictionary<string, string> carried)
    {
        foreach (var feature in _features)
        {
            if (carried.GetValueOrDefault(feature.GetType().Name) is { } own)
                feature.TakeUp(own);
        }
    }
}

internal static class WorldFeatureRegistration
{
    /// <summary>Gives every world a feature of its own.</summary>
    public static IServiceCollection AddWorldFeature<T>(this IServiceCollection services, Func<IServiceProvider, T> create)
        where T : class, IWorldFeature =>
        services.AddSingleton<WorldFeatureFactory>(provider => () => create(provider));
}
