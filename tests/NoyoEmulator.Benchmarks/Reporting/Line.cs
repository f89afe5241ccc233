using System.Globalization;

namespace NoyoEmulator.Benchmarks.Reporting;

/// <summary>One measured value.</summary>
/// <param name="Value">What goals and ratios are computed from.</param>
/// <param name="Text">How it is shown.</param>
internal sealed record Cell(double Value, string Text)
{
    public static Cell Rate(double perSecond) => new(perSecond, $"{Rounded(perSecond)}/s");

    public static Cell Milliseconds(double value) => new(value, $"{Rounded(value)} ms");

    public static Cell Seconds(double value) => new(value, $"{Rounded(value)} s");

    public static Cell Megabytes(double bytes) => new(bytes / 1_000_000, $"{Rounded(bytes / 1_000_000)} MB");

    /// <summary>Three digits that count.</summary>
    public static string Rounded(double value) => value switch
    {
        >= 100 => value.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}

/// <summary>One line of the table: the same thing measured of several subjects.</summary>
internal sealed class Line(string what, Goal? goal = null)
{
    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    public string What => what;

    public Goal? Goal => goal;

    public IReadOnlyDictionary<string, Cell> Cells => _cells;

    public void Set(string subject, Cell cell) => _cells[subject] = cell;

    /// <summary>How the emulator stands to each of the others.</summary>
    public IEnumerable<string> Ratios() => _cells.TryGetValue(Subjects.Now, out var now)
        ? _cells.Where(other => other.Key != Subjects.Now && other.Value.Value > 0)
            .Select(other => $"{Cell.Rounded(now.Value / other.Value.Value)} × {other.Key}")
        : [];
}

/// <summary>What is measured, as the table's columns name it.</summary>
internal static class Subjects
{
    public const string Before = "before";
    public const string Now = "now";
    public const string Prism = "Prism";
    public const string Mockoon = "Mockoon";
    public const string Bare = "bare ASP.NET Core";

    /// <summary>In the order of the columns.</summary>
    public static readonly IReadOnlyList<string> All = [Before, Now, Prism, Mockoon, Bare];
}
