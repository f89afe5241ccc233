using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.MemberRequests;

/// <summary>Bodies of member requests.</summary>
internal static class RequestBody
{
    /// <summary>A request for coverage in which nothing is asked for yet.</summary>
    public static JsonObject Coverages(params (string Key, JsonNode Value)[] rest)
    {
        var body = new JsonObject { ["coverages"] = new JsonArray() };
        foreach (var (key, value) in rest)
            body[key] = value;
        return body;
    }

    /// <summary>Asks for something for a member.</summary>
    /// <param name="body">The request.</param>
    /// <param name="action">Such as enrolling_members.</param>
    /// <param name="offer">The plan.</param>
    /// <param name="family">The family of <see cref="FamilyBody"/>.</param>
    /// <param name="position">1 for the employee.</param>
    /// <param name="more">What is beside id, type and plan.</param>
    public static JsonObject Ask(this JsonObject body, string action, Offer offer, int family, int position = 1, params (string Key, JsonNode Value)[] more)
    {
        var member = new JsonObject
        {
            ["id"] = FamilyBody.Id(family, position),
            ["member_type"] = position == 1 ? "employee" : "dependent",
        };
        if (offer.PlanId is not null)
            member["plan_id"] = offer.PlanId;
        foreach (var (key, value) in more)
            member[key] = value;
        var coverages = body["coverages"]!.AsArray();
        var carrier = coverages.FirstOrDefault(part => (string?)part!["carrier_id"] == offer.CarrierId);
        if (carrier is null)
        {
            carrier = new JsonObject { ["carrier_id"] = offer.CarrierId, ["carrier_config"] = new JsonObject(), ["lines_of_coverage"] = new JsonObject() };
            coverages.Add(carrier);
        }

        var lines = carrier["lines_of_coverage"]!;
        lines[offer.Line] ??= new JsonObject();
        var line = lines[offer.Line]!;
        line[action] ??= new JsonArray();
        line[action]!.AsArray().Add((JsonNode)member);
        return body;
    }

    /// <summary>Posts a request of a kind.</summary>
    public static Task<JsonNode> RequestAsync(this EmulatorApp app, string kind, JsonObject body, int family = 1) =>
        app.DoAsync(HttpMethod.Post, PathOf(kind, family), body);

    /// <summary>Where requests of a kind are posted to.</summary>
    public static string PathOf(string kind, int family = 1) => $"/api/v1/employees/{FamilyBody.Id(family)}/member_requests/{kind}";

    /// <summary>A request as it is now.</summary>
    public static Task<JsonNode> RequestNowAsync(this EmulatorApp app, JsonNode request) => app.GetAsync($"/api/v1/member_requests/{request.Id()}");

    /// <summary>The differences of a family that match a query.</summary>
    public static async Task<IReadOnlyList<JsonNode>> FamilyDifferencesAsync(this EmulatorApp app, string query = "") =>
        [.. (await app.GetAsync($"/tracking/api/v1/employees/{FamilyBody.Id(1)}/differences?page_size=100&{query}"))["response"]!.AsArray().Select(difference => difference!)];

    /// <summary>The transactions of a request, by carrier; under an empty id what Noyo does itself.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonNode>> TransactionsAsync(this EmulatorApp app, JsonNode request) =>
        (await app.GetAsync($"/api/v1/member_requests/{request.Id()}/member_transactions"))["response"]!.AsArray()
            .ToDictionary(transaction => (string?)transaction!["carrier_id"] ?? "", transaction => transaction!);
}
