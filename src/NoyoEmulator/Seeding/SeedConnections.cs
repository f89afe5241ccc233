using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>The connections of a seed's groups, and their ends.</summary>
internal static class SeedConnections
{
    /// <summary>Adds a connection as it stands; nothing is on the way.</summary>
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
        });
    }
}
