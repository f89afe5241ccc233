using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Carriers;

/// <summary>The carriers of a world and how they behave.</summary>
internal sealed class CarrierSetups : ISetup<CarrierSetups>
{
    private static readonly CarrierBehavior Default = new();

    private readonly Dictionary<Guid, Carrier> _carriers;
    private readonly Dictionary<Guid, CarrierBehavior> _behaviors = [];

    private CarrierSetups(Dictionary<Guid, Carrier> carriers) => _carriers = carriers;

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Sources { get; } = [typeof(Carrier)];

    /// <inheritdoc/>
    public static CarrierSetups Load(RowStore rows) => Of(rows.All<Carrier>());

    /// <summary>These carriers.</summary>
    public static CarrierSetups Of(IEnumerable<Carrier> carriers) => new(carriers.ToDictionary(carrier => carrier.Id));

    /// <summary>The carrier with an id; null when the world knows none.</summary>
    public Carrier? Find(Guid carrierId) => _carriers.GetValueOrDefault(carrierId);

    /// <summary>A carrier's own habits; those of a carrier that the world does not know are the default ones.</summary>
    public CarrierBehavior BehaviorOf(Guid carrierId)
    {
        if (Find(carrierId)?.Behavior is not { } document)
            return Default;
        if (!_behaviors.TryGetValue(carrierId, out var behavior))
            _behaviors.Add(carrierId, behavior = WireJson.Read<CarrierBehavior>(document));
        return behavior;
    }

    /// <summary>How a carrier treats a change: as the employee's classifications choose, or else by its own habits.</summary>
    /// <param name="carrierId">The carrier.</param>
    /// <param name="behaviorName">The named behavior that was chosen; null for none.</param>
    public CarrierBehavior BehaviorFor(Guid carrierId, string? behaviorName) =>
        NamedBehavior.Find(behaviorName)?.Behavior ?? BehaviorOf(carrierId);
}
