using System.Globalization;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>What lists of differences are to answer, found by looking at every difference that there is.</summary>
internal sealed class ExpectedList
{
    /// <summary>The attributes that lists can be sorted by; whether each is an instant, a number or text follows from its values.</summary>
    public static readonly string[] SortAttributes =
    [
        "id", "version", "created", "modified", "organization_id", "group_id", "carrier_id", "employee_id", "object_type", "object_id", "impact_score",
        "difference_classification", "difference_type", "resolved", "replaced_by", "is_dismissed", "is_suppressed", "discrepancy_time",
    ];

    private static readonly string[] Formats = ["yyyy-M-d", "R"];

    private ExpectedList(IReadOnlyList<JsonNode> all) => All = all;

    /// <summary>All of a world's differences, with their sources.</summary>
    public IReadOnlyList<JsonNode> All { get; }

    public static async Task<ExpectedList> ReadAsync(EmulatorApp app)
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var page = JsonNode.Parse(await app.TextAsync($"/tracking/api/v1/differences?page_size=100&sort_by=id&offset={all.Count}", withSources: true))!.AsArray();
            all.AddRange(page.Select(it => it!));
            if (page.Count < 100)
                return new ExpectedList(all);
        }
    }

    /// <summary>The ids that a list is to have, in its order.</summary>
    public IReadOnlyList<string> Ids(string query, Func<JsonNode, bool>? isInScope = null)
    {
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        var matching = All.Where(it => (isInScope is null || isInScope(it)) && parameters.All(parameter => Fits(it, parameter.Key, parameter.Value))).ToList();
        var attribute = parameters.GetValueOrDefault("sort_by");
        var direction = parameters.GetValueOrDefault("sort_direction");
        matching.Sort((one, other) => Compare(one[attribute ?? "created"], other[attribute ?? "created"]) is not 0 and var order
            ? order
            : string.CompareOrdinal(one.Id(), other.Id()));
        if (direction == "desc" || (direction is null && attribute is null))
            matching.Reverse();
        return matching.ConvertAll(it => it.Id());
    }

    /// <summary>The counts by attributes, most frequent first.</summary>
    public List<string> Counts(string query, IReadOnlyList<string> attributes)
    {
        var ids = Ids(query).ToHashSet();
        return
        [
            .. All.Where(it => ids.Contains(it.Id()))
                .GroupBy(it => string.Join(' ', attributes.Select(attribute => $"{attribute}={it[attribute]?.ToJsonString()}")), StringComparer.Ordinal)
                .Select(group => $"{group.Key} count={group.Count()}").Order(StringComparer.Ordinal),
        ];
    }

    public static bool WasSeenIn(JsonNode difference, string property, string id) =>
        difference["sources"]!.AsArray().Any(source => source![property]?.GetValue<string>() == id);

    private static bool Fits(JsonNode it, string parameter, string value) => parameter switch
    {
        "sort_by" or "sort_direction" or "include_unavailable" => true,
        "id" => value.Split(',').Contains(it.Id()),
        "group_id" or "object_id" => it.Text(parameter) == value,
        "member_snapshot_id" => WasSeenIn(it, parameter, value),
        "object_type" => value.Split(',').Contains(it.Text(parameter)),
        "type" => value.Split(',').Contains(it.Text("difference_type")),
        "classification" => value.Split(',').Contains(it.Text("difference_classification")),
        "min_impact_score" => it.Number("impact_score") >= int.Parse(value),
        "max_impact_score" => it.Number("impact_score") <= int.Parse(value),
        "impact_type" => false,
        "is_open" => (it["resolved"] is null && it["replaced_by"] is null) == bool.Parse(value),
        "is_discrepancy" => (it["discrepancy_time"] is not null) == bool.Parse(value),
        "is_dismissed" => it["is_dismissed"]!.GetValue<bool>() == bool.Parse(value),
        "created_before" => it.Number("created") < Seconds(value),
        "created_after" => it.Number("created") > Seconds(value),
        _ => throw new ArgumentException("There is no such filter.", nameof(parameter)),
    };

    private static long Seconds(string instant) =>
        DateTimeOffset.ParseExact(instant, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();

    /// <summary>What is not set comes first.</summary>
    private static int Compare(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ => (one.GetValueKind(), other.GetValueKind()) switch
        {
            (System.Text.Json.JsonValueKind.Number, _) => one.GetValue<long>().CompareTo(other.GetValue<long>()),
            (System.Text.Json.JsonValueKind.String, _) => string.CompareOrdinal(one.GetValue<string>(), other.GetValue<string>()),
            _ => one.GetValue<bool>().CompareTo(other.GetValue<bool>()),
        },
    };
}
