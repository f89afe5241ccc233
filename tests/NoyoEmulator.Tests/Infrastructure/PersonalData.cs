using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>What the example bodies say about people, for searching it where it must not be.</summary>
internal static class PersonalData
{
    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "first_name", "last_name", "ssn", "date_of_birth", "street_one", "email_address", "home_phone", "work_phone", "occupation",
        "custom_individual_id", "county", "city",
    };

    /// <summary>Names, numbers, dates and addresses of both examples.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Of(SnapshotBody.Example()).Concat(Of(SnapshotBody.FromFile("guide-enroll-dependent.json"))).Distinct(StringComparer.Ordinal)];

    /// <summary>Those that a text holds.</summary>
    public static IReadOnlyList<string> In(string text) => [.. All.Where(item => text.Contains(item, StringComparison.OrdinalIgnoreCase))];

    private static IEnumerable<string> Of(JsonNode? node) => node switch
    {
        JsonObject parts => parts.SelectMany(part => Fields.Contains(part.Key) && part.Value?.GetValueKind() == JsonValueKind.String
            ? [part.Value.GetValue<string>()]
            : Of(part.Value)),
        JsonArray items => items.SelectMany(Of),
        _ => [],
    };
}
