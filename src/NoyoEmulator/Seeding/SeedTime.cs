namespace NoyoEmulator.Seeding;

/// <summary>Since when there is what a seed states without a time of its own.</summary>
internal static class SeedTime
{
    /// <summary>Long ago: a seed is laid into worlds whose clocks begin at any time.</summary>
    public static readonly DateTimeOffset LongAgo = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
