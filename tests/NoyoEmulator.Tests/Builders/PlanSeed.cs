using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Builders;

/// <summary>A seed of one group with plans, and nobody in them.</summary>
internal static class PlanSeed
{
    public const string Group = "5a0c1f3e-1c7a-4f0e-9b1e-8f5e1a2b3c4e";

    /// <summary>A world with these plans and group enrollments.</summary>
    public static async Task<EmulatorApp> PlansAsync(this EmulatorApp app, JsonArray plans, JsonArray? groupEnrollments = null)
    {
        var world = await app.CreateWorldAsync("plans");
        _ = await world.DoAsync(HttpMethod.Put, "/_emulator/seed", Of(plans, groupEnrollments));
        return world;
    }

    public static JsonObject Of(JsonArray plans, JsonArray? groupEnrollments = null) => new()
    {
        ["organization_id"] = "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
        ["carriers"] = new JsonArray(
            new JsonObject { ["id"] = Defaults.AcceptingCarrier, ["display_name"] = "Harbor Mutual" },
            new JsonObject { ["id"] = Defaults.ShiftingCarrier, ["display_name"] = "Lantern Vision" }),
        ["groups"] = new JsonArray(new JsonObject
        {
            ["id"] = Group,
            ["name"] = "Plans Inc",
            ["connections"] = new JsonArray(new JsonObject { ["carrier_id"] = Defaults.AcceptingCarrier }, new JsonObject { ["carrier_id"] = Defaults.ShiftingCarrier }),
            ["plans"] = plans,
            ["group_enrollments"] = groupEnrollments ?? [],
        }),
    };

    public static string Id(int number) => $"00000000-0000-4000-8000-{number:x12}";

    /// <summary>A plan with that number in its id.</summary>
    public static JsonObject Plan(int number, string line, string carrierId = Defaults.AcceptingCarrier, string more = "{}")
    {
        var plan = new JsonObject { ["id"] = Id(number), ["carrier_id"] = carrierId, ["line_of_coverage"] = line, ["name"] = $"Plan {number}" };
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
            plan[name] = value?.DeepClone();
        return plan;
    }

    /// <summary>What names the plan in a snapshot.</summary>
    public static Offer Offer(int number, string line, string carrierId = Defaults.AcceptingCarrier) => new(line, carrierId, Id(number), $"Plan {number}");
}
