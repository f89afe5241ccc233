using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Connections;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>What the connections of a seed's groups must be among each other: as the API keeps them.</summary>
/// <param name="carriers">The carriers that are defined so far.</param>
internal sealed class SeedConnectionReferences(IReadOnlySet<Guid> carriers)
{
    private readonly Dictionary<(Guid CarrierId, string CarrierGroupId), Guid> _holders = [];

    /// <summary>Takes in one more group.</summary>
    /// <param name="part">The part of the seed that the group is in.</param>
    /// <param name="group">The group.</param>
    /// <param name="path">Where it stands, as a JSON path.</param>
    /// <exception cref="ConfigurationException">Something of it cannot be beside the rest.</exception>
    public void Add(SeedPart part, SeedGroup group, string path)
    {
        CheckConnections(part, group, path);
        CheckDisconnections(part, group, path);
        CheckConfigurations(part, group, path);
    }

    private void CheckConnections(SeedPart part, SeedGroup group, string path)
    {
        var connected = new HashSet<Guid>();
        var connections = group.Connections ?? [];
        for (var i = 0; i < connections.Count; i++)
        {
            var carrierId = Guid.Parse(connections[i].CarrierId!);
            if (!carriers.Contains(carrierId))
                throw part.Refuse($"{path}.connections[{i}].carrier_id", "there is no carrier with this id");
            if (connections[i].DisconnectedOn is not null || IsUnable(connections[i].Status))
                continue;
            if (!connected.Add(carrierId))
                throw part.Refuse($"{path}.connections[{i}].carrier_id", "the group has a connection to this carrier already");
            if (connections[i].CarrierGroupId is not { } carrierGroupId || NamedOutcome.In(carrierGroupId) is not null)
                continue;
            var groupId = Guid.Parse(group.Id!);
            if (!_holders.TryAdd((carrierId, carrierGroupId), groupId))
            {
                throw part.Refuse(
                    $"{path}.connections[{i}].carrier_group_id", $"belongs to group {_holders[(carrierId, carrierGroupId)]} at this carrier already");
            }
        }
    }

    private static void CheckDisconnections(SeedPart part, SeedGroup group, string path)
    {
        var open = new HashSet<Guid>();
        var disconnections = group.Disconnections ?? [];
        for (var i = 0; i < disconnections.Count; i++)
        {
            var carrierId = Guid.Parse(disconnections[i].CarrierId!);
            var connections = (group.Connections ?? []).Where(connection => Guid.Parse(connection.CarrierId!) == carrierId).ToList();
            var status = disconnections[i].Status is { } stated ? EnumName.Parse<DisconnectionStatus>(stated) : DisconnectionStatus.NeedsReview;
            if (connections.Count == 0)
                throw part.Refuse($"{path}.disconnections[{i}].carrier_id", "the group has no connection to this carrier");
            if (status is DisconnectionStatus.NeedsReview or DisconnectionStatus.Processing && !open.Add(carrierId))
                throw part.Refuse($"{path}.disconnections[{i}].status", "the group has a request to disconnect it from this carrier already that is not over");
            if (status == DisconnectionStatus.Completed && connections.TrueForAll(connection => connection.DisconnectedOn is null))
            {
                throw part.Refuse(
                    $"{path}.disconnections[{i}].status", "is completed, so the connection to this carrier that it ended must have its disconnected_on");
            }
        }
    }

    private static void CheckConfigurations(SeedPart part, SeedGroup group, string path)
    {
        var starts = new HashSet<(Guid CarrierId, DateOnly? Start)>();
        var configurations = group.CarrierConfigurations ?? [];
        for (var i = 0; i < configurations.Count; i++)
        {
            DateOnly? start = configurations[i].EffectiveStartDate is { } day ? IsoDate.Parse(day) : null;
            if (!starts.Add((Guid.Parse(configurations[i].CarrierId!), start)))
            {
                throw part.Refuse(
                    $"{path}.carrier_configurations[{i}].{(start is null ? "carrier_id" : "effective_start_date")}",
                    "the group has a configuration at this carrier with the same start already");
            }
        }
    }

    private static bool IsUnable(string? status) =>
        status is not null && EnumName.Parse<ConnectionStatus>(status) == ConnectionStatus.UnableToConnect;
}
