using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tracking;

/// <summary>What an attribute is to the order of a list.</summary>
internal enum SortRole
{
    /// <summary>The order in which differences were created: ids and times of creation rise together, as ids carry the world's time.</summary>
    Creation,

    /// <summary>An attribute of kinds. What is alike is in the order of creation.</summary>
    Kind,

    /// <summary>An attribute with many values. What is alike is in the order of ids.</summary>
    Key,
}

/// <summary>The order of a list of differences. What is not set comes before what is, and last in descending order.</summary>
internal sealed record DifferenceSort
{
    private static readonly IReadOnlyDictionary<string, DifferenceSort> All = new Dictionary<string, DifferenceSort>(StringComparer.Ordinal)
    {
        ["id"] = By(SortRole.Creation, "id"),
        ["version"] = By(SortRole.Key, "version"),
        ["created"] = By(SortRole.Creation, "created"),
        ["modified"] = By(SortRole.Key, "modified"),
        ["organization_id"] = By(SortRole.Kind, "organization_id"),
        ["group_id"] = By(SortRole.Kind, "group_id"),
        ["carrier_id"] = By(SortRole.Kind, "carrier_id"),
        ["employee_id"] = By(SortRole.Key, "employee_id"),
        ["object_type"] = By(SortRole.Kind, "object_type"),
        ["object_id"] = By(SortRole.Key, "object_id"),
        ["impact_score"] = By(SortRole.Kind, "impact_score"),
        ["difference_classification"] = By(SortRole.Kind, "classification"),
        ["difference_type"] = By(SortRole.Kind, "difference_type"),
        ["resolved"] = By(SortRole.Key, "resolved", unset: "-1"),
        ["replaced_by"] = By(SortRole.Key, "replaced_by_id", unset: "x''"),
        ["is_dismissed"] = By(SortRole.Kind, "is_dismissed"),
        ["is_suppressed"] = By(SortRole.Kind, "is_suppressed"),
        ["discrepancy_time"] = By(SortRole.Key, "discrepancy_time", unset: "-1"),
    };

    private string? Unset { get; init; }

    /// <summary>The names of the attributes that lists can be sorted by.</summary>
    public static IReadOnlyCollection<string> Attributes { get; } = [.. All.Keys];

    public required SortRole Role { get; init; }

    /// <summary>The column of a difference, or of a kind.</summary>
    public required string Column { get; init; }

    public bool IsDescending { get; init; }

    /// <summary>In SQL.</summary>
    public string Direction => IsDescending ? "DESC" : "ASC";

    /// <summary>The index in this order within each kind.</summary>
    public string Index => Role == SortRole.Key ? $"{DifferenceKinds.Index}_and_{Column}" : DifferenceKinds.Index;

    /// <summary>The index of a <see cref="SortRole.Key"/>.</summary>
    public LateIndex KeyIndex => new(Index, $"CREATE INDEX {Index} ON differences (kind, {Key("")}, id) WHERE kind IS NOT NULL;");

    /// <summary>The order by an attribute.</summary>
    public static DifferenceSort Of(string attribute, bool isDescending) => All[attribute] with { IsDescending = isDescending };

    /// <summary>
    /// What is compared within a kind, as an expression on a row. It is never null, because nothing comes after a null in SQL.
    /// </summary>
    /// <param name="row">The alias of the row and a dot, or nothing.</param>
    public string Key(string row)
    {
        var column = row + (Role == SortRole.Key ? Column : "created");
        return Unset is null ? column : $"COALESCE({column}, {Unset})";
    }

    private static DifferenceSort By(SortRole role, string column, string? unset = null) => new() { Role = role, Column = column, Unset = unset };
}
