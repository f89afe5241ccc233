using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>The contacts of groups.</summary>
internal static class ContactEndpoints
{
    private const string Kind = "Contact";
    private const string History = "contact";
    private const string CarrierField = "$.carrier_id";

    /// <param name="groups">Where groups are mapped.</param>
    public static void MapContacts(this IEndpointRouteBuilder groups)
    {
        _ = groups.MapGet("/{group_id}/contacts", ListAsync).WithName("getContactList").WithSummary("Get all group contacts")
            .WithDescription("Newest first.").Takes(QueryParameter.Paging)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = groups.MapPost("/{group_id}/contacts", CreateAsync).WithName("createContact").WithFidelity(Fidelity.Inferred).WithSummary("Create a group contact")
            .WithDescription("One of type `carrier` names the carrier.").Refuses(StatusCodes.Status404NotFound);
        _ = groups.MapGet("/{group_id}/contacts/{contact_id}", GetAsync).WithName("getContact").WithSummary("Get a single group contact")
            .WithDescription("As it is now.").Refuses(StatusCodes.Status404NotFound);
        _ = groups.MapPut("/{group_id}/contacts/{contact_id}/{version}", EditAsync).WithName("editContact").WithFidelity(Fidelity.Inferred).WithSummary("Edit a group contact")
            .WithDescription("What is left out stays as it is. Of several edits of one version the first one succeeds.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Paginated<ContactResult>>, ApiErrorResult>> ListAsync(
        [RouteId(Name = "group_id")] string groupId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var id) || !await db.Groups.AnyAsync(group => group.Id == id, cancellationToken))
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        if (reader.Failure is { } failure)
            return failure;
        var all = db.GroupContacts.Where(contact => contact.GroupId == id);
        var contacts = await all.OrderByDescending(contact => contact.Created).ThenByDescending(contact => contact.Id)
            .Skip(page.Offset).Take(page.PageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<ContactResult>.For(page, await all.CountAsync(cancellationToken), contacts.ConvertAll(ContactResult.Of)));
    }

    private static async Task<Results<Ok<ContactResult>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "contact_id")] string contactId, World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(groupId, out var group) || !await db.Groups.AnyAsync(row => row.Id == group, cancellationToken))
            return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
        return Uuid.TryParse(contactId, out var id)
            && await db.GroupContacts.FirstOrDefaultAsync(row => row.Id == id && row.GroupId == group, cancellationToken) is { } contact
            ? TypedResults.Ok(ContactResult.Of(contact))
            : ApiErrorResult.Unknown(Kind, contactId);
    }

    private static Task<Results<Created<ContactResult>, ApiErrorResult>> CreateAsync(
        [RouteId(Name = "group_id")] string groupId, JsonBody<ContactCreateRequest> body, World world, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Created<ContactResult>, ApiErrorResult>>(
            session =>
            {
                var stated = body.Value;
                if (!Uuid.TryParse(groupId, out var id) || session.Rows.Find<Group>(id) is null)
                    return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
                if (UnknownCarrier(session, stated.CarrierId) is { } error)
                    return error;
                var contact = new GroupContact
                {
                    Id = session.NewId(),
                    Version = session.NewId(),
                    Created = session.Now,
                    Modified = session.Now,
                    GroupId = id,
                    FirstName = stated.FirstName!,
                    LastName = stated.LastName!,
                    Title = stated.Title,
                    Email = stated.Email!,
                    PhoneNumber = stated.PhoneNumber,
                    Types = WireJson.Write(stated.Types!),
                    IsPrimary = stated.PrimaryContact,
                    CarrierId = stated.CarrierId is { } carrierId ? Uuid.Parse(carrierId) : null,
                };
                session.Rows.Insert(contact);
                session.AddHistory(History, contact.Id, "created");
                return TypedResults.Created($"/api/v1/groups/{id}/contacts/{contact.Id}", ContactResult.Of(contact));
            },
            cancellationToken);

    private static Task<Results<Ok<ContactResult>, ApiErrorResult>> EditAsync(
        [RouteId(Name = "group_id")] string groupId, [RouteId(Name = "contact_id")] string contactId, [RouteId(Name = "version")] string version,
        JsonBody<ContactEditRequest> body, World world, CancellationToken cancellationToken) => world.WriteAsync<Results<Ok<ContactResult>, ApiErrorResult>>(
        session =>
        {
            if (!Uuid.TryParse(groupId, out var group) || session.Rows.Find<Group>(group) is null)
                return ApiErrorResult.Unknown(GroupEndpoints.Kind, groupId);
            if (!Uuid.TryParse(contactId, out var id) || session.Rows.Find<GroupContact>(id) is not { } contact || contact.GroupId != group)
                return ApiErrorResult.Unknown(Kind, contactId);
            if (!Uuid.TryParse(version, out var known) || known != contact.Version)
                return ApiErrorResult.StaleVersion(contact.Version);
            if (UnknownCarrier(session, body.Value.CarrierId) is { } error)
                return error;

            Apply(body.Value, contact);
            if (contact.CarrierId is null && WireJson.Read<List<string>>(contact.Types).Contains(ContactTypes.Carrier))
                return ApiErrorResult.Unprocessable([FieldError.At(CarrierField, ContactTypes.NeedsCarrier)]);
            contact.Version = session.NewId();
            contact.Modified = session.Now;
            session.Rows.Update(contact);
            session.AddHistory(History, contact.Id, "edited");
            return TypedResults.Ok(ContactResult.Of(contact));
        },
        cancellationToken);

    private static void Apply(ContactEditRequest stated, GroupContact contact)
    {
        contact.FirstName = stated.FirstName ?? contact.FirstName;
        contact.LastName = stated.LastName ?? contact.LastName;
        contact.Title = stated.Title ?? contact.Title;
        contact.Email = stated.Email ?? contact.Email;
        contact.PhoneNumber = stated.PhoneNumber ?? contact.PhoneNumber;
        contact.Types = WireJson.Write(stated.Types) ?? contact.Types;
        contact.IsPrimary = stated.PrimaryContact ?? contact.IsPrimary;
        contact.CarrierId = stated.CarrierId is { } carrierId ? Uuid.Parse(carrierId) : contact.CarrierId;
    }

    private static ApiErrorResult? UnknownCarrier(WorldSession session, string? carrierId) =>
        carrierId is not null && session.Rows.Setup.Get<CarrierSetups>().Find(Uuid.Parse(carrierId)) is null
            ? ApiErrorResult.Unprocessable([FieldError.At(CarrierField, "must be the id of a known carrier")])
            : null;
}
