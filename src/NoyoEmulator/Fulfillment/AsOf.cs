using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment;

/// <summary>The day as of which something is looked at.</summary>
internal static class AsOf
{
    public static readonly QueryParameter Parameter = new(
        "effective_date", "string", "The day as of which to look; today, on the world's clock, if absent.", "date");

    /// <summary>The day that a query names, or today.</summary>
    public static DateOnly Read(QueryReader query, World world) => query.Date("effective_date") ?? Today(world);

    /// <summary>The world's day, in UTC.</summary>
    public static DateOnly Today(World world) => DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime);
}
