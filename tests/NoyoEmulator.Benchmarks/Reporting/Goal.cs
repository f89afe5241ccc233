namespace NoyoEmulator.Benchmarks.Reporting;

/// <summary>What a line should come to.</summary>
/// <param name="Text">As the table shows it.</param>
/// <param name="IsMet">Judges a line; null where something that it needs was not measured.</param>
internal sealed record Goal(string Text, Func<IReadOnlyDictionary<string, Cell>, bool?> IsMet)
{
    public static Goal AtMost(double limit, string text) => new(text, cells => cells.TryGetValue(Subjects.Now, out var now) ? now.Value <= limit : null);

    public static Goal AtLeastTimes(double factor, string peer) =>
        Against(peer, $"≥ {factor} × {peer}", (now, other) => now >= factor * other);

    public static Goal AtMostTimes(double factor, string peer) =>
        Against(peer, $"≤ {factor} × {peer}", (now, other) => now <= factor * other);

    private static Goal Against(string peer, string text, Func<double, double, bool> isMet) => new(
        text,
        cells => cells.TryGetValue(Subjects.Now, out var now) && cells.TryGetValue(peer, out var other) ? isMet(now.Value, other.Value) : null);
}
