using System.Globalization;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Control;

/// <summary>Instants as the control plane takes them.</summary>
internal static class Instants
{
    /// <summary>What an instant must be, as a predicate.</summary>
    public const string Rule = "must be an instant such as 2024-08-22T09:00:00Z, between 1970 and 9000";

    /// <summary>The last instant to which a world's clock can go.</summary>
    public static readonly DateTimeOffset Latest = EmulatorClock.End;

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads an ISO-8601 date or instant; without an offset it is UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)
        && instant >= DateTimeOffset.UnixEpoch && instant <= Latest;
}
