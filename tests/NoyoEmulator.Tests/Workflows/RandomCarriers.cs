using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What the carriers of a random history do.</summary>
internal static class RandomCarriers
{
    /// <summary>Habits with up to two rules; every third carrier takes files.</summary>
    public static JsonObject Behavior(Dice dice) => new()
    {
        ["tier"] = dice.Next(3) == 0 ? "send" : "sync",
        ["confirmations"] = 1 + dice.Next(3),
        ["rules"] = new JsonArray([.. Enumerable.Range(0, dice.Next(3)).Select(_ => Rule(dice))]),
    };

    /// <summary>Changes a record that the carrier holds, or takes it away.</summary>
    public static async Task EditRecordAsync(Dice dice, EmulatorApp app, string carrier, Func<HttpMethod, string, JsonNode?, Task> send)
    {
        var records = (await app.RecordsAsync(carrier)).Where(pair => pair.Key.StartsWith("0000000", StringComparison.Ordinal)).ToList();
        if (records.Count == 0)
            return;
        var (individual, record) = dice.Pick(records);
        var path = $"/_emulator/carriers/{carrier}/records/{individual}";
        if (dice.Chance(20))
            await send(HttpMethod.Delete, path, null);
        else
            await send(HttpMethod.Patch, path, Patch(dice, carrier, [.. record["enrollments"]!.AsArray().Select(it => it!.DeepClone().AsObject())]));
    }

    private static JsonObject Rule(Dice dice)
    {
        JsonNode effect = dice.Next(7) switch
        {
            0 or 1 => "drop",
            2 => "accept",
            3 => "hold",
            4 => WorldIntents.Rejecting("No"),
            _ => WorldIntents.Starting(dice.Pick("first_of_next_month", "+P10D", "2024-09-15")),
        };
        JsonObject match = dice.Next(4) switch
        {
            0 => [],
            1 => new() { ["line_of_coverage"] = dice.Pick(RandomHistory.Offers).Line },
            2 => new() { ["employee_id"] = FamilyBody.Id(1 + dice.Next(RandomHistory.Families)) },
            _ => new()
            {
                ["individual_id"] = FamilyBody.Id(1 + dice.Next(RandomHistory.Families), 1 + dice.Next(RandomHistory.Dependents + 1)),
            },
        };
        return WorldIntents.Rule(effect, match, dice.Pick<int?>(null, 1, 2));
    }

    private static JsonObject Patch(Dice dice, string carrier, List<JsonObject> enrollments)
    {
        switch (dice.Next(5))
        {
            case 0:
                return new JsonObject { ["person"] = new JsonObject { ["last_name"] = dice.Pick("test", "Tested") } };
            case 1:
                return new JsonObject { ["person"] = new JsonObject { ["ssn"] = dice.Pick(null, "219-09-9871", "219099873") } };
            case 2 when enrollments.Count > 0:
                enrollments.RemoveAt(dice.Next(enrollments.Count));
                break;
            case 3 when enrollments.Count > 0:
                var one = dice.Pick(enrollments);
                one["effective_start_date"] = dice.Pick(RandomHistory.Starts);
                one["volume"] = dice.Pick<int?>(null, 20000);
                break;
            default:
                var offer = dice.Pick([.. RandomHistory.Offers.Where(it => it.CarrierId == carrier)]);
                if (enrollments.Exists(it => (string?)it["plan_name"] == offer.PlanName))
                    break;
                enrollments.Add(new JsonObject
                {
                    ["line_of_coverage"] = offer.Line,
                    ["plan_id"] = offer.PlanId,
                    ["plan_name"] = offer.PlanName,
                    ["effective_start_date"] = dice.Pick(RandomHistory.Starts),
                    ["effective_end_date"] = dice.Pick(WorldIntents.OpenEnd, "2024-12-31"),
                });
                break;
        }

        return new JsonObject { ["enrollments"] = new JsonArray([.. enrollments]) };
    }
}
