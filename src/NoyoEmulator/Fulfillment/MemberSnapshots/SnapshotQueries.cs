using System.Text;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>The filters of a list of snapshots.</summary>
internal sealed record SnapshotListQuery
{
    /// <summary>The parameters of the list of all snapshots.</summary>
    public static readonly IReadOnlyList<QueryParameter> AllParameters =
    [
        .. QueryParameter.Paging,
        new("status", "array", "Only snapshots with one of these statuses.", Values: EnumName.All<SnapshotStatus>()),
        new("id", "array", "Only these snapshots.", "uuid"),
        new("fulfillment_summary_carrier_id", "array", "Only snapshots with one of these carriers in their summary.", "uuid"),
        new(
            "fulfillment_summary_status",
            "array",
            "Only snapshots with one of these statuses in their summary; together with carriers, of those carriers.",
            Values: EnumName.All<FulfillmentStatus>()),
        new("employee_id", "string", "Only snapshots of this employee.", "uuid"),
        new("group_id", "string", "Only snapshots of this group.", "uuid"),
    ];

    /// <summary>The parameters of a group's list.</summary>
    public static readonly IReadOnlyList<QueryParameter> GroupParameters = [.. AllParameters.Where(parameter => parameter.Name != "group_id")];

    /// <summary>The parameters that Noyo declares for the calculated snapshot, which has none of what they ask for.</summary>
    public static readonly IReadOnlyList<QueryParameter> CalculatedParameters =
        [.. AllParameters.Where(parameter => parameter.Name is "status" or "id" or "fulfillment_summary_carrier_id" or "fulfillment_summary_status")
            .Select(parameter => parameter with
            {
                Description = "Refused: not supported.",
                Lack = "a calculated snapshot has no id, no status and no summary",
            })];

    public required PageRequest Page { get; init; }

    public ApiErrorResult? Failure { get; init; }

    public IReadOnlyList<SnapshotStatus> Statuses { get; init; } = [];

    public IReadOnlyList<Guid> Ids { get; init; } = [];

    public IReadOnlyList<Guid> CarrierIds { get; init; } = [];

    public IReadOnlyList<FulfillmentStatus> CarrierStatuses { get; init; } = [];

    public Guid? EmployeeId { get; init; }

    public Guid? GroupId { get; init; }

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static SnapshotListQuery Read(IQueryCollection parameters)
    {
        var reader = new QueryReader(parameters);
        var query = new SnapshotListQuery
        {
            Page = reader.Paging(),
            Statuses = reader.Enums<SnapshotStatus>("status"),
            Ids = reader.Guids("id"),
            CarrierIds = reader.Guids("fulfillment_summary_carrier_id"),
            CarrierStatuses = reader.Enums<FulfillmentStatus>("fulfillment_summary_status"),
            EmployeeId = reader.Guid("employee_id"),
            GroupId = reader.Guid("group_id"),
        };
        return query with { Failure = reader.Failure };
    }
}

/// <summary>Reads snapshots.</summary>
internal static class SnapshotQueries
{
    /// <summary>One page of the matching snapshots, newest first.</summary>
    public static async Task<Paginated<OutboundSimplifiedMemberSnapshot>> ListAsync(
        EmulatorDbContext db, SnapshotListQuery query, CancellationToken cancellationToken)
    {
        var matching = Matching(db, query);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await matching
            .OrderByDescending(snapshot => snapshot.Created).ThenByDescending(snapshot => snapshot.Id)
            .Skip(query.Page.Offset).Take(query.Page.PageSize)
            .Select(snapshot => new
            {
                snapshot.Id,
                snapshot.Version,
                snapshot.Created,
                snapshot.Modified,
                snapshot.EmployeeId,
                snapshot.Status,
                snapshot.Fulfillments,
            })
            .ToListAsync(cancellationToken);
        return Paginated<OutboundSimplifiedMemberSnapshot>.For(query.Page, total, [.. rows.Select(row => new OutboundSimplifiedMemberSnapshot
        {
            Id = row.Id,
            Version = row.Version,
            Created = row.Created.ToUnixTimeSeconds(),
            Modified = row.Modified.ToUnixTimeSeconds(),
            EmployeeId = row.EmployeeId,
            Status = EnumName.Of(row.Status),
            FulfillmentSummary = Summary(row.Fulfillments),
        })]);
    }

    /// <summary>A snapshot with its content and its summary, all of one instant; null when there is none.</summary>
    public static MemberSnapshot? Find(SqlReader reader, Guid id)
    {
        reader.Pin();
        if (reader.Where<MemberSnapshot>("id = ? AND origin = 'posted'", id) is not [var snapshot])
            return null;
        snapshot.Content = reader.Where<MemberSnapshotContent>("snapshot_id = ?", id).Single();
        snapshot.Fulfillments.AddRange(reader.Where<CarrierFulfillment>("snapshot_id = ?", id));
        return snapshot;
    }

    /// <summary>Whether there is such an employee.</summary>
    public static Task<bool> IsEmployeeAsync(EmulatorDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Members.AnyAsync(member => member.Id == id && member.Type == MemberType.Employee, cancellationToken);

    /// <summary>A stored snapshot, read with its content, in Noyo's shape.</summary>
    public static OutboundMemberSnapshot ToContract(MemberSnapshot snapshot) => ToContract(
        snapshot,
        WireJson.Read<IReadOnlyList<OutboundMemberSnapshotCreatedMember>>(snapshot.Content!.CreatedMembers),
        WireJson.Read<MemberSnapshotDB>(snapshot.Content.Document),
        WireJson.Read<IReadOnlyList<string>>(snapshot.Content.Warnings));

    /// <summary>A snapshot that was just taken in, in Noyo's shape.</summary>
    public static OutboundMemberSnapshot ToContract(TakenInSnapshot taken) =>
        ToContract(taken.Snapshot, taken.Decision.CreatedMembers, taken.Decision.Document, taken.Decision.Warnings);

    private static OutboundMemberSnapshot ToContract(
        MemberSnapshot snapshot,
        IReadOnlyList<OutboundMemberSnapshotCreatedMember> createdMembers,
        MemberSnapshotDB document,
        IReadOnlyList<string> warnings) => new()
        {
            Id = snapshot.Id,
            Version = snapshot.Version,
            Created = snapshot.Created.ToUnixTimeSeconds(),
            Modified = snapshot.Modified.ToUnixTimeSeconds(),
            EmployeeId = snapshot.EmployeeId,
            Status = EnumName.Of(snapshot.Status),
            CreatedMembers = createdMembers,
            MemberSnapshot = document,
            Warnings = warnings,
            FulfillmentSummary = Summary(snapshot.Fulfillments),
            InboundSnapshot = Encoding.UTF8.GetString(snapshot.Content!.Inbound),
            ReplacedBy = snapshot.ReplacedById,
        };

    private static IQueryable<MemberSnapshot> Matching(EmulatorDbContext db, SnapshotListQuery query)
    {
        var matching = db.MemberSnapshots.Where(snapshot => snapshot.Origin == SnapshotOrigin.Posted);
        if (query.Statuses.Count > 0)
            matching = matching.Where(snapshot => query.Statuses.Contains(snapshot.Status));
        if (query.Ids.Count > 0)
            matching = matching.Where(snapshot => query.Ids.Contains(snapshot.Id));
        if (query.EmployeeId is { } employeeId)
            matching = matching.Where(snapshot => snapshot.EmployeeId == employeeId);
        if (query.GroupId is { } groupId)
            matching = matching.Where(snapshot => snapshot.GroupId == groupId);
        if (query.CarrierIds.Count == 0 && query.CarrierStatuses.Count == 0)
            return matching;
        var anyCarrier = query.CarrierIds.Count == 0;
        var anyStatus = query.CarrierStatuses.Count == 0;
        return matching.Where(snapshot => snapshot.Fulfillments.Any(entry =>
            (anyCarrier || query.CarrierIds.Contains(entry.CarrierId)) && (anyStatus || query.CarrierStatuses.Contains(entry.Status))));
    }

    private static IReadOnlyList<CarrierFulfillmentStatus> Summary(IEnumerable<CarrierFulfillment> fulfillments) =>
        [.. fulfillments.OrderBy(entry => entry.Position).Select(entry => new CarrierFulfillmentStatus
        {
            CarrierId = entry.CarrierId,
            Status = EnumName.Of(entry.Status),
            Errors = WireJson.Read<IReadOnlyList<string>>(entry.Errors),
        })];
}
