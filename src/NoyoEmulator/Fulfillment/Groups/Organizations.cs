using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>The organizations of a world: those that its groups belong to. Nothing else is known of them.</summary>
internal sealed class Organizations : ISetup<Organizations>
{
    private readonly HashSet<Guid> _ids;

    private Organizations(Guid? main, HashSet<Guid> ids) => (Main, _ids) = (main, ids);

    /// <inheritdoc/>
    public static IReadOnlyList<Type> Sources { get; } = [typeof(Group)];

    /// <summary>The organization of the world's first group, which is the seed's; null in a world without groups.</summary>
    public Guid? Main { get; }

    /// <inheritdoc/>
    public static Organizations Load(RowStore rows)
    {
        var groups = rows.Where<Group>("TRUE ORDER BY rowid");
        return new Organizations(groups is [var first, ..] ? first.OrganizationId : null, [.. groups.Select(group => group.OrganizationId)]);
    }

    /// <summary>Whether a group can be given to an organization: to one of those there are, and to any where there is none.</summary>
    public bool Accepts(Guid organizationId) => _ids.Count == 0 || _ids.Contains(organizationId);
}
