using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Builders;

/// <summary>A line of coverage as the default data offers it.</summary>
internal sealed record Offer(string Line, string CarrierId, string? PlanId, string PlanName = "")
{
    public static readonly Offer Medical = new("medical", Defaults.AcceptingCarrier, "4bf04f73-0aad-48ac-b28a-e5f4def7c5e9", "PPO Gold 500");
    public static readonly Offer Dental = new("dental", Defaults.AcceptingCarrier, "5f1ef09e-4b0c-4b5e-9d3f-0f6f0a6f7f11", "DHMO Smile Plus");
    public static readonly Offer Life = new("life", Defaults.AcceptingCarrier, "c2a4b0de-7f6b-4e0c-8f5a-3d2c1b0a9f22", "50k Employee Basic Life");
    public static readonly Offer Vision = new("vision", Defaults.ShiftingCarrier, Defaults.VisionPlan, "Clear Sight Vision");
}

/// <summary>Snapshots of small families whose members' ids follow from a number.</summary>
internal static class FamilyBody
{
    /// <summary>An employee and dependents, nobody covered.</summary>
    public static JsonObject Of(int family, int dependents = 0) => new()
    {
        ["snapshot_mode"] = "current_open",
        ["employee"] = Member(family, 1).With("employment", new JsonObject
        {
            ["employment_dates"] = new JsonObject { ["hire_date"] = "2020-02-01" },
            ["employment_status"] = "full-time",
            ["hours_worked"] = 40,
        }),
        ["dependents"] = new JsonArray([.. Enumerable.Range(2, dependents).Select(position => Member(family, position).With("relationship", "child"))]),
        ["coverages"] = new JsonArray(),
    };

    /// <summary>The id of a member; position 1 is the employee.</summary>
    public static string Id(int family, int position = 1) => $"{family:x8}-0000-4000-8000-{position:x12}";

    public static string CustomId(int family, int position = 1) => $"family-{family}-{position}";

    /// <summary>Enrolls a member of the family; in a further coverage of the plan if it is in one already.</summary>
    public static JsonObject Enroll(
        this JsonObject body, Offer offer, string start, string end = WorldIntents.OpenEnd, int position = 1, int? volume = null)
    {
        var family = int.Parse(body["employee"]!.Text("custom_individual_id").Split('-')[1]);
        var enrolled = new JsonObject
        {
            ["individual_type"] = position == 1 ? "employee" : "dependent",
            ["custom_individual_id"] = CustomId(family, position),
            ["effective_start_date"] = start,
            ["effective_end_date"] = end,
        };
        if (volume is not null)
            enrolled["volume"] = volume;
        var coverages = body["coverages"]!.AsArray();
        var coverage = coverages.FirstOrDefault(it => it!.Text("line_of_coverage") == offer.Line
            && it!.Text("carrier_id") == offer.CarrierId && ((string?)it!["plan_name"] ?? "") == offer.PlanName
            && it!["enrolled_members"]!.AsArray().All(other => (string?)other!["custom_individual_id"] != CustomId(family, position)));
        if (coverage is null)
        {
            coverage = new JsonObject
            {
                ["carrier_id"] = offer.CarrierId,
                ["line_of_coverage"] = offer.Line,
                ["enrolled_members"] = new JsonArray(),
            };
            if (offer.PlanName.Length > 0)
                coverage["plan_name"] = offer.PlanName;
            if (offer.PlanId is not null)
                coverage["plan_id"] = offer.PlanId;
            coverages.Add(coverage);
        }

        coverage["enrolled_members"]!.AsArray().Add((JsonNode)enrolled);
        return body;
    }

    /// <summary>Calls a member by Noyo's id alone.</summary>
    public static JsonObject ByIdAlone(this JsonObject body, int position)
    {
        var member = MemberAt(body, position);
        foreach (var enrolled in body["coverages"]!.AsArray().SelectMany(coverage => coverage!["enrolled_members"]!.AsArray()))
        {
            if ((string?)enrolled!["custom_individual_id"] != (string?)member["custom_individual_id"])
                continue;
            enrolled["individual_id"] = member.Id();
            _ = enrolled.AsObject().Remove("custom_individual_id");
        }

        _ = member.Remove("custom_individual_id");
        return body;
    }

    /// <summary>Calls a member by the platform's id alone.</summary>
    public static JsonObject ByCustomIdAlone(this JsonObject body, int position)
    {
        _ = MemberAt(body, position).Remove("id");
        return body;
    }

    private static JsonObject MemberAt(JsonObject body, int position)
    {
        return (position == 1 ? body["employee"] : body["dependents"]!.AsArray().Single(IsWanted))!.AsObject();

        bool IsWanted(JsonNode? member) =>
            (string?)member!["custom_individual_id"] is { } customId && customId.EndsWith($"-{position}", StringComparison.Ordinal);
    }

    private static JsonObject Member(int family, int position) => new()
    {
        ["id"] = Id(family, position),
        ["custom_individual_id"] = CustomId(family, position),
        ["person"] = new JsonObject
        {
            ["first_name"] = position == 1 ? "Ada" : $"Bo{position}",
            ["last_name"] = "Test",
            ["date_of_birth"] = $"19{60 + position}-03-04",
            ["sex"] = "F",
            ["home_address"] = Address(),
            ["mailing_address"] = Address(),
        },
    };

    private static JsonObject Address() => new() { ["street_one"] = "1 Main St", ["city"] = "Bend", ["state"] = "OR", ["zip_code"] = "97701" };
}
