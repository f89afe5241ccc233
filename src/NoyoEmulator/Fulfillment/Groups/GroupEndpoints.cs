using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Accounts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>Noyo's groups.</summary>
internal static class GroupEndpoints
{
    public const string Tag = "Group Configuration";

    public const string Kind = "Group";

    private const string History = "group";

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/api/v1/groups").InFamily(ApiFamily.Fulfillment).WithFidelity(Fidelity.Documented).WithTags(Tag).RequireToken().OnWorld().OnlyKnownParameters()
            .AddValidation();
        _ = groups.MapGet("", ListAsync).WithName("getGroupList").WithSummary("Get all groups").WithDescription("Newest first.")
            .Takes(GroupListQuery.Parameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapPost("", CreateAsync).WithName("createGroup").WithFidelity(Fidelity.Inferred).WithSummary("Create a group")
            .WithDescription("It has neither plans nor connections yet. Subscribers hear of it by `group.created`.");
        _ = groups.MapGet("/{group_id}", GetAsync).WithName("getGroup").WithSummary("Get a single group").WithDescription("As it is now.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = groups.MapPut("/{group_id}/{version}", EditAsync).WithName("editGroup").WithFidelity(Fidelity.Inferred).WithSummary("Edit a group")
            .WithDescription("What is left out stays as it is. Of several edits of one version the first one succeeds.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        groups.MapContacts();
        groups.MapLocations();
        groups.MapCarrierConfigurations();
    }

    private static async Task<Results<Ok<Paginated<GroupResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var query = GroupListQuery.Read(context.Request.Query, isUi: false);
        if (query.Failure is { } failure)
            return failure;
        await using var db = world.OpenReader();
        var (groups, total) = await query.ListAsync(db, cancellationToken);
        return TypedResults.Ok(Paginated<GroupResult>.For(query.Page, total, [.. groups.Select(GroupResult.Of)]));
    }

    private static async Task<Results<Ok<GroupResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "group_id")] string groupId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        return Uuid.TryParse(groupId, out var id) && await db.Groups.FirstOrDefaultAsync(group => group.Id == id, cancellationToken) is { } group
            ? TypedResults.Ok(GroupResult.Of(group))
            : ApiErrorResult.Unknown(Kind, groupId);
    }

    private static Task<Results<Created<GroupResult>, ApiErrorResult>> CreateAsync(
        JsonBody<GroupCreateRequest> body, World world, CancellationToken cancellationToken) => world.WriteAsync<Results<Created<GroupResult>, ApiErrorResult>>(
        session =>
        {
            var organizations = session.Rows.Setup.Get<Organizations>();
            var stated = body.Value.OrganizationId is { } text ? Uuid.Parse(text) : (Guid?)null;
            if ((stated ?? organizations.Main) is not { } organizationId)
                return ApiErrorResult.Unprocessable([FieldError.At("$.organization_id", "is required: this world has no group yet whose organization could be taken")]);
            if (!organizations.Accepts(organizationId))
                return ApiErrorResult.Unprocessable([FieldError.At("$.organization_id", $"must be an organization that has groups here, such as {organizations.Main}, or absent")]);

            var group = new Group
            {
                Id = session.NewId(),
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                OrganizationId = organizationId,
                Name = body.Value.Name!,
                DbaName = body.Value.DbaName,
                FederalEin = body.Value.FederalEin,
                SicCode = body.Value.SicCode,
            };
            session.Rows.Insert(group);
            session.AddHistory(History, group.Id, "created");
            session.Raise(WebhookEventType.GroupCreated, group.Id);
            return TypedResults.Created($"/api/v1/groups/{group.Id}", GroupResult.Of(group));
        },
        cancellationToken);

    private static Task<Results<Ok<GroupResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "version")] string version, JsonBody<GroupEditRequest> body, World world,
        CancellationToken cancellationToken) => world.WriteAsync<Results<Ok<GroupResult>, ApiErrorResult>>(
        session =>
        {
            if (!Uuid.TryParse(groupId, out var id) || session.Rows.Find<Group>(id) is not { } group)
                return ApiErrorResult.Unknown(Kind, groupId);
            if (!Uuid.TryParse(version, out var known) || known != group.Version)
                return ApiErrorResult.StaleVersion(group.Version);

            group.Name = body.Value.Name ?? group.Name;
            group.DbaName = body.Value.DbaName ?? group.DbaName;
            group.FederalEin = body.Value.FederalEin ?? group.FederalEin;
            group.SicCode = body.Value.SicCode ?? group.SicCode;
            group.Version = session.NewId();
            group.Modified = session.Now;
            session.Rows.Update(group);
            session.AddHistory(History, group.Id, "edited");
            return TypedResults.Ok(GroupResult.Of(group));
        },
        cancellationToken);
}
