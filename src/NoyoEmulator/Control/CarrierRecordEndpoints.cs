using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>Which families to sync; absent: all.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SyncBody
{
    /// <summary>Only the families of this group.</summary>
    public string? GroupId { get; init; }

    /// <summary>Only this employee's family.</summary>
    public string? EmployeeId { get; init; }
}

/// <summary>What a sync changed.</summary>
public sealed record SyncResult
{
    /// <summary>The differences that are new.</summary>
    public required IReadOnlyList<Guid> Created { get; init; }

    /// <summary>Those that became discrepancies, new ones included.</summary>
    public required IReadOnlyList<Guid> Raised { get; init; }

    /// <summary>Those that are gone.</summary>
    public required IReadOnlyList<Guid> Resolved { get; init; }

    /// <summary>Why nothing could be compared; absent where something was.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

internal sealed class SyncBodyValidator : AbstractValidator<SyncBody>
{
    public SyncBodyValidator()
    {
        _ = RuleFor(body => body.GroupId).Must(text => text is null || Uuid.TryParse(text, out _)).WithMessage("must be a uuid");
        _ = RuleFor(body => body.EmployeeId).Must(text => text is null || Uuid.TryParse(text, out _)).WithMessage("must be a uuid");
    }
}

/// <summary>What carriers hold: editing it is how a person plays the carrier.</summary>
internal static class CarrierRecordEndpoints
{
    private const string Tag = "Carriers";

    private static readonly IReadOnlyList<QueryParameter> Filters =
    [
        new("employee_id", "string", "Only the record of this employee and those of the dependents.", "uuid"),
        new("group_id", "string", "Only records of this group's people.", "uuid"),
    ];

    public static void MapCarrierRecords(this IEndpointRouteBuilder control)
    {
        var carrier = control.MapGroup("/carriers/{carrier_id}").WithTags(Tag);
        _ = carrier.MapGet("/records", ListAsync).WithName("listCarrierRecords").WithSummary("What a carrier holds")
            .Takes([.. QueryParameter.Paging, .. Filters]).Refuses(StatusCodes.Status404NotFound, StatusCodes.Status422UnprocessableEntity);
        _ = carrier.MapGet("/records/{individual_id}", GetAsync).WithName("getCarrierRecord").WithSummary("What a carrier holds about a person")
            .Refuses(StatusCodes.Status404NotFound);
        _ = carrier.MapPut("/records/{individual_id}", PutAsync).WithName("putCarrierRecord")
            .WithSummary("Say what a carrier holds about a person")
            .WithDescription(
                "Makes or replaces the record of any member: of one whom the carrier enrolled by itself, or who got a coverage that was dropped "
                + "before. Differences follow at the next confirmation or sync.")
            .Refuses(StatusCodes.Status404NotFound);
        _ = carrier.MapPatch("/records/{individual_id}", PatchAsync).WithName("patchCarrierRecord")
            .WithSummary("Change what a carrier holds about a person")
            .WithDescription(
                "A JSON merge patch of the record. Differences follow at the next confirmation or sync, of which there is one every day.")
                    .Refuses(StatusCodes.Status404NotFound);
        _ = carrier.MapDelete("/records/{individual_id}", DeleteAsync).WithName("deleteCarrierRecord")
            .WithSummary("Let a carrier lose a person")
            .Refuses(StatusCodes.Status404NotFound);
        _ = carrier.MapPost("/sync", SyncAsync).WithName("syncCarrier").WithSummary("Fetch a carrier's records and compare them now")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<MemberRecord>>, ApiErrorResult>> ListAsync(
        [RouteId(Name = "carrier_id")] string carrierId, HttpContext context, World world, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var (employeeId, groupId) = (reader.Guid("employee_id"), reader.Guid("group_id"));
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(carrierId, out var id) || await db.Carriers.FindAsync([id], cancellationToken) is null)
            return CarrierEndpoints.Missing(carrierId);
        if (reader.Failure is { } failure)
            return failure;
        var records = db.CarrierRecords.Where(record => record.CarrierId == id);
        if (employeeId is not null)
            records = records.Where(record => record.EmployeeId == employeeId);
        if (groupId is not null)
            records = records.Where(record => record.GroupId == groupId);
        var total = await records.CountAsync(cancellationToken);
        var documents = await records.OrderBy(record => record.IndividualId).Skip(page.Offset).Take(page.PageSize)
            .Select(record => record.Document).ToListAsync(cancellationToken);
        return TypedResults.Ok(Paginated<MemberRecord>.For(page, total, documents.ConvertAll(CarrierRecords.Read)));
    }

    private static async Task<Results<Ok<MemberRecord>, ApiErrorResult>> GetAsync(
        [RouteId(Name = "carrier_id")] string carrierId, [RouteId(Name = "individual_id")] string individualId, World world,
        CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        if (!Uuid.TryParse(carrierId, out var carrier) || await db.Carriers.FindAsync([carrier], cancellationToken) is null)
            return CarrierEndpoints.Missing(carrierId);
        return Uuid.TryParse(individualId, out var individual) && await db.CarrierRecords.FindAsync([carrier, individual], cancellationToken) is { } record
            ? TypedResults.Ok(CarrierRecords.Read(record.Document))
            : MissingRecord(carrierId, individualId);
    }

    private static Task<Results<Ok<MemberRecord>, Created<MemberRecord>, ApiErrorResult>> PutAsync(
        [RouteId(Name = "carrier_id")] string carrierId, [RouteId(Name = "individual_id")] string individualId,
        JsonBody<CarrierRecordBody> body, World world, GroupSyncs syncs, IValidator<MemberRecord> validator, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Ok<MemberRecord>, Created<MemberRecord>, ApiErrorResult>>(
            session =>
            {
                if (!Uuid.TryParse(carrierId, out var carrier) || session.Rows.Find<Carrier>(carrier) is null)
                    return CarrierEndpoints.Missing(carrierId);
                if (!Uuid.TryParse(individualId, out var individual) || session.Rows.Find<Member>(individual) is not { } member)
                    return ApiErrorResult.NotFound($"Nobody knows a member {individualId}; a carrier holds records of employees and dependents that snapshots named");
                var (record, error) = ReceivedRecord.Whole(body.Bytes, individual, member.Type, validator);
                if (record is null)
                    return error!;
                var isNew = session.Rows.Find<CarrierRecord>(carrier, individual) is null;
                CarrierRecords.Store(session, carrier, member.GroupId, member.EmployeeId, record);
                session.AddHistory("record", individual, RecordByHand.Summary(carrier, isNew ? "made" : "replaced"));
                syncs.Expect(session, carrier, member.GroupId);
                return isNew ? TypedResults.Created($"{ControlEndpoints.Prefix}/carriers/{carrier}/records", record) : TypedResults.Ok(record);
            },
            cancellationToken);

    private static Task<Results<Ok<MemberRecord>, ApiErrorResult>> PatchAsync(
        [RouteId(Name = "carrier_id")] string carrierId, [RouteId(Name = "individual_id")] string individualId,
        JsonBody<JsonObjectBody> body, World world, GroupSyncs syncs, IValidator<MemberRecord> validator, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Ok<MemberRecord>, ApiErrorResult>>(
            session =>
            {
                if (Find(session, carrierId, individualId) is not { } row)
                    return MissingRecord(carrierId, individualId);
                var (patched, error) = ReceivedRecord.Patched(row.Document, body.Bytes, validator);
                if (patched is null)
                    return error!;
                CarrierRecords.Store(session, row.CarrierId, row.GroupId, row.EmployeeId, patched);
                session.AddHistory("record", row.IndividualId, RecordByHand.Summary(row.CarrierId, "changed"));
                syncs.Expect(session, row.CarrierId, row.GroupId);
                return TypedResults.Ok(patched);
            },
            cancellationToken);

    private static Task<Results<NoContent, ApiErrorResult>> DeleteAsync(
        [RouteId(Name = "carrier_id")] string carrierId, [RouteId(Name = "individual_id")] string individualId, World world,
        GroupSyncs syncs, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<NoContent, ApiErrorResult>>(
            session =>
            {
                if (Find(session, carrierId, individualId) is not { } row)
                    return MissingRecord(carrierId, individualId);
                _ = session.Rows.Delete(row);
                session.AddHistory("record", row.IndividualId, RecordByHand.Summary(row.CarrierId, "deleted"));
                syncs.Expect(session, row.CarrierId, row.GroupId);
                return TypedResults.NoContent();
            },
            cancellationToken);

    private static Task<Results<Ok<SyncResult>, ApiErrorResult>> SyncAsync(
        [RouteId(Name = "carrier_id")] string carrierId, JsonBody<SyncBody>? body, World world, CancellationToken cancellationToken) =>
        world.WriteAsync<Results<Ok<SyncResult>, ApiErrorResult>>(
            session =>
            {
                if (!Uuid.TryParse(carrierId, out var id) || session.Rows.Find<Carrier>(id) is null)
                    return CarrierEndpoints.Missing(carrierId);
                if (session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(id).Tier == CarrierTier.Send)
                {
                    return TypedResults.Ok(new SyncResult
                    {
                        Created = [],
                        Raised = [],
                        Resolved = [],
                        Warnings =
                        [
                            $"Carrier {id} is a Send carrier: Noyo sends it files and never reads it, so nothing was fetched or compared. "
                                + "A behavior with the tier sync would change that.",
                        ],
                    });
                }

                var (groupId, employeeId) = (Uuid.ParseOptional(body?.Value.GroupId), Uuid.ParseOptional(body?.Value.EmployeeId));
                var outcomes = CarrierSync.Run(session, id, groupId, employeeId);
                if (outcomes.Count > 0)
                {
                    var families = employeeId is not null ? $"employee {employeeId}" : groupId is not null ? $"group {groupId}" : "all groups";
                    session.AddHistory("sync", id, $"{families} with carrier {id}, by hand: {CarrierSync.CountsOf(outcomes).InWords}");
                }

                return TypedResults.Ok(new SyncResult
                {
                    Created = [.. outcomes.SelectMany(outcome => outcome.Created)],
                    Raised = [.. outcomes.SelectMany(outcome => outcome.Raised)],
                    Resolved = [.. outcomes.SelectMany(outcome => outcome.Resolved)],
                    Warnings = WarningsAbout(session, id, body?.Value),
                });
            },
            cancellationToken);

    /// <summary>Which of the groups that were to be synced were not read.</summary>
    private static List<string>? WarningsAbout(WorldSession session, Guid carrierId, SyncBody? body)
    {
        var groupId = body?.EmployeeId is { } employeeId ? session.Rows.Find<Member>(Uuid.Parse(employeeId))?.GroupId : Uuid.ParseOptional(body?.GroupId);
        var warnings = session.Rows.Setup.Get<GroupSetups>().DisconnectedFrom(carrierId).Where(group => groupId is null || group.GroupId == groupId)
            .Select(group => $"Group {group.GroupId} was disconnected from this carrier as of {group.Day:yyyy-MM-dd}: it was not read or compared.").ToList();
        return warnings.Count == 0 ? null : warnings;
    }

    private static CarrierRecord? Find(WorldSession session, string carrierId, string individualId) =>
        Uuid.TryParse(carrierId, out var carrier) && Uuid.TryParse(individualId, out var individual)
            ? session.Rows.Find<CarrierRecord>(carrier, individual)
            : null;

    private static ApiErrorResult MissingRecord(string carrierId, string individualId) =>
        ApiErrorResult.NotFound($"Carrier {carrierId} holds no record of {individualId}");
}
