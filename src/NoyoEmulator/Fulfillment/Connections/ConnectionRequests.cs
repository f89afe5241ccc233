using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>A connection that was written, with its group; or why it was not.</summary>
internal readonly record struct WrittenConnection(GroupConnection? Connection, Group? Group, ApiErrorResult? Refusal);

/// <summary>Asks for connections, and tries them again.</summary>
internal sealed class ConnectionRequests(ConnectionProgress progress)
{
    /// <summary>Asks for a connection of a new group, which comes into being with it.</summary>
    public WrittenConnection Create(WorldSession session, GroupSetupRequestPublicAPICreateRequest body)
    {
        var carrierId = Uuid.Parse(body.CarrierId!);
        var data = body.GroupData!;
        if (Refusal(session, carrierId, data.CarrierGroupId!, groupId: null) is { } refusal)
            return Refused(session, refusal);
        if (session.Rows.All<Group>() is not [var other, ..])
            return Refused(session, ApiErrorResult.Unprocessable("The world has no organization that the group could belong to: its seed has no group"));
        var group = new Group
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            OrganizationId = other.OrganizationId,
            Name = data.GroupName!,
            FederalEin = body.FederalEin,
        };
        session.Rows.Insert(group);
        session.Raise(WebhookEventType.GroupCreated, group.Id);
        return Add(session, group, carrierId, ConnectionRequestType.Initial, data, body.FederalEin);
    }

    /// <summary>Asks for a connection of a group that exists.</summary>
    public WrittenConnection Create(WorldSession session, string groupId, GroupSetupRequestPublicAPINestedCreateRequest body)
    {
        if (!Uuid.TryParse(groupId, out var id) || session.Rows.Find<Group>(id) is not { } group)
            return Refused(session, ApiErrorResult.Unknown("Group", groupId));
        var carrierId = Uuid.Parse(body.CarrierId!);
        return Refusal(session, carrierId, body.GroupData!.CarrierGroupId!, id) is { } refusal
            ? Refused(session, refusal)
            : Add(session, group, carrierId, ConnectionRequestType.Incremental, body.GroupData!, federalEin: null);
    }

    /// <summary>Tries a connection again, with what the platform corrected.</summary>
    public WrittenConnection Retry(WorldSession session, string connectionId, GroupSetupRequestPublicAPIRetryRequest body)
    {
        if (!Uuid.TryParse(connectionId, out var id) || session.Rows.Find<GroupConnection>(id) is not { } connection)
            return Refused(session, ApiErrorResult.Unknown("GroupConnection", connectionId));
        if (connection.DisconnectedOn is { } day)
            return Refused(session, Disconnected(day));
        if (connection.Status == ConnectionStatus.Completed)
            return Refused(session, ApiErrorResult.Conflict("The connection is completed: there is nothing to try again"));
        if (connection.Status == ConnectionStatus.UnableToConnect && OpenWith(session, connection.GroupId, connection.CarrierId) is { } newer)
            return Refused(session, Duplicate(newer));
        var carrierGroupId = body.CarrierGroupId ?? connection.CarrierGroupId;
        if (carrierGroupId is not null && HolderOf(session, connection.CarrierId, carrierGroupId, connection.GroupId) is { } holder)
            return Refused(session, Taken(holder));
        var known = WireJson.Read<GroupSetupRequestPublicNestedGroupData>(connection.GroupData) ?? new GroupSetupRequestPublicNestedGroupData();
        connection.CarrierGroupId = carrierGroupId;
        connection.FederalEin = body.FederalEin ?? connection.FederalEin;
        if (body.FederalEin is not null && connection.RequestType == ConnectionRequestType.Initial)
            Correct(session, session.Rows.Find<Group>(connection.GroupId)!, body.FederalEin);
        connection.GroupData = WireJson.Write(known with
        {
            BrokerFederalEin = body.BrokerFederalEin ?? known.BrokerFederalEin,
            BrokerTin = body.BrokerTin ?? known.BrokerTin,
            CarrierGroupId = carrierGroupId,
            EmployerEmailAddress = body.EmployerEmailAddress ?? known.EmployerEmailAddress,
        });
        _ = GroupCarrierConfigurations.Ensure(session, connection.GroupId, connection.CarrierId, carrierGroupId);
        progress.Retry(session, connection);
        return new WrittenConnection(connection, session.Rows.Find<Group>(connection.GroupId), null);
    }

    /// <summary>Brings a connection to a status now.</summary>
    public WrittenConnection Set(WorldSession session, GroupConnection connection, ConnectionStatus status)
    {
        if (connection.DisconnectedOn is { } day)
            return Refused(session, Disconnected(day));
        if (connection.Status == ConnectionStatus.Completed && status != ConnectionStatus.Completed)
            return Refused(session, ApiErrorResult.Conflict("The connection is completed, and ends only with a disconnection"));
        if (connection.Status == ConnectionStatus.UnableToConnect && OpenWith(session, connection.GroupId, connection.CarrierId) is { } newer)
            return Refused(session, Duplicate(newer));
        if (connection.Status != status)
            progress.Set(session, connection, status);
        return new WrittenConnection(connection, session.Rows.Find<Group>(connection.GroupId), null);
    }

    /// <summary>The tax number is that of the group that came with the connection (OpenAPI).</summary>
    private static void Correct(WorldSession session, Group group, string federalEin)
    {
        group.FederalEin = federalEin;
        group.Version = session.NewId();
        group.Modified = session.Now;
        session.Rows.Update(group);
    }

    private WrittenConnection Add(
        WorldSession session, Group group, Guid carrierId, ConnectionRequestType type, GroupSetupRequestPublicNestedGroupData data, string? federalEin)
    {
        var connection = new GroupConnection
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = group.Id,
            CarrierId = carrierId,
            RequestType = type,
            Status = ConnectionStatus.Created,
            CarrierGroupId = data.CarrierGroupId,
            FederalEin = federalEin,
            GroupData = WireJson.Write(data),
        };
        session.Rows.Insert(connection);
        _ = GroupCarrierConfigurations.Ensure(session, group.Id, carrierId, data.CarrierGroupId);
        session.Raise(WebhookEventType.GroupConnectionRequestCreated, connection.Id);
        session.AddHistory("group_connection", connection.Id, "created");
        progress.Begin(session, connection);
        return new WrittenConnection(connection, group, null);
    }

    private static ApiErrorResult? Refusal(WorldSession session, Guid carrierId, string carrierGroupId, Guid? groupId)
    {
        if (session.Rows.Find<Carrier>(carrierId) is null)
            return ApiErrorResult.Unknown("Carrier", carrierId.ToString());
        if (groupId is { } id && OpenWith(session, id, carrierId) is { } open)
            return Duplicate(open);
        return HolderOf(session, carrierId, carrierGroupId, groupId) is { } holder ? Taken(holder) : null;
    }

    private static GroupConnection? OpenWith(WorldSession session, Guid groupId, Guid carrierId) =>
        session.Rows.Where<GroupConnection>("group_id = ? AND carrier_id = ?", groupId, carrierId).Find(connection => !connection.IsOver);

    /// <summary>Another group that has a carrier's group id; ids that choose an outcome belong to nobody.</summary>
    private static GroupConnection? HolderOf(WorldSession session, Guid carrierId, string carrierGroupId, Guid? groupId) =>
        NamedOutcome.In(carrierGroupId) is not null
            ? null
            : session.Rows.Where<GroupConnection>("carrier_id = ? AND carrier_group_id = ?", carrierId, carrierGroupId)
                .Find(connection => connection.GroupId != groupId && !connection.IsOver);

    private static ApiErrorResult Duplicate(GroupConnection open) => ApiErrorResult.Conflict(
        $"The group has a connection to this carrier already: {open.Id}, {EnumName.Of(open.Status)}");

    private static ApiErrorResult Disconnected(DateOnly day) =>
        ApiErrorResult.Conflict($"The group was disconnected as of {day:yyyy-MM-dd}; ask for a new connection");

    private static ApiErrorResult Taken(GroupConnection holder) => ApiErrorResult.Conflict(
        $"The carrier_group_id belongs to group {holder.GroupId}, by its connection {holder.Id}");

    private static WrittenConnection Refused(WorldSession session, ApiErrorResult refusal)
    {
        session.Discard();
        return new WrittenConnection(null, null, refusal);
    }
}
