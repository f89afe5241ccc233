using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Carriers;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>Makes the configurations of groups at carriers: each group has one at every carrier that it has a connection to (inferred).</summary>
internal static class GroupCarrierConfigurations
{
    private const int LengthOfMadeUpId = 8;

    /// <summary>Sees to it that a group has a configuration at a carrier.</summary>
    /// <param name="session">The change that it is part of.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="carrierId">The carrier.</param>
    /// <param name="carrierGroupId">The group's id in the carrier's system; null to keep what is known, or to make one up, always the same one.</param>
    /// <param name="effectiveStartDate">From when a new one holds; null for always.</param>
    public static GroupCarrierConfiguration Ensure(
        WorldSession session, Guid groupId, Guid carrierId, string? carrierGroupId, DateOnly? effectiveStartDate = null)
    {
        if (session.Rows.Where<GroupCarrierConfiguration>("group_id = ? AND carrier_id = ? ORDER BY created DESC, id DESC", groupId, carrierId) is [var known, ..])
        {
            if (carrierGroupId is not null && known.CarrierGroupId != carrierGroupId)
            {
                known.CarrierGroupId = carrierGroupId;
                known.Version = session.NewId();
                known.Modified = session.Now;
                session.Rows.Update(known);
            }

            return known;
        }

        var configuration = new GroupCarrierConfiguration
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            CarrierId = carrierId,
            CarrierGroupId = carrierGroupId ?? MadeUpId(groupId, carrierId),
            Configuration = "{}",
            ConnectionConfiguration = WireJson.Write(DefaultFor(session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(carrierId).Tier)),
            EffectiveStartDate = effectiveStartDate,
        };
        session.Rows.Insert(configuration);
        return configuration;
    }

    /// <summary>Has the configurations of a group at a carrier say that nothing is exchanged any more.</summary>
    public static void Close(WorldSession session, Guid groupId, Guid carrierId) =>
        Change(session, groupId, carrierId, tier => tier == ExchangeTerms.NotConnected ? null : ExchangeTerms.NotConnected);

    /// <summary>Has those that say so say again how data is exchanged.</summary>
    public static void Open(WorldSession session, Guid groupId, Guid carrierId)
    {
        var usual = DefaultFor(session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(carrierId).Tier).ConnectionTier;
        Change(session, groupId, carrierId, tier => tier == ExchangeTerms.NotConnected ? (string?)usual : null);
    }

    /// <summary>How data is exchanged with a carrier of a tier, as long as nobody says otherwise (inferred).</summary>
    public static PublicGroupCarrierConnectionConfigurationResult DefaultFor(CarrierTier tier)
    {
        var isSync = tier == CarrierTier.Sync;
        return new PublicGroupCarrierConnectionConfigurationResult
        {
            ConnectionTier = NullableText.Of(isSync ? "premier" : "standard"),
            DataExchange = new DataExchange
            {
                EnrollmentErrors = new EnrollmentErrors { Enabled = isSync, DefaultMethod = isSync ? NullableText.Of("snapshot_errors") : null },
                Enrollments = new Enrollments
                {
                    FromCarrier = new EnrollmentsFromCarrier { Enabled = isSync },
                    ToCarrier = new EnrollmentsToCarrier { Enabled = true, DefaultMethod = NullableText.Of(isSync ? "api" : "feeds") },
                },
                GroupStructure = new GroupStructure { Enabled = isSync, DefaultMethod = isSync ? NullableText.Of("api") : null },
            },
        };
    }

    /// <summary>What is kept, changed as an edit says: what it states takes the place of what is there, field by field.</summary>
    public static string Merge(string kept, PublicGroupCarrierConnectionConfigurationEdit stated)
    {
        var merged = WireJson.Read<JsonObject>(kept);
        Merge(merged, WireJson.Read<JsonObject>(WireJson.Write(stated)));
        return WireJson.Write(merged);
    }

    /// <param name="session">The change that it is part of.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="carrierId">The carrier.</param>
    /// <param name="change">The new connection tier for a known one; null to keep it.</param>
    private static void Change(WorldSession session, Guid groupId, Guid carrierId, Func<string?, string?> change)
    {
        foreach (var configuration in session.Rows.Where<GroupCarrierConfiguration>("group_id = ? AND carrier_id = ?", groupId, carrierId))
        {
            var known = WireJson.Read<PublicGroupCarrierConnectionConfigurationResult>(configuration.ConnectionConfiguration);
            if (change((string?)known.ConnectionTier) is not { } tier)
                continue;
            configuration.ConnectionConfiguration = WireJson.Write(known with { ConnectionTier = NullableText.Of(tier) });
            configuration.Version = session.NewId();
            configuration.Modified = session.Now;
            session.Rows.Update(configuration);
        }
    }

    private static void Merge(JsonObject kept, JsonObject stated)
    {
        foreach (var (name, value) in stated)
        {
            if (value is JsonObject part && kept[name] is JsonObject same)
                Merge(same, part);
            else
                kept[name] = value?.DeepClone();
        }
    }

    private static string MadeUpId(Guid groupId, Guid carrierId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{groupId} {carrierId}")))[..LengthOfMadeUpId];
}
