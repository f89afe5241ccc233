using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Comparison;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>
/// A random but repeatable history of a few families at two carriers: snapshots with new, changed, ended, waived and omitted
/// coverages, carriers that change their habits or their records, syncs, and time that passes. Values come from small pools,
/// so that what one step does another often undoes.
/// </summary>
internal sealed class RandomHistory(int seed, EmulatorApp app, IReadOnlyList<TimeSpan>? strides = null)
{
    private const int Families = 3;
    private const int Dependents = 2;

    private static readonly string[] Carriers = [Defaults.AcceptingCarrier, Defaults.ShiftingCarrier];
    private static readonly string[] Starts = ["2024-08-01", "2024-09-01", "2024-09-15", "2024-10-01"];

    private static readonly IReadOnlyList<Offer> Offers =
    [
        Offer.Medical,
        Offer.Dental,
        Offer.Life,
        Offer.Vision,
        new("dental", Defaults.AcceptingCarrier, null, "Another dental plan"),
        new("dental", Defaults.ShiftingCarrier, null, "Dental elsewhere"),
    ];

    private readonly Dice _dice = new(seed);
    private readonly List<string> _answers = [];
    private readonly Dictionary<(int Family, int Position), Person> _people = [];
    private readonly Dictionary<(int Family, int Position, Offer Offer), Enrollment> _enrollments = [];

    /// <summary>The text of every answer so far.</summary>
    public IReadOnlyList<string> Answers => _answers;

    /// <summary>The snapshots posted, as they were answered.</summary>
    public IReadOnlyList<JsonNode> Posted =>
    [
        .. _answers.Where(answer => answer.Contains("/member_snapshots: 201 ", StringComparison.Ordinal)).Select(answer => JsonNode.Parse(answer[answer.IndexOf('{')..])!),
    ];

    /// <summary>Lives through a number of steps.</summary>
    public async Task RunAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
            await StepAsync();
    }

    /// <summary>Lets everything come to rest: what is held is released, everything due is done, and every carrier is synced.</summary>
    public async Task SettleAsync()
    {
        foreach (var carrier in Carriers)
            await BehaveAsync(carrier, []);
        await AdvanceAsync(TimeSpan.FromDays(90));
        (await app.ClockAsync()).Number("pending").ShouldBe(0);
        foreach (var carrier in Carriers)
            await DoAsync(HttpMethod.Post, $"/_emulator/carriers/{carrier}/sync");
    }

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

    private static readonly JsonSerializerOptions Wire = new(JsonSerializerOptions.Default)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private Task StepAsync() => _dice.Next(12) switch
    {
        < 4 => PostAsync(1 + _dice.Next(Families)),
        < 7 => AdvanceAsync(_dice.Pick(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(11), TimeSpan.FromDays(1))),
        7 => BehaveAsync(_dice.Pick(Carriers), [.. Enumerable.Range(0, _dice.Next(3)).Select(_ => RandomRule())]),
        < 10 => EditRecordAsync(_dice.Pick(Carriers)),
        10 => DoAsync(HttpMethod.Post, $"/_emulator/carriers/{_dice.Pick(Carriers)}/sync"),
        _ => DoAsync(
            HttpMethod.Post,
            $"/_emulator/carriers/{_dice.Pick(Carriers)}/sync",
            new JsonObject { ["employee_id"] = FamilyBody.Id(1 + _dice.Next(Families)) }),
    };

    private async Task PostAsync(int family)
    {
        foreach (var position in Enumerable.Range(1, Dependents + 1).Where(position => position == 1 || _dice.Chance(80)))
            ChangePerson(family, position);
        var known = new Dictionary<(int Family, int Position, Offer Offer), Enrollment>(_enrollments);
        for (var change = _dice.Next(4); change >= 0; change--)
            ChangeEnrollment(family);

        var dependents = _people.Keys.Where(key => key.Family == family && key.Position > 1).Select(key => key.Position).Order().ToList();
        var body = FamilyBody.Of(family, Dependents);
        for (var position = Dependents + 1; position > 1; position--)
        {
            if (!dependents.Contains(position))
                _ = body.Without($"dependents[{position - 2}]");
        }

        Fill(body["employee"]!.AsObject(), _people[(family, 1)]);
        foreach (var (index, position) in dependents.Index())
            Fill(body["dependents"]![index]!.AsObject(), _people[(family, position)]);
        var omitted = await OmitAsync(family, body, known);
        foreach (var ((_, position, offer), enrollment) in _enrollments.Where(entry => entry.Key.Family == family && !omitted.Contains(entry.Key)))
            _ = body.Enroll(offer, enrollment.Start, enrollment.End, position, enrollment.Volume);
        await DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", body);
    }

    /// <summary>
    /// Chooses coverages that a snapshot leaves out, and a policy that allows it. What Noyo then has of them is worked out
    /// here apart from the emulator: another plan in the same line takes the place, or the policy decides.
    /// </summary>
    private async Task<HashSet<(int Family, int Position, Offer Offer)>> OmitAsync(
        int family, JsonObject body, Dictionary<(int Family, int Position, Offer Offer), Enrollment> known)
    {
        if (!_dice.Chance(50))
            return [];
        var (rule, last) = _dice.Pick<(string? Rule, string? Last)>((null, null), ("custom", "2024-10-15"), ("end_of_current_month", null), ("end_of_prior_month", null));
        var handling = new JsonObject { ["policy"] = rule is null ? "continue" : "terminate" };
        if (rule is not null)
            handling["termination_rule"] = rule;
        if (last is not null)
            handling["custom"] = new JsonObject { ["effective_end_date"] = last };
        body["omitted_coverage_handling"] = handling;

        var today = DateOnly.FromDateTime(DateTimeOffset.Parse((await app.ClockAsync()).Text("now")).UtcDateTime);
        var firstOfMonth = new DateOnly(today.Year, today.Month, 1);
        var lastDay = rule switch { "custom" => Day(last!), "end_of_current_month" => firstOfMonth.AddMonths(1).AddDays(-1), _ => firstOfMonth.AddDays(-1) };
        var omitted = _enrollments.Keys.Where(key => key.Family == family && _dice.Chance(40)).ToHashSet();
        var stated = _enrollments.Where(entry => entry.Key.Family == family && !omitted.Contains(entry.Key)).ToList();

        // What is left out is as it was said to be before, or was never heard of.
        foreach (var key in omitted)
        {
            if (known.TryGetValue(key, out var before))
                _enrollments[key] = before;
            else
                _ = _enrollments.Remove(key);
        }

        omitted.IntersectWith(_enrollments.Keys);
        foreach (var key in omitted.Where(key => IsActive(_enrollments[key])))
        {
            var enrollment = _enrollments[key];
            var successors = stated.Where(entry => entry.Key.Position == key.Position && entry.Key.Offer.Line == key.Offer.Line && IsActive(entry.Value)
                && Day(entry.Value.Start) <= Day(enrollment.End) && Day(enrollment.Start) <= Day(entry.Value.End)).ToList();
            if (successors is [var successor])
                _enrollments[key] = EndingOn(enrollment, Day(successor.Value.Start).AddDays(-1));
            else if (rule is not null)
                _enrollments[key] = EndingOn(enrollment, lastDay);
        }

        return omitted;

        bool IsActive(Enrollment enrollment) => Day(enrollment.End) >= Day(enrollment.Start) && Day(enrollment.End) >= today;

        static DateOnly Day(string date) => DateOnly.Parse(date);

        static Enrollment EndingOn(Enrollment enrollment, DateOnly day)
        {
            var end = day < Day(enrollment.Start) ? Day(enrollment.Start).AddDays(-1) : day < Day(enrollment.End) ? day : Day(enrollment.End);
            return enrollment with { End = end.ToString("yyyy-MM-dd") };
        }
    }

    private void ChangePerson(int family, int position)
    {
        if (!_people.TryGetValue((family, position), out var person))
            person = new Person("Test", "97701", null);
        _people[(family, position)] = _dice.Next(6) switch
        {
            0 => person with { LastName = _dice.Pick("Test", "TEST", "Tested") },
            1 => person with { Zip = _dice.Pick("97701", "97701-1234", "97702") },
            2 => person with { Ssn = _dice.Pick(null, "219099871", "219099872") },
            _ => person,
        };
    }

    /// <summary>
    /// Nobody is in one plan twice, and only open coverage changes its start, so that what the snapshot states is all there
    /// is to know about the platform's side.
    /// </summary>
    private void ChangeEnrollment(int family)
    {
        var known = _people.Keys.Where(key => key.Family == family).Select(key => key.Position).Order().ToList();
        var key = (family, _dice.Pick(known), _dice.Pick(Offers));
        if (!_enrollments.TryGetValue(key, out var enrollment))
        {
            _enrollments[key] = new Enrollment(_dice.Pick(Starts), WorldIntents.OpenEnd, _dice.Pick<int?>(null, 10000));
            return;
        }

        var isOpen = enrollment.End == WorldIntents.OpenEnd;
        _enrollments[key] = _dice.Next(5) switch
        {
            0 when isOpen => enrollment with { Start = _dice.Pick(Starts) },
            1 => enrollment with { End = DateOnly.Parse(enrollment.Start).AddDays(-1).ToString("yyyy-MM-dd") },
            2 => enrollment with { End = _dice.Pick("2024-10-31", "2024-12-31") },
            3 => enrollment with { Volume = _dice.Pick<int?>(null, 10000, 20000) },
            _ => enrollment with { End = WorldIntents.OpenEnd },
        };
    }

    private JsonObject RandomRule()
    {
        JsonNode effect = _dice.Next(7) switch
        {
            0 or 1 => "drop",
            2 => "accept",
            3 => "hold",
            4 => WorldIntents.Rejecting("No"),
            _ => WorldIntents.Starting(_dice.Pick("first_of_next_month", "+P10D", "2024-09-15")),
        };
        JsonObject match = _dice.Next(4) switch
        {
            0 => [],
            1 => new() { ["line_of_coverage"] = _dice.Pick(Offers).Line },
            2 => new() { ["employee_id"] = FamilyBody.Id(1 + _dice.Next(Families)) },
            _ => new() { ["individual_id"] = FamilyBody.Id(1 + _dice.Next(Families), 1 + _dice.Next(Dependents + 1)) },
        };
        return WorldIntents.Rule(effect, match, _dice.Pick<int?>(null, 1, 2));
    }

    private Task BehaveAsync(string carrier, JsonObject[] rules) => DoAsync(
        HttpMethod.Put,
        $"/_emulator/carriers/{carrier}/behavior",
        new JsonObject { ["confirmations"] = 1 + _dice.Next(3), ["rules"] = new JsonArray([.. rules]) });

    private async Task EditRecordAsync(string carrier)
    {
        var records = (await app.RecordsAsync(carrier)).Where(pair => pair.Key.StartsWith("0000000", StringComparison.Ordinal)).ToList();
        if (records.Count == 0)
            return;
        var (individual, record) = _dice.Pick(records);
        var path = $"/_emulator/carriers/{carrier}/records/{individual}";
        if (_dice.Chance(20))
        {
            await DoAsync(HttpMethod.Delete, path);
            return;
        }

        var enrollments = record["enrollments"]?.AsArray().Select(it => it!.DeepClone().AsObject()).ToList() ?? [];
        JsonObject patch;
        switch (_dice.Next(5))
        {
            case 0:
                patch = new JsonObject { ["person"] = new JsonObject { ["last_name"] = _dice.Pick("test", "Tested") } };
                break;
            case 1:
                patch = new JsonObject { ["person"] = new JsonObject { ["ssn"] = _dice.Pick(null, "219-09-9871", "219099873") } };
                break;
            case 2 when enrollments.Count > 0:
                enrollments.RemoveAt(_dice.Next(enrollments.Count));
                patch = new JsonObject { ["enrollments"] = new JsonArray([.. enrollments]) };
                break;
            case 3 when enrollments.Count > 0:
                var one = _dice.Pick(enrollments);
                one["effective_start_date"] = _dice.Pick(Starts);
                one["volume"] = _dice.Pick<int?>(null, 20000);
                patch = new JsonObject { ["enrollments"] = new JsonArray([.. enrollments]) };
                break;
            default:
                var offer = _dice.Pick(Offers);
                enrollments.Add(new JsonObject
                {
                    ["line_of_coverage"] = offer.Line,
                    ["plan_id"] = offer.PlanId,
                    ["plan_name"] = offer.PlanName,
                    ["effective_start_date"] = _dice.Pick(Starts),
                    ["effective_end_date"] = _dice.Pick(WorldIntents.OpenEnd, "2024-12-31"),
                });
                patch = new JsonObject { ["enrollments"] = new JsonArray([.. enrollments]) };
                break;
        }

        await DoAsync(HttpMethod.Patch, path, patch);
    }

    /// <summary>Lets time pass, in one go or in strides.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        if (strides is null)
        {
            await DoAsync(HttpMethod.Post, "/_emulator/clock/advance", Duration(by));
            return;
        }

        var rest = by;
        for (var i = 0; rest > TimeSpan.Zero; i++)
        {
            var stride = strides[i % strides.Count] < rest && i < 50 ? strides[i % strides.Count] : rest;
            _ = await app.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", Duration(stride));
            rest -= stride;
        }

        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", Duration(TimeSpan.Zero));

        static JsonObject Duration(TimeSpan by) => new() { ["by"] = System.Xml.XmlConvert.ToString(by) };
    }

    private async Task DoAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await app.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"seed {seed}: {method} {path}: {(int)response.StatusCode} {text} {body?.ToJsonString()}");
        _answers.Add($"{method} {path}: {(int)response.StatusCode} {text}");
    }

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
                Person = node["person"].Deserialize<PersonRecord>(Wire)!,
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

    private static void Fill(JsonObject member, Person person)
    {
        var node = member["person"]!;
        node["last_name"] = person.LastName;
        node["home_address"]!["zip_code"] = person.Zip;
        if (person.Ssn is not null)
            node["ssn"] = person.Ssn;
    }

    private sealed record Person(string LastName, string Zip, string? Ssn);

    private sealed record Enrollment(string Start, string End, int? Volume);
}
