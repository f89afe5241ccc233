using NoyoEmulator.Configuration;

namespace NoyoEmulator.Carriers;

/// <summary>When the steps of a snapshot's way to a carrier and back happen, on the world's clock.</summary>
/// <param name="Submit">From the snapshot's creation until the carrier receives it.</param>
/// <param name="Process">From there until the carrier has recorded it.</param>
/// <param name="ConfirmGaps">
/// The waits before the first, second, … confirmation, the first counted from processing; at least one. The last repeats when
/// there are more confirmations than gaps.
/// </param>
/// <param name="Confirmations">How often the carrier's records are fetched before a mismatch is a discrepancy, at least once.</param>
internal sealed record RoundTripProfile(
    TimeSpan Submit,
    TimeSpan Process,
    IReadOnlyList<TimeSpan> ConfirmGaps,
    int Confirmations)
{
    /// <summary>How long a new connection of a group to a carrier takes (the lengths are inferred).</summary>
    public required TimeSpan Connect { get; init; }

    /// <summary>Quick enough to watch: submitted after 1 s, processed 3 s later, then three confirmations 2 s apart.</summary>
    public static RoundTripProfile Default { get; } =
        new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), [TimeSpan.FromSeconds(2)], 3) { Connect = TimeSpan.FromSeconds(5) };

    /// <summary>
    /// Confirmations 182, 400 and 515 s after creation, the spacing of the example in Noyo's Tracking OpenAPI document; that
    /// submission takes 1 s and processing a minute is inferred.
    /// </summary>
    public static RoundTripProfile Production { get; } = new(
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(60),
        [TimeSpan.FromSeconds(121), TimeSpan.FromSeconds(218), TimeSpan.FromSeconds(115)],
        3)
    { Connect = TimeSpan.FromDays(1) };

    public static RoundTripProfile Of(RoundTripTiming timing) => timing == RoundTripTiming.Production ? Production : Default;

    /// <summary>The wait before a confirmation.</summary>
    /// <param name="confirmation">The number of the confirmation, the first being 1.</param>
    public TimeSpan GapBefore(int confirmation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(confirmation, 1);
        return ConfirmGaps[Math.Min(confirmation, ConfirmGaps.Count) - 1];
    }
}
