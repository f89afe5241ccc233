using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>Whether a group can be connected to a carrier, and how data would be exchanged (OpenAPI).</summary>
public sealed record ConnectionEligibilityResult
{
    public required Guid GroupId { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>eligible, or ineligible while there is a connection that is not over (inferred: Noyo publishes no values).</summary>
    public required string Eligibility { get; init; }

    public required DataExchangeConfiguration DataExchangeConfiguration { get; init; }

    /// <summary>The rules that were looked at, with what came of them.</summary>
    public required IReadOnlyList<EligibilityRuleEvaluation> EligibilityRules { get; init; }
}

/// <summary>How data is exchanged with a carrier (OpenAPI).</summary>
public sealed record DataExchangeConfiguration
{
    /// <summary>Premier, Standard or Not Connected.</summary>
    public required string Name { get; init; }

    public DataExchange? DataExchange { get; init; }
}

/// <summary>A rule of a carrier for connections, and what came of it (OpenAPI).</summary>
public sealed record EligibilityRuleEvaluation
{
    public required string Rule { get; init; }

    public required string Description { get; init; }

    /// <summary>passed or failed.</summary>
    public required string Result { get; init; }
}

/// <summary>Noyo's connection eligibility, told from the carriers and connections of the world.</summary>
internal static class ConnectionEligibilityEndpoints
{
    private static readonly IReadOnlyList<QueryParameter> Parameters =
        [new("carrier_id", "string", "The carrier; absent: the first one, by name, that the group is not connected to, or else the first.", "uuid")];

    public static void MapConnectionEligibility(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/v1").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Inferred).WithTags("Connection Eligibility").RequireToken().OnWorld().OnlyKnownParameters()
            .MapGet("/groups/{group_id}/connection_eligibility", Get).WithName("getConnectionEligibility")
            .WithSummary("Get the connection eligibility of a group")
            .WithDescription("A group can be connected to every carrier of the world that it has no connection with, or none that is not over.")
            .Takes(Parameters).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);

    private static Results<Ok<ConnectionEligibilityResult>, ApiErrorResult> Get([RouteId(Name = "group_id")] string groupId, HttpContext context, World world)
    {
        using var database = world.OpenSqlReader();
        database.Pin();
        if (!Uuid.TryParse(groupId, out var id) || database.Where<Group>("id = ?", id).Count == 0)
            return ApiErrorResult.Unknown("Group", groupId);
        var reader = new QueryReader(context.Request.Query);
        var wanted = reader.Guid("carrier_id");
        if (reader.Failure is { } failure)
            return failure;
        var open = database.Where<GroupConnection>("group_id = ?", id).Where(connection => !connection.IsOver).ToLookup(connection => connection.CarrierId);
        var carriers = wanted is { } carrierId ? database.Where<Carrier>("id = ?", carrierId) : database.Where<Carrier>("1 = 1 ORDER BY display_name, id");
        return (carriers.Find(carrier => !open.Contains(carrier.Id)) ?? carriers.FirstOrDefault()) is { } chosen
            ? TypedResults.Ok(ToResult(id, chosen, open[chosen.Id].FirstOrDefault()))
            : wanted is { } unknown ? TypedResults.Ok(ToResult(id, unknown)) : ApiErrorResult.NotFound("The world has no carrier");
    }

    /// <summary>Nobody can be connected to a carrier that the world does not know.</summary>
    private static ConnectionEligibilityResult ToResult(Guid groupId, Guid unknownCarrierId) => new()
    {
        GroupId = groupId,
        CarrierId = unknownCarrierId,
        Eligibility = "ineligible",
        DataExchangeConfiguration = new DataExchangeConfiguration { Name = "Not Connected" },
        EligibilityRules =
        [
            new EligibilityRuleEvaluation { Rule = "known_carrier", Description = "The world has no carrier with this id", Result = "failed" },
        ],
    };

    private static ConnectionEligibilityResult ToResult(Guid groupId, Carrier carrier, GroupConnection? open)
    {
        var isRead = CarrierPace.BehaviorOf(carrier).Tier == CarrierTier.Sync;
        return new ConnectionEligibilityResult
        {
            GroupId = groupId,
            CarrierId = carrier.Id,
            Eligibility = open is null ? "eligible" : "ineligible",
            DataExchangeConfiguration = new DataExchangeConfiguration
            {
                Name = isRead ? "Premier" : "Standard",
                DataExchange = GroupCarrierConfigurations.DefaultFor(CarrierPace.BehaviorOf(carrier).Tier).DataExchange,
            },
            EligibilityRules =
            [
                new EligibilityRuleEvaluation
                {
                    Rule = "no_open_connection",
                    Description = open is null
                        ? "The group has no connection to the carrier that is not over"
                        : $"The group has a connection to the carrier already: {open.Id}, {EnumName.Of(open.Status)}",
                    Result = open is null ? "passed" : "failed",
                },
            ],
        };
    }
}
