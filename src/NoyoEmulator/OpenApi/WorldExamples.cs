using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
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

    /// <summary>A dependent, of the newest snapshot's family if that has one, with its group and employee.</summary>
    public required (Guid DependentId, Guid EmployeeId, Guid GroupId)? Dependent { get; init; }

    /// <summary>One of the newest snapshot's transactions.</summary>
    public required Guid? TransactionId { get; init; }

    /// <summary>The newest difference, an open one if there is any.</summary>
    public required Guid? DifferenceId { get; init; }

    /// <summary>A carrier, with a person about whom it holds a record if there is one.</summary>
    public required Guid? CarrierId { get; init; }

    public required Guid? IndividualId { get; init; }

    /// <summary>A connection that waits for the platform, one that is complete, and the latter's version.</summary>
    public required Guid? WaitingConnectionId { get; init; }

    public required Guid? ConnectionId { get; init; }

    public required Guid? ConnectionVersion { get; init; }

    /// <summary>A carrier that the newest snapshot's group has no connection to.</summary>
    public required Guid? UnconnectedCarrierId { get; init; }

    /// <summary>A disconnection to decide about; and another one with its version, for what comes after the decision.</summary>
    public required Guid? DisconnectionId { get; init; }

    public required Guid? OtherDisconnectionId { get; init; }

    public required Guid? OtherDisconnectionVersion { get; init; }

    /// <summary>An individual enrollment, with its plan and group enrollment.</summary>
    public required Guid? EnrollmentId { get; init; }

    public required Guid? PlanId { get; init; }

    public required Guid? GroupEnrollmentId { get; init; }

    /// <summary>What platforms ask for beside snapshots and connections, and what is found there.</summary>
    public required RequestExamples Requests { get; init; }

    /// <summary>Groups and carriers, and what belongs to them.</summary>
    public required GroupExamples Groups { get; init; }

    public static async Task<WorldExamples> ReadAsync(World world, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var groups = await db.Groups.OrderByDescending(group => group.Id == PublishedGroup)
            .ThenByDescending(group => group.Id == GuideGroup)
            .Select(group => group.Id).Take(2).ToListAsync(cancellationToken);
        var snapshot = await db.MemberSnapshots.Where(row => row.Origin == SnapshotOrigin.Posted).OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => new { row.Id, row.GroupId, row.EmployeeId }).FirstOrDefaultAsync(cancellationToken);
        var difference = await db.Differences.OrderByDescending(row => row.IsOpen).ThenByDescending(row => row.Created)
            .ThenByDescending(row => row.Id)
            .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var transaction = await db.MemberTransactions.OrderByDescending(row => row.Created).ThenByDescending(row => row.Id)
            .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var record = await db.CarrierRecords.OrderBy(row => row.CarrierId).ThenBy(row => row.IndividualId)
            .Select(row => new { row.CarrierId, row.IndividualId }).FirstOrDefaultAsync(cancellationToken);
        var waiting = await db.GroupConnections.OrderByDescending(row => row.Status == ConnectionStatus.ActionRequired).ThenBy(row => row.Created).ThenBy(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var connection = await db.GroupConnections.OrderByDescending(row => row.Status == ConnectionStatus.Completed).ThenBy(row => row.Created).ThenBy(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var disconnections = await db.GroupDisconnections.OrderByDescending(row => row.Status == DisconnectionStatus.NeedsReview)
            .ThenBy(row => row.Created).ThenBy(row => row.Id).Take(2).ToListAsync(cancellationToken);
        var groupId = snapshot?.GroupId ?? groups.Cast<Guid?>().FirstOrDefault();
        var unconnected = await db.Carriers.Where(row => !db.GroupConnections.Any(other => other.GroupId == groupId && other.CarrierId == row.Id))
            .OrderBy(row => row.DisplayName).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        var enrollment = await db.IndividualEnrollments.OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.KeptPlanId, row.GroupEnrollmentId }).FirstOrDefaultAsync(cancellationToken);
        var employeeId = snapshot?.EmployeeId;
        var dependent = await db.Members.Where(row => row.Type == MemberType.Dependent).OrderByDescending(row => row.EmployeeId == employeeId).ThenBy(row => row.Id)
            .Select(row => new { row.Id, row.EmployeeId, row.GroupId }).FirstOrDefaultAsync(cancellationToken);
        return new WorldExamples
        {
            UnconnectedCarrierId = unconnected,
            WaitingConnectionId = waiting?.Id,
            ConnectionId = connection?.Id,
            ConnectionVersion = connection?.Version,
            DisconnectionId = disconnections.FirstOrDefault()?.Id,
            OtherDisconnectionId = disconnections.LastOrDefault()?.Id,
            OtherDisconnectionVersion = disconnections.LastOrDefault()?.Version,
            CreateGroupId = groups.Cast<Guid?>().FirstOrDefault(),
            GuideGroupId = groups.Contains(GuideGroup) ? GuideGroup : null,
            SnapshotId = snapshot?.Id,
            GroupId = groupId,
            EmployeeId = snapshot?.EmployeeId,
            Dependent = dependent is null ? null : (dependent.Id, dependent.EmployeeId, dependent.GroupId),
            TransactionId = transaction,
            DifferenceId = difference,
            CarrierId = record?.CarrierId
                ?? await db.Carriers.OrderBy(row => row.DisplayName).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken),
            IndividualId = record?.IndividualId,
            EnrollmentId = enrollment?.Id,
            PlanId = enrollment?.KeptPlanId,
            GroupEnrollmentId = enrollment?.GroupEnrollmentId,
            Requests = await RequestExamples.ReadAsync(world, db, cancellationToken),
            Groups = await GroupExamples.ReadAsync(db, snapshot?.GroupId ?? groups.Cast<Guid?>().FirstOrDefault(), cancellationToken),
        };
    }

    /// <summary>The value of a parameter of one operation, where it is another than elsewhere.</summary>
    public string? Of(string operationId, string parameter) => (operationId, parameter) switch
    {
        ("retryGroupConnectionWithExistingGroup" or "advanceGroupConnection", _) => Text(WaitingConnectionId),
        ("editGroupSetupRequestUI", "version") => Text(ConnectionVersion),
        ("editGroupDisconnectionRequest", "version") => Text(OtherDisconnectionVersion),
        ("editGroupDisconnectionRequest", _) => Text(OtherDisconnectionId),
        _ => Requests.Of(operationId, parameter) ?? Of(parameter),
    };

    /// <summary>The value of a path parameter.</summary>
    private string? Of(string parameter) => parameter switch
    {
        "connection_id" or "group_connection_id" => Text(ConnectionId),
        "group_disconnection_request_id" => Text(DisconnectionId),
        "snapshot_id" => Text(SnapshotId),
        "group_id" => Text(GroupId),
        "employee_id" => Text(EmployeeId),
        "transaction_id" or "member_transaction_id" => Text(TransactionId),
        "difference_id" => Text(DifferenceId),
        "carrier_id" => Text(CarrierId),
        "individual_id" => Text(IndividualId),
        "individual_enrollment_id" => Text(EnrollmentId),
        "dependent_id" => Text(Dependent?.DependentId),
        "plan_id" => Text(PlanId),
        "enrollment_id" or "group_enrollment_id" => Text(GroupEnrollmentId),
        "subscription_id" or "delivery_id" or "fault_id" or "request_id" or "id" => RouteId.Latest,
        "inbox_name" => ExampleBodies.Name,
        _ => null,
    };

    /// <summary>The value of a path parameter of an operation about a dependent.</summary>
    public string? OfDependent(string parameter) => parameter switch
    {
        "dependent_id" => Text(Dependent?.DependentId),
        "employee_id" => Text(Dependent?.EmployeeId),
        "group_id" => Text(Dependent?.GroupId),
        _ => Of(parameter),
    };

    private static string? Text(Guid? id) => id?.ToString();
}
