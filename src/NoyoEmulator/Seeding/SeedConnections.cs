using System.Text.Json;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Connections;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>The connections of a seed's groups, and their ends.</summary>
internal static class SeedConnections
{
    /// <summary>Adds a connection as it stands; what is still to come is scheduled once the seed has been taken in.</summary>
    public static void Add(WorldSession session, Guid groupId, SeedConnection seed)
    {
        var status = seed.Status is null ? ConnectionStatus.Completed : EnumName.Parse<ConnectionStatus>(seed.Status);
        var connection = new GroupConnection
        {
            Id = Uuid.ParseOptional(seed.Id) ?? session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            CarrierId = Uuid.Parse(seed.CarrierId!),
            RequestType = seed.RequestType is null ? ConnectionRequestType.Incremental : EnumName.Parse<ConnectionRequestType>(seed.RequestType),
            Status = status,
            Completed = status == ConnectionStatus.Completed ? session.Now : null,
            CarrierGroupId = seed.CarrierGroupId,
            FederalEin = seed.FederalEin,
            GroupData = WireJson.Write(new GroupSetupRequestPublicNestedGroupData
            {
                BrokerFederalEin = seed.BrokerFederalEin,
                BrokerTin = seed.BrokerTin,
                CarrierGroupId = seed.CarrierGroupId,
                EmployerEmailAddress = seed.EmployerEmailAddress,
            }),
            SetupData = seed.SetupData is { } data ? WireJson.Write(data) : null,
            WasRetried = seed.Retried == true,
            DisconnectedOn = seed.DisconnectedOn is null ? null : IsoDate.Parse(seed.DisconnectedOn),
        };
        session.Rows.Insert(connection);
        // A connection to a carrier that can be read is complete once everything was fetched and compared (Noyo's page on connections).
        if (connection.IsInUse && session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(connection.CarrierId).Tier == CarrierTier.Sync)
            session.Rows.Insert(new GroupAudit { GroupId = groupId, CarrierId = connection.CarrierId, CompletedAt = session.Now });
    }

    /// <summary>Adds a request to disconnect as it stands.</summary>
    public static void Add(WorldSession session, Guid groupId, SeedDisconnection seed)
    {
        var status = seed.Status is null ? DisconnectionStatus.NeedsReview : EnumName.Parse<DisconnectionStatus>(seed.Status);
        var source = seed.SourceType is null ? DisconnectionSource.Carrier : EnumName.Parse<DisconnectionSource>(seed.SourceType);
        var carrierId = Uuid.Parse(seed.CarrierId!);
        session.Rows.Insert(new GroupDisconnection
        {
            Id = Uuid.ParseOptional(seed.Id) ?? session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            CarrierId = carrierId,
            Status = status,
            EffectiveEndDate = seed.EffectiveEndDate is null ? null : IsoDate.Parse(seed.EffectiveEndDate),
            SourceType = source,
            SourceId = source == DisconnectionSource.Carrier ? carrierId : session.Rows.Setup.Get<GroupSetups>().OrganizationOf(groupId),
            SourceDate = session.Today,
            Decided = status == DisconnectionStatus.NeedsReview ? null : session.Now,
            Completed = status == DisconnectionStatus.Completed ? session.Now : null,
            CreatedReason = seed.Reason,
            CreatedContext = seed.Context,
            RejectedReason = seed.RejectedReason,
            RejectedContext = seed.RejectedContext,
        });
    }

    /// <summary>The connections of a group, as a seed states them.</summary>
    public static IReadOnlyList<SeedConnection> Write(IEnumerable<GroupConnection> connections) => [.. connections.Select(Write)];

    /// <summary>The requests to end connections of a group, as a seed states them.</summary>
    public static IReadOnlyList<SeedDisconnection> Write(IEnumerable<GroupDisconnection> disconnections) => [.. disconnections.Select(Write)];

    private static SeedConnection Write(GroupConnection connection)
    {
        var stated = WireJson.Read<GroupSetupRequestPublicNestedGroupData>(connection.GroupData);
        return new SeedConnection
        {
            Id = connection.Id.ToString("D"),
            CarrierId = connection.CarrierId.ToString("D"),
            Status = EnumName.Of(connection.Status),
            RequestType = EnumName.Of(connection.RequestType),
            CarrierGroupId = connection.CarrierGroupId,
            FederalEin = connection.FederalEin,
            BrokerFederalEin = stated?.BrokerFederalEin,
            BrokerTin = stated?.BrokerTin,
            EmployerEmailAddress = stated?.EmployerEmailAddress,
            SetupData = WireJson.Read<JsonElement?>(connection.SetupData),
            Retried = connection.WasRetried ? true : null,
            DisconnectedOn = connection.DisconnectedOn is { } day ? IsoDate.Format(day) : null,
        };
    }

    private static SeedDisconnection Write(GroupDisconnection disconnection) => new()
    {
        Id = disconnection.Id.ToString("D"),
        CarrierId = disconnection.CarrierId.ToString("D"),
        Status = EnumName.Of(disconnection.Status),
        EffectiveEndDate = disconnection.EffectiveEndDate is { } end ? IsoDate.Format(end) : null,
        SourceType = EnumName.Of(disconnection.SourceType),
        Reason = disconnection.CreatedReason,
        Context = disconnection.CreatedContext,
        RejectedReason = disconnection.RejectedReason,
        RejectedContext = disconnection.RejectedContext,
    };
}
