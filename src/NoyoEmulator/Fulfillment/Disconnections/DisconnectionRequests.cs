using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Disconnections;

/// <summary>A disconnection that was written, with its group; or why it was not.</summary>
internal readonly record struct WrittenDisconnection(GroupDisconnection? Disconnection, Group? Group, ApiErrorResult? Refusal);

/// <summary>What somebody asks for: that a group's connection to a carrier ends.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="CarrierId">The carrier.</param>
/// <param name="CarrierField">Where the body names the carrier, as a JSON path.</param>
/// <param name="End">The day from which the carrier takes nothing new; null where it is still to be decided.</param>
/// <param name="Source">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Context">What is said beside it.</param>
internal sealed record AskedDisconnection(
    string GroupId, Guid CarrierId, string CarrierField, DateOnly? End, DisconnectionSource Source, string? Reason, string? Context)
{
    /// <summary>Whether it holds for a protected group as well.</summary>
    public bool OverridesProtection { get; init; }
}

/// <summary>Asks for disconnections, and decides about them.</summary>
internal sealed class DisconnectionRequests(DisconnectionProgress progress)
{
    // Published (OpenAPI).
    private const string ProtectedMessage = "Protected group disconnection is forbidden without an internal override.";

    /// <summary>Asks for a disconnection. A platform has decided with that; a carrier's request waits for the platform.</summary>
    public WrittenDisconnection Create(WorldSession session, AskedDisconnection asked)
    {
        if (!Uuid.TryParse(asked.GroupId, out var groupId) || session.Rows.Find<Group>(groupId) is not { } group)
            return Refused(session, ApiErrorResult.Unknown("Group", asked.GroupId));
        if (session.Rows.Find<Carrier>(asked.CarrierId) is null)
            return Refused(session, ApiErrorResult.Unknown("Carrier", asked.CarrierId.ToString()));
        if (group.IsProtected && asked.Source == DisconnectionSource.Platform && !asked.OverridesProtection)
            return Refused(session, ApiErrorResult.Forbidden(ProtectedMessage));
        var connections = session.Rows.Where<GroupConnection>("group_id = ? AND carrier_id = ?", groupId, asked.CarrierId);
        if (connections.TrueForAll(connection => connection.IsOver))
            return Refused(session, ApiErrorResult.Unprocessable([FieldError.At(asked.CarrierField, "must be a carrier that the group has a connection to")]));
        var open = session.Rows.Where<GroupDisconnection>("group_id = ? AND carrier_id = ?", groupId, asked.CarrierId).Find(other => other.IsOpen);
        if (open is not null)
            return Refused(session, ApiErrorResult.Conflict($"There is a request to disconnect the group from this carrier already: {open.Id}, {EnumName.Of(open.Status)}"));
        var isDecided = asked.Source == DisconnectionSource.Platform;
        var disconnection = new GroupDisconnection
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            CarrierId = asked.CarrierId,
            Status = isDecided ? DisconnectionStatus.Processing : DisconnectionStatus.NeedsReview,
            EffectiveEndDate = asked.End,
            SourceType = asked.Source,
            SourceId = isDecided ? group.OrganizationId : asked.CarrierId,
            SourceDate = session.Today,
            Decided = isDecided ? session.Now : null,
            CreatedReason = asked.Reason,
            CreatedContext = asked.Context,
        };
        progress.Begin(session, disconnection);
        return new WrittenDisconnection(disconnection, group, null);
    }

    /// <summary>Agrees to one that waits for a decision; one that is agreed to already stays as it is, unless its day changes.</summary>
    public WrittenDisconnection Confirm(WorldSession session, string id, DateOnly? end)
    {
        var found = Find(session, id);
        if (found.Refusal is not null)
            return found;
        var disconnection = found.Disconnection!;
        if ((end ?? disconnection.EffectiveEndDate) is not { } day)
            return Refused(session, ApiErrorResult.Unprocessable([FieldError.At("$.effective_end_date", "is required: the request has no end date yet")]));
        if (disconnection.Status != DisconnectionStatus.Processing || disconnection.EffectiveEndDate != day)
            progress.Confirm(session, disconnection, day);
        return found;
    }

    /// <summary>Turns one down that is not completed; one that is turned down already stays as it is.</summary>
    public static WrittenDisconnection Reject(WorldSession session, string id, string? reason, string? context)
    {
        if (Uuid.TryParse(id, out var known) && session.Rows.Find<GroupDisconnection>(known) is { Status: DisconnectionStatus.Rejected } rejected && reason is null)
            return new WrittenDisconnection(rejected, session.Rows.Find<Group>(rejected.GroupId), null);
        var found = Find(session, id);
        if (found.Refusal is null)
            DisconnectionProgress.Reject(session, found.Disconnection!, reason, context);
        return found;
    }

    /// <summary>Decides about one, given its latest version.</summary>
    public WrittenDisconnection Edit(WorldSession session, string id, string version, GroupDisconnectionRequestPublicEditRequest body)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<GroupDisconnection>(known) is not { } disconnection)
            return Refused(session, Missing(id));
        if (!Uuid.TryParse(version, out var seen) || seen != disconnection.Version)
            return Refused(session, ApiErrorResult.StaleVersion(disconnection.Version));
        DateOnly? end = body.EffectiveEndDate is null ? null : IsoDate.Parse(body.EffectiveEndDate);
        return body.Status == EnumName.Of(DisconnectionStatus.Rejected)
            ? Reject(session, id, body.Reason, body.Context)
            : Confirm(session, id, end);
    }

    private static WrittenDisconnection Find(WorldSession session, string id)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<GroupDisconnection>(known) is not { } disconnection)
            return Refused(session, Missing(id));
        return disconnection.IsOpen
            ? new WrittenDisconnection(disconnection, session.Rows.Find<Group>(disconnection.GroupId), null)
            : Refused(session, ApiErrorResult.Conflict($"The disconnection is {EnumName.Of(disconnection.Status)}: there is nothing to decide any more"));
    }

    private static ApiErrorResult Missing(string id) => ApiErrorResult.Unknown("GroupDisconnectionRequest", id);

    private static WrittenDisconnection Refused(WorldSession session, ApiErrorResult refusal)
    {
        session.Discard();
        return new WrittenDisconnection(null, null, refusal);
    }
}
