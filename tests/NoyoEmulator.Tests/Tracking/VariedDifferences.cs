using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>Fills a world with some hundreds of differences of many kinds: pending, resolved, replaced, dismissed, discrepancies of most types.</summary>
internal static class VariedDifferences
{
    private const int Dependents = 2;

    private static readonly string[] Groups = [Defaults.ExampleGroup, Defaults.GuideGroup, Defaults.SnapshotGroup];

    /// <summary>Lets the world live through some days, on each of which families change, some carriers err, and some people decide.</summary>
    public static async Task FillAsync(EmulatorApp app, int families)
    {
        for (var family = 1; family <= families; family++)
        {
            if (family % 8 == 1)
                _ = await app.BehaveAsync(Defaults.AcceptingCarrier, Habits(family));
            _ = await app.PostSnapshotAsync(Groups[family % Groups.Length], Body(family, "2024-09-01"));
            _ = await app.AdvanceAsync((family % 4) switch { 0 => "P1D", 1 => "PT1S", 2 => "PT11H", _ => "PT0S" });
            if (family % 5 == 0)
                _ = await app.PostSnapshotAsync(Groups[family % Groups.Length], Body(family, "2024-09-10"));
        }

        await ErrAsync(app, families);
        await DecideAsync(app);
    }

    /// <summary>Dismisses some, takes some of that back, and gives some to somebody.</summary>
    public static async Task DecideAsync(EmulatorApp app)
    {
        var ids = (await app.AllDifferencesAsync("sort_by=id")).Select(it => it.Id()).ToList();
        await ChangeAsync(app, "dismiss", ids.Where((_, place) => place % 7 == 0));
        await ChangeAsync(app, "reopen", (await app.AllDifferencesAsync("is_dismissed=true&is_open=true")).Select(it => it.Id()).Where((_, place) => place % 3 == 0));
        await ChangeAsync(app, "assign", ids.Where((_, place) => place % 11 == 0), "sam");
    }

    private static JsonObject[] Habits(int family) => (family / 8 % 4) switch
    {
        0 => [],
        1 => [Rule("drop", new JsonObject { ["line_of_coverage"] = "dental" })],
        2 => [Rule("hold")],
        _ => [Rule(Starting("+P10D"))],
    };

    private static JsonObject Body(int family, string start)
    {
        var body = FamilyBody.Of(family, Dependents);
        Offer[] offers = [Offer.Dental, Offer.Medical, Offer.Vision];
        foreach (var (place, offer) in offers.Index())
        {
            for (var position = 1; position <= Dependents + 1; position++)
            {
                if ((family + place + position) % 3 != 0 || position == 1)
                    _ = body.Enroll(offer, start, position: position);
            }
        }

        return body;
    }

    /// <summary>Carriers change what they hold, and some of it back again.</summary>
    private static async Task ErrAsync(EmulatorApp app, int families)
    {
        string[] fields = ["last_name", "first_name", "date_of_birth", "sex"];
        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
        {
            var held = await app.RecordsAsync(carrier);
            for (var family = 1; family <= families; family += 3)
            {
                if (!held.TryGetValue(FamilyBody.Id(family), out var record))
                    continue;
                var field = fields[family % fields.Length];
                var value = field switch { "date_of_birth" => "1950-01-02", "sex" => "M", _ => "Wrong" };
                _ = await app.PatchRecordAsync(carrier, FamilyBody.Id(family), Person(field, value));
                _ = await app.SyncAsync(carrier, new JsonObject { ["employee_id"] = FamilyBody.Id(family) });
                if (family % 2 == 0)
                    continue;
                _ = await app.PatchRecordAsync(carrier, FamilyBody.Id(family), Person(field, record["person"]![field]!.GetValue<string>()));
                _ = await app.AdvanceAsync("PT1H");
                _ = await app.SyncAsync(carrier, new JsonObject { ["employee_id"] = FamilyBody.Id(family) });
            }
        }
    }

    private static JsonObject Person(string field, string value) => new() { ["person"] = new JsonObject { [field] = value } };

    private static Task<JsonNode> ChangeAsync(EmulatorApp app, string change, IEnumerable<string> ids, string? assignee = null)
    {
        var body = new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
        if (assignee is not null)
            body["assignee_id"] = assignee;
        return app.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{change}", body);
    }
}
