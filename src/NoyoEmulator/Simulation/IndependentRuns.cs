namespace NoyoEmulator.Simulation;

/// <summary>Cuts a sequence where it would depend on itself.</summary>
internal static class IndependentRuns
{
    /// <summary>The items in their order, in runs in which no key occurs twice. Items without a key depend on nothing.</summary>
    /// <param name="items">The items.</param>
    /// <param name="keyOf">What an item depends on.</param>
    public static IEnumerable<IReadOnlyList<T>> InIndependentRuns<T>(this IEnumerable<T> items, Func<T, Guid?> keyOf)
    {
        var run = new List<T>();
        var keys = new HashSet<Guid>();
        foreach (var item in items)
        {
            if (keyOf(item) is { } key && !keys.Add(key))
            {
                yield return run;
                run = [];
                keys = [key];
            }

            run.Add(item);
        }

        if (run.Count > 0)
            yield return run;
    }
}
