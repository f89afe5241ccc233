using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Comparison;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What is to be seen after a history, worked out from what was posted, and what is seen.</summary>
internal sealed partial class RandomHistory
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerOptions.Default)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The differences that a comparison of what the platform sent last with what the carriers hold now gives.</summary>
    public async Task<IReadOnlyList<string>> ExpectedAsync()
    {
        var expected = new List<string>();
        foreach (var carrier in Carriers)
        {
            var held = (await app.RecordsAsync(carrier)).Values.Select(record => record.Deserialize<MemberRecord>(Wire)!).ToList();
            foreach (var family in Enumerable.Range(1, Families).Where(family => _people.ContainsKey((family, 1))))
            {
                var platform = PlatformRecords(family, carrier);
                var members = Enumerable.Range(1, Dependents + 1).Select(position => Guid.Parse(FamilyBody.Id(family, position))).ToHashSet();
                expected.AddRange(FamilyComparer.Compare(platform, [.. held.Where(record => members.Contains(record.IndividualId))])
                    .Select(mismatch => Describe(carrier, family, mismatch)));
            }
        }

        return [.. expected.Order(StringComparer.Ordinal)];
    }

    /// <summary>The open differences of these families, in the same words.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync() =>
    [
        .. (await app.ExampleDifferencesAsync("is_open=true")).Select(it => string.Join(' ',
            it.Text("carrier_id")[..4],
            it.Text("employee_id")[..8],
            it.Text("difference_type"),
            it.Text("difference_classification"),
            it.Text("object_type"),
            it.Text("object_type") == "individual_enrollment" ? "-" : it.Text("object_id"),
            it.Number("impact_score"),
            it["fields"]!.ToJsonString())).Order(StringComparer.Ordinal),
    ];

    /// <summary>What the platform said last of coverages, but for those at a carrier without a connection, and of employees.</summary>
    public IReadOnlyList<string> Stated =>
    [
        .. _enrollments.Select(it => string.Join(
            ' ',
            FamilyBody.Id(it.Key.Family, it.Key.Position),
            it.Key.Offer.Line,
            it.Key.Offer.PlanName,
            it.Value.Start,
            it.Value.End,
            it.Value.Known)).Concat(_people.Where(it => it.Key.Position == 1).Select(it => string.Join(
                ' ', FamilyBody.Id(it.Key.Family), it.Value.LastName, it.Value.Zip, it.Value.KnownSsn, it.Value.KnownMiddleName))).Order(StringComparer.Ordinal),
    ];

    /// <summary>What the calculated snapshots say, in the same words.</summary>
    public async Task<IReadOnlyList<string>> CalculatedAsync()
    {
        var coverages = new List<JsonNode>();
        var people = new List<string>();
        foreach (var (family, _) in _people.Keys.Where(key => key.Position == 1))
        {
            var snapshot = await app.GetAsync($"/api/v1/employees/{FamilyBody.Id(family)}/member_snapshot");
            coverages.AddRange(snapshot["coverages"]!.AsArray()!);
            var person = snapshot["employee"]!["person"]!.AsObject();
            var ssn = person.TryGetPropertyValue("ssn", out var value) ? value?.GetValue<string>() ?? None : null;
            people.Add(string.Join(
                ' ', FamilyBody.Id(family), person.Text("last_name"), person["home_address"]!.Text("zip_code"), ssn, person["middle_name"]?.GetValue<string>()));
        }

        return
        [
            .. coverages.SelectMany(coverage => coverage["enrolled_members"]!.AsArray().Select(enrolled => string.Join(
                ' ',
                enrolled!.Text("individual_id"),
                coverage.Text("line_of_coverage"),
                coverage.Text("plan_name"),
                enrolled!.Text("effective_start_date"),
                enrolled!.Text("effective_end_date"),
                enrolled!.Number("volume")))).Concat(people).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What each open difference is about: no two may be about the same.</summary>
    public async Task<IReadOnlyList<string>> OpenKeysAsync() =>
    [
        .. (await app.ExampleDifferencesAsync("is_open=true")).Select(it => string.Join(' ',
            it.Text("carrier_id"),
            it.Text("object_id"),
            it.Text("difference_type"),
            it.Text("difference_classification"),
            it["fields"]![0]!.Text("key") == "object" ? it["fields"]!.ToJsonString() : "")),
    ];

    private IReadOnlyList<MemberRecord> PlatformRecords(int family, string carrier) =>
    [
        .. _people.Where(entry => entry.Key.Family == family).OrderBy(entry => entry.Key.Position).Select(entry =>
        {
            var position = entry.Key.Position;
            var node = FamilyBody.Of(family, Dependents) is var body && position == 1 ? body["employee"]! : body["dependents"]![position - 2]!;
            Fill(node.AsObject(), entry.Value);
            return new MemberRecord
            {
                IndividualId = Guid.Parse(FamilyBody.Id(family, position)),
                IndividualType = position == 1 ? MemberType.Employee : MemberType.Dependent,
                Person = node["person"].Deserialize<PersonRecord>(Wire)! with { Ssn = entry.Value.Ssn == None ? "" : entry.Value.Ssn },
                Employment = node["employment"].Deserialize<EmploymentRecord>(Wire),
                Relationship = node["relationship"]?.GetValue<string>(),
                Enrollments = [.. _enrollments.Where(it => it.Key.Family == family && it.Key.Position == position && it.Key.Offer.CarrierId == carrier)
                    .Select((it, index) => new EnrollmentRecord
                    {
                        Id = Family.Id((position * 100) + index),
                        LineOfCoverage = it.Key.Offer.Line,
                        PlanId = it.Key.Offer.PlanId is { } plan ? Guid.Parse(plan) : null,
                        PlanName = it.Key.Offer.PlanName,
                        EffectiveStartDate = DateOnly.Parse(it.Value.Start),
                        EffectiveEndDate = DateOnly.Parse(it.Value.End),
                        Volume = it.Value.Volume,
                    })],
            };
        }),
    ];

    private static string Describe(string carrier, int family, Mismatch mismatch) => string.Join(' ',
        carrier[..4],
        FamilyBody.Id(family)[..8],
        mismatch.Key.DifferenceType,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(mismatch.Key.Classification.ToString()),
        JsonNamingPolicy.SnakeCaseLower.ConvertName(mismatch.Key.ObjectType.ToString()),
        mismatch.Key.ObjectType == ObjectType.IndividualEnrollment ? "-" : mismatch.Key.ObjectId,
        mismatch.Impact,
        new JsonArray([.. mismatch.Fields.Select(field => new JsonObject
        {
            ["key"] = field.Key,
            ["platform_value"] = Value(field.Key, field.PlatformValue),
            ["carrier_value"] = Value(field.Key, field.CarrierValue),
        })]).ToJsonString());

    private static JsonNode? Value(string key, string? text) => text is null ? null : key == "object" ? JsonNode.Parse(text) : text;
}
