using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Accounts;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.CarrierDirectory;

/// <summary>Noyo's Carrier API.</summary>
internal static class CarrierDirectoryEndpoints
{
    private const string Kind = "Carrier";

    private static readonly QueryParameter[] Parameters =
    [
        new("state", "string", "Only carriers of this state; US for those of the whole country.", Values: CarrierTerms.States),
        new("internal_name", "string", "Only the carrier of exactly this internal name, in any case."),
        new("line_of_coverage", "string", "Only carriers that offer this.", Values: CarrierTerms.LinesOfCoverage),
        new("ids", "array", "Only these carriers.", "uuid"),
        new("organization_id", "string", "Only carriers that this organization has asked for, or is connected to; their status is about it.", "uuid"),
        new("is_listed", "boolean", "Only carriers that are listed, or only those that are not."),
        new("is_send", "boolean", "Only carriers that get files, or only those with round trips."),
    ];

    public static void MapCarrierDirectory(this IEndpointRouteBuilder routes)
    {
        var carriers = routes.MapGroup("/api/v1/carriers").InFamily(ApiFamily.Carrier).WithFidelity(Fidelity.Inferred).WithTags("Carriers").RequireToken().OnWorld().OnlyKnownParameters()
            .AddValidation();
        _ = carriers.MapGet("", ListAsync).WithName("queryCarrierPublicList").WithSummary("Find carriers")
            .WithDescription("All that match, by name, without pages.").Takes(Parameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = carriers.MapPost("/request", RequestAsync).WithName("createPublicCarrier").WithSummary("Ask for a carrier")
            .WithDescription("Puts on record that the organization wants to work with a carrier. Nothing follows from it; each carrier can be asked for once.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = carriers.MapGet("/{carrier_id}", GetAsync).WithName("getCarrier").WithSummary("Get a single carrier").WithDescription("As it is now.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<IReadOnlyList<CarrierResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var state = reader.OneOf("state", CarrierTerms.States);
        var name = reader.Text("internal_name");
        var line = reader.OneOf("line_of_coverage", CarrierTerms.LinesOfCoverage);
        var ids = reader.Guids("ids");
        var organizationId = reader.Guid("organization_id");
        var isListed = reader.Boolean("is_listed");
        var isSend = reader.Boolean("is_send");
        if (reader.Failure is { } failure)
            return failure;

        await using var db = world.OpenReader();
        var view = await CarrierView.ReadAsync(db, organizationId, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<CarrierResult>>(
        [
            .. view.Carriers
                .Where(carrier => (ids.Count == 0 || ids.Contains(carrier.Id)) && (isListed is null || carrier.IsListed == isListed)
                    && (organizationId is null || view.StandingOf(carrier.Id) != CarrierStanding.NotConnected))
                .Select(view.ResultOf)
                .Where(carrier => (state is null || carrier.State == state) && (isSend is null || carrier.IsSend == isSend)
                    && (line is null || carrier.LinesOfCoverage.Contains(line))
                    && (name is null || carrier.InternalName.Equals(name, StringComparison.OrdinalIgnoreCase))),
        ]);
    }

    private static async Task<Results<Ok<CarrierResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "carrier_id")] string carrierId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var view = await CarrierView.ReadAsync(db, organizationId: null, cancellationToken);
        return Uuid.TryParse(carrierId, out var id) && view.Carriers.FirstOrDefault(carrier => carrier.Id == id) is { } found
            ? TypedResults.Ok(view.ResultOf(found))
            : ApiErrorResult.Unknown(Kind, carrierId);
    }

    private static Task<Results<Created<OrganizationCarrierResult>, ApiErrorResult>> RequestAsync(
        JsonBody<CreateOrganizationCarrierPublicRequest> body, World world, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Created<OrganizationCarrierResult>, ApiErrorResult>>(
            session =>
            {
                var carrierId = Uuid.Parse(body.Value.CarrierId!);
                if (session.Rows.Setup.Get<CarrierSetups>().Find(carrierId) is null)
                    return ApiErrorResult.Unknown(Kind, $"{carrierId:D}");
                if (session.Rows.Setup.Get<Organizations>().Main is not { } organizationId)
                    return ApiErrorResult.Unprocessable("This world has no organization that could ask for a carrier: it has no group yet");
                if (session.Rows.Where<OrganizationCarrier>("organization_id = ? AND carrier_id = ?", organizationId, carrierId).Count > 0)
                    return ApiErrorResult.Conflict($"Organization {organizationId} has asked for carrier {carrierId} already");

                var request = new OrganizationCarrier
                {
                    Id = session.NewId(),
                    Version = session.NewId(),
                    Created = session.Now,
                    Modified = session.Now,
                    OrganizationId = organizationId,
                    CarrierId = carrierId,
                    Status = CarrierStanding.Pending,
                    EstimatedVolume = body.Value.EstimatedVolume,
                };
                session.Rows.Insert(request);
                session.AddHistory("organization_carrier", request.Id, "asked for");
                return TypedResults.Created((string?)null, OrganizationCarrierResult.Of(request));
            },
            cancellationToken);
}
