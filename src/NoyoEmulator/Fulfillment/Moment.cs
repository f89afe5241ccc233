namespace NoyoEmulator.Fulfillment;

/// <summary>When a decision is made, and where the ids of what it creates come from.</summary>
/// <param name="Now">The world's time.</param>
/// <param name="NewId">The next of the world's ids.</param>
internal sealed record Moment(DateTimeOffset Now, Func<Guid> NewId)
{
    /// <summary>The day, in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);
}
