using NoyoEmulator.Configuration;

namespace NoyoEmulator.Webhooks;

/// <summary>When a failed delivery is tried again.</summary>
internal static class RetrySchedule
{
    /// <summary>The wait, on the world's clock, between a failed attempt and the next one.</summary>
    /// <param name="options">Holds the gaps.</param>
    /// <param name="attempt">The number of the attempt that failed, the first being 1.</param>
    /// <returns>The gap, or null when no retry is left.</returns>
    public static TimeSpan? GapAfter(WebhookOptions options, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return attempt <= options.RetryGaps.Count ? options.RetryGaps[attempt - 1] : null;
    }
}
