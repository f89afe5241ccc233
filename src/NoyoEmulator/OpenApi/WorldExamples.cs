using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Http;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.OpenApi;

/// <summary>Ids that exist in a world, so that what the examples ask for is there. Null where the world has no such thing.</summary>
internal sealed record WorldExamples
{
    /// <summary>The group of the first published request.</summary>
    private static readonly Guid PublishedGroup = Guid.Parse("2613a221-d3c8-4c8a-86d5-e7e885fd1da9");

    /// <summary>The group of the guide's request.</summary>
    private static readonly Guid GuideGroup = Guid.Parse("a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e");

    /// <summary>The groups of the two example requests; any group where the world does not have them.</summary>
    public required Guid? CreateGroupId { get; init; }

    public required Guid? GuideGroupId { get; init; }

    /// <summary>The newest snapshot, its group and its employee.</summary>
    public required Guid? SnapshotId { get; init; }

    public required Guid? GroupId { get; init; }

    public required Guid? EmployeeId { get; init; }

    /// <summary>One of the newest snapshot's transactions.</summary>
    public required Guid? TransactionId { get; init; }

    /// <summary>The newest difference, an open one if there is any.</summary>
    public required Guid? DifferenceId { get; init; }

    /// <summary>A carrier, with a person about whom it holds a record if there is one.</summary>
    public required Guid? CarrierId { get; init; }

    public required Guid? IndividualId { get; init; }

    /// <summary>Groups and carriers, and what belongs to them.</summary>
    public required GroupExamples Groups { get; init; }

    public static async Task<WorldExamples> ReadAsync(World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var groups = await db.Groups.OrderByDescending(group => group.Id == PublishedGroup)
            .ThenByDescending(group => group.Id == GuideGroup)
            .Select(group => group.Id).Take(2).ToListAsync(cancellationToken);
        var snapshot = await db.MemberSnapshots.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => new { row.Id, row.GroupId, row.EmployeeId }).FirstOrDefaultAsync(cancellationToken);
        var difference = await db.Differences.OrderByDescending(row => row.IsOpen).ThenByDescending(row => row.Created)
            .ThenByDescending(row => row.Id)
            .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var transaction = await db.MemberTransactions.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var record = await db.CarrierRecords.OrderBy(row => row.CarrierId).ThenBy(row => row.IndividualId)
            .Select(row => new { row.CarrierId, row.IndividualId }).FirstOrDefaultAsync(cancellationToken);
        return new WorldExamples
        {
            CreateGroupId = groups.Cast<Guid?>().FirstOrDefault(),
            GuideGroupId = groups.Contains(GuideGroup) ? GuideGroup : null,
            SnapshotId = snapshot?.Id,
            GroupId = snapshot?.GroupId ?? groups.Cast<Guid?>().FirstOrDefault(),
            EmployeeId = snapshot?.EmployeeId,
            TransactionId = transaction,
            DifferenceId = difference,
            CarrierId = record?.CarrierId
                ?? await db.Carriers.OrderBy(row => row.DisplayName).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken),
            IndividualId = record?.IndividualId,
            Groups = await GroupExamples.ReadAsync(db, snapshot?.GroupId ?? groups.Cast<Guid?>().FirstOrDefault(), cancellationToken),
        };
    }

    /// <summary>The value of a path parameter.</summary>
    public string? Of(string parameter) => parameter switch
    {
        "snapshot_id" => Text(SnapshotId),
        "group_id" => Text(GroupId),
        "employee_id" => Text(EmployeeId),
        "transaction_id" or "member_transaction_id" => Text(TransactionId),
        "difference_id" => Text(DifferenceId),
        "carrier_id" => Text(CarrierId),
        "individual_id" => Text(IndividualId),
        "subscription_id" or "delivery_id" or "fault_id" or "request_id" or "id" => RouteId.Latest,
        "inbox_name" => ExampleBodies.Name,
        _ => null,
    };

    private static string? Text(Guid? id) => id?.ToString();
}
