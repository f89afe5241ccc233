using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.CarrierDirectory;

/// <summary>The carriers of a world as one organization sees them. A world has few carriers and groups, so that all are read.</summary>
internal sealed class CarrierView
{
    private readonly Dictionary<Guid, CarrierStanding> _standings = [];
    private ILookup<Guid, string> _offered = Enumerable.Empty<string>().ToLookup(_ => Guid.Empty);
    private CarrierSetups _setups = CarrierSetups.Of([]);

    /// <summary>The carriers, by name.</summary>
    public IReadOnlyList<Carrier> Carriers { get; private set; } = [];

    /// <summary>Reads them as an organization sees them; as the world's own one does, where none is given.</summary>
    public static async Task<CarrierView> ReadAsync(EmulatorDbContext db, Guid? organizationId, CancellationToken cancellationToken)
    {
        var view = new CarrierView
        {
            Carriers = await db.Carriers.OrderBy(carrier => carrier.DisplayName).ThenBy(carrier => carrier.Id).ToListAsync(cancellationToken),
        };
        view._setups = CarrierSetups.Of(view.Carriers);
        view._offered = (await db.Plans.Select(plan => new { plan.CarrierId, plan.LineOfCoverage, plan.PlanType }).Distinct().ToListAsync(cancellationToken))
            .Select(plan => (plan.CarrierId, Line: CarrierTerms.LineOf(plan.LineOfCoverage, plan.PlanType))).Where(plan => plan.Line is not null)
            .ToLookup(plan => plan.CarrierId, plan => plan.Line!);
        var organization = organizationId ?? await MainOrganizationAsync(db, cancellationToken);
        foreach (var carrierId in await db.OrganizationCarriers.Where(request => request.OrganizationId == organization)
            .Select(request => request.CarrierId).ToListAsync(cancellationToken))
        {
            view._standings[carrierId] = CarrierStanding.Pending;
        }

        var connections = await (
            from connection in db.GroupConnections
            join grouped in db.Groups on connection.GroupId equals grouped.Id
            where grouped.OrganizationId == organization
            select new { connection.CarrierId, connection.Status }).Distinct().ToListAsync(cancellationToken);
        foreach (var connection in connections.OrderBy(connection => connection.Status == ConnectionStatus.Completed))
            view._standings[connection.CarrierId] = connection.Status == ConnectionStatus.Completed ? CarrierStanding.Connected : CarrierStanding.Connecting;
        return view;
    }

    /// <summary>The organization that asks: that of the world's first group; null in a world without groups.</summary>
    public static async Task<Guid?> MainOrganizationAsync(EmulatorDbContext db, CancellationToken cancellationToken) => (await db.Groups
        .FromSql($"SELECT * FROM groups ORDER BY rowid LIMIT 1").Select(group => (Guid?)group.OrganizationId).ToListAsync(cancellationToken)).FirstOrDefault();

    /// <summary>How the organization stands with a carrier.</summary>
    public CarrierStanding StandingOf(Guid carrierId) => _standings.GetValueOrDefault(carrierId);

    /// <summary>A carrier as it is shown.</summary>
    public CarrierResult ResultOf(Carrier carrier) => new()
    {
        Id = carrier.Id,
        Version = carrier.Version,
        DisplayName = carrier.DisplayName,
        InternalName = carrier.InternalName ?? CarrierTerms.InternalNameOf(carrier.DisplayName),
        State = carrier.State,
        LinesOfCoverage = LinesOf(carrier),
        IsSend = _setups.BehaviorOf(carrier.Id).Tier == CarrierTier.Send,
        Status = EnumName.Of(StandingOf(carrier.Id)),
    };

    /// <summary>What the carrier is said to offer; or else what groups have of it, and all there is where they have nothing.</summary>
    private IReadOnlyList<string> LinesOf(Carrier carrier)
    {
        if (WireJson.Read<IReadOnlyList<string>>(carrier.LinesOfCoverage) is { } stated)
            return stated;
        var offered = _offered[carrier.Id].ToHashSet(StringComparer.Ordinal);
        return offered.Count == 0 ? CarrierTerms.LinesOfCoverage : [.. CarrierTerms.LinesOfCoverage.Where(offered.Contains)];
    }
}
