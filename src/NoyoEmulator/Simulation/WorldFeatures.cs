namespace NoyoEmulator.Simulation;

/// <summary>Something that a world has in memory beside its database. The slice that it is of registers it.</summary>
internal interface IWorldFeature
{
    /// <summary>Begins anew: the world went back to its seed or to a checkpoint.</summary>
    void Reset();
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
}

internal static class WorldFeatureRegistration
{
    /// <summary>Gives every world a feature of its own.</summary>
    public static IServiceCollection AddWorldFeature<T>(this IServiceCollection services, Func<IServiceProvider, T> create)
        where T : class, IWorldFeature =>
        services.AddSingleton<WorldFeatureFactory>(provider => () => create(provider));
}
