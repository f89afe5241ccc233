using System.Globalization;

namespace NoyoEmulator.Simulation;

/// <summary>How many files the process may have open, and how many worlds that allows.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    // What the process has open without any world, each of its libraries and connections included, and what a world has open that is used.
    private const int Reserved = 384;
    private const int PerWorld = 8;
    private const int MostWorlds = 10_000;

    /// <summary>How many worlds there may be, if not configured.</summary>
    public static int WorldsFor(long? limit) => limit is null ? MostWorlds : (int)Math.Clamp((limit.Value - Reserved) / PerWorld, 1, MostWorlds);

    /// <summary>The limit of this process; null where it has none, or none that can be read.</summary>
    public static long? ReadLimit()
    {
        try
        {
            return File.Exists(Limits) ? LimitIn(File.ReadLines(Limits)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The limit in effect, from lines as Linux gives them.</summary>
    internal static long? LimitIn(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } found
            && found[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
            && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
}
