namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>Random choices that a seed repeats.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = WithSeed(seed);

    public int Next(int below) => _random.Next(below);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(params IReadOnlyList<T> pool) => pool[_random.Next(pool.Count)];

#pragma warning disable RS0030 // The seed is named, and the test reports it.
    private static Random WithSeed(int seed) => new(seed);
#pragma warning restore RS0030
}
