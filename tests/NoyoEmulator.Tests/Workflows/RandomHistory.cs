using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>
/// A random but repeatable history of a few families at two carriers: snapshots with new, changed, ended, waived and omitted
/// coverages, with values left out, and null, with coverage at a carrier without a connection, by one of their members' ids or
/// both, and such as are refused;
/// carriers that change their habits or their records, syncs, and time that passes. Values come from small pools, so that
/// what one step does another often undoes.
/// </summary>
internal sealed partial class RandomHistory(int seed, EmulatorApp app, IReadOnlyList<TimeSpan>? strides = null)
{
    public const int Families = 3;
    public const int Dependents = 2;

    public static readonly string[] Starts = ["2024-08-01", "2024-09-01", "2024-09-15", "2024-10-01"];

    public static readonly IReadOnlyList<Offer> Offers =
    [
        Offer.Medical,
        Offer.Dental,
        Offer.Life,
        Offer.Vision,
        new("dental", Defaults.AcceptingCarrier, null, "Another dental plan"),
        new("dental", Defaults.ShiftingCarrier, null, "Dental elsewhere"),
    ];

    /// <summary>Stated to be null.</summary>
    private const string None = "none";

    private static readonly string[] Carriers = [Defaults.AcceptingCarrier, Defaults.ShiftingCarrier];
    private static readonly Offer Unconnected = new("accident", "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", null, "Nowhere Accident");

    private readonly Dice _dice = new(seed);
    private readonly List<string> _answers = [];
    private readonly HashSet<string> _members = [];
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
            await BehaveAsync(carrier, new JsonObject { ["confirmations"] = 1 + _dice.Next(3) });
        await AdvanceAsync(TimeSpan.FromDays(200));
        (await app.ClockAsync()).Number("pending").ShouldBe(0);
        foreach (var carrier in Carriers)
            await DoAsync(HttpMethod.Post, $"/_emulator/carriers/{carrier}/sync");
    }

    private static string SnapshotsPath => $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    private Task StepAsync() => _dice.Next(13) switch
    {
        < 4 => PostAsync(1 + _dice.Next(Families)),
        < 7 => AdvanceAsync(_dice.Pick(TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(11), TimeSpan.FromDays(1))),
        7 => BehaveAsync(_dice.Pick(Carriers), RandomCarriers.Behavior(_dice)),
        < 10 => EditRecordAsync(_dice.Pick(Carriers)),
        10 => DoAsync(HttpMethod.Post, $"/_emulator/carriers/{_dice.Pick(Carriers)}/sync"),
        11 => RefuseAsync(1 + _dice.Next(Families)),
        _ => DoAsync(
            HttpMethod.Post,
            $"/_emulator/carriers/{_dice.Pick(Carriers)}/sync",
            new JsonObject { ["employee_id"] = FamilyBody.Id(1 + _dice.Next(Families)) }),
    };

    private async Task PostAsync(int family)
    {
        var (people, enrollments, members) = (_people.ToList(), _enrollments.ToList(), _members.ToList());
        foreach (var position in Enumerable.Range(1, Dependents + 1).Where(position => position == 1 || _dice.Chance(80)))
            ChangePerson(family, position);
        for (var change = _dice.Next(5); change > 0; change--)
            ChangeEnrollment(family);
        SwitchPlans(family);

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
        var omitted = Omit(family, body);
        foreach (var ((_, position, offer), enrollment) in _enrollments.Where(entry => entry.Key.Family == family && !omitted.Contains(entry.Key)))
            _ = body.Enroll(offer, enrollment.Start, enrollment.End, position, enrollment.Volume);
        if (_dice.Chance(20))
            _ = body.Enroll(Unconnected, _dice.Pick(Starts), position: _dice.Pick([1, .. dependents]));

        var created = new List<string>();
        foreach (var position in dependents.Prepend(1))
        {
            // Who is new has both ids; who is known may be called by one of them.
            if (_members.Add(FamilyBody.Id(family, position)))
                created.Add(FamilyBody.Id(family, position));
            else
                _ = _dice.Next(4) switch { 0 => body.ByIdAlone(position), 1 => body.ByCustomIdAlone(position), _ => body };
        }

        var (status, text) = await app.PostSnapshotTextAsync(Defaults.ExampleGroup, body.ToJsonString());
        _answers.Add($"POST {SnapshotsPath}: {(int)status} {text}");
        if (status == HttpStatusCode.UnprocessableEntity)
        {
            // A carrier holds what the platform leaves out, or two plans exclude each other: nothing has happened.
            Restore(_people, people);
            Restore(_enrollments, enrollments);
            _members.IntersectWith(members);
            return;
        }

        ((int)status).ShouldBe(201, $"seed {seed}: {text} {body.ToJsonString()}");
        JsonNode.Parse(text)!["created_members"]!.AsArray().Select(member => member!.Id()).ShouldBe(created, $"seed {seed}");
        await LearnAsync(family, omitted, enrollments.ToDictionary(entry => entry.Key, entry => entry.Value));
    }

    /// <summary>Chooses coverages that a snapshot leaves out, and a policy; what is new cannot be left out.</summary>
    private HashSet<(int Family, int Position, Offer Offer)> Omit(int family, JsonObject body)
    {
        if (!_dice.Chance(70))
            return [];
        var handling = _dice.Next(4) switch
        {
            0 => new JsonObject { ["policy"] = "continue" },
            1 => new JsonObject { ["policy"] = "terminate", ["termination_rule"] = "end_of_current_month" },
            2 => new JsonObject { ["policy"] = "terminate", ["termination_rule"] = "end_of_prior_month" },
            _ => new JsonObject { ["policy"] = "terminate", ["termination_rule"] = "custom", ["custom"] = new JsonObject { ["effective_end_date"] = "2024-10-15" } },
        };
        body["omitted_coverage_handling"] = handling;
        return [.. _enrollments.Keys.Where(key => key.Family == family && _dice.Chance(35))];
    }

    /// <summary>
    /// What Noyo makes of coverage that was left out depends on what it finds at the carriers. Whatever it makes of it, what was
    /// stated is as it was stated, what was not may at most end earlier, and what only a carrier knew is taken over to be ended.
    /// </summary>
    private async Task LearnAsync(
        int family,
        HashSet<(int Family, int Position, Offer Offer)> omitted,
        Dictionary<(int Family, int Position, Offer Offer), Enrollment> before)
    {
        var calculated = await app.GetAsync($"/api/v1/employees/{FamilyBody.Id(family)}/member_snapshot");
        var found = new HashSet<(int, int, Offer)>();
        foreach (var coverage in calculated["coverages"]!.AsArray())
        {
            foreach (var enrolled in coverage!["enrolled_members"]!.AsArray())
            {
                var offer = Offers.Single(it => it.CarrierId == coverage.Text("carrier_id") && it.Line == coverage.Text("line_of_coverage") && it.PlanName == coverage.Text("plan_name"));
                var position = Enumerable.Range(1, Dependents + 1).Single(it => FamilyBody.Id(family, it) == enrolled!.Text("individual_id"));
                var (key, start, end) = ((family, position, offer), enrolled!.Text("effective_start_date"), enrolled!.Text("effective_end_date"));
                found.Add(key).ShouldBeTrue($"seed {seed}: {key} twice");
                if (_enrollments.TryGetValue(key, out var stated) && !omitted.Contains(key))
                    (start, end).ShouldBe((stated.Start, stated.End), $"seed {seed}: {key}");
                else if (before.TryGetValue(key, out var earlier))
                    (start == earlier.Start && string.CompareOrdinal(end, earlier.End) <= 0).ShouldBeTrue($"seed {seed}: {key} {start} {end}, before {earlier}");
                else
                    end.ShouldNotBe(WorldIntents.OpenEnd, $"seed {seed}: {key}");

                // What is left out is not stated any more, and remembered.
                var known = before.GetValueOrDefault(key);
                _enrollments[key] = stated is not null && !omitted.Contains(key)
                    ? stated with { Known = stated.Volume ?? known?.Known }
                    : (known ?? new Enrollment(start, end, Volume: null)) with { Start = start, End = end };
                _enrollments[key] = _enrollments[key] with { IsOpenAtNoyo = end == WorldIntents.OpenEnd };
            }
        }

        foreach (var key in _enrollments.Keys.Where(key => key.Family == family && !found.Contains(key)).ToList())
        {
            before.ShouldNotContainKey(key, $"seed {seed}");
            omitted.ShouldContain(key, $"seed {seed}");
            _ = _enrollments.Remove(key);
        }
    }

    private static void Restore<TKey, TValue>(Dictionary<TKey, TValue> into, List<KeyValuePair<TKey, TValue>> from)
        where TKey : notnull
    {
        into.Clear();
        foreach (var (key, value) in from)
            into.Add(key, value);
    }

    /// <summary>Sends a snapshot that would change everything about a family, were it not refused: what Noyo has of it stays.</summary>
    private async Task RefuseAsync(int family)
    {
        if (!_people.ContainsKey((family, 1)))
            return;
        var body = FamilyBody.Of(family, Dependents + 1).With("employee.person.last_name", "Refused")
            .Enroll(Offers[0], "2025-01-01", position: Dependents + 2);
        _ = body.Without("dependents[0].custom_individual_id").With("dependents[0].id", FamilyBody.Id(family, 99));
        var path = $"/api/v1/employees/{FamilyBody.Id(family)}/member_snapshot";
        var before = await app.TextAsync(path);

        var (status, text) = await app.PostSnapshotTextAsync(Defaults.ExampleGroup, body.ToJsonString());

        ((int)status).ShouldBe(404, $"seed {seed}: {text}");
        (await app.TextAsync(path)).ShouldBe(before, $"seed {seed}");
        _answers.Add($"POST {SnapshotsPath}: {(int)status} {text}");
    }

    private void ChangePerson(int family, int position)
    {
        if (!_people.TryGetValue((family, position), out var person))
            person = new Person("Test", "97701", null);
        _people[(family, position)] = _dice.Next(6) switch
        {
            0 => person with { LastName = _dice.Pick("Test", "TEST", "Tested") },
            1 => person with { Zip = _dice.Pick("97701", "97701-1234", "97702") },
            2 => person with { Ssn = _dice.Pick(null, None, "219099871", "219099872") },
            3 => person with { MiddleName = _dice.Pick(null, "", "Q", "R") },
            _ => person,
        };
        var now = _people[(family, position)];
        _people[(family, position)] = now with { KnownSsn = now.Ssn ?? now.KnownSsn, KnownMiddleName = now.MiddleName ?? now.KnownMiddleName };
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
            0 when isOpen && enrollment.IsOpenAtNoyo => enrollment with { Start = _dice.Pick(Starts) },
            1 => enrollment with { End = DateOnly.Parse(enrollment.Start).AddDays(-1).ToString("yyyy-MM-dd") },
            2 => enrollment with { End = _dice.Pick("2024-10-31", "2024-12-31") },
            3 => enrollment with { Volume = _dice.Pick<int?>(null, 10000, 20000) },
            _ => enrollment with { End = WorldIntents.OpenEnd },
        };
    }

    /// <summary>Ends coverage before another plan of its line begins, as a member is in one of them at a time.</summary>
    private void SwitchPlans(int family)
    {
        var lines = _enrollments.Where(entry => entry.Key.Family == family && IsCovered(entry.Value)).GroupBy(entry => (entry.Key.Position, entry.Key.Offer.Line));
        foreach (var line in lines.ToList())
        {
            var inOrder = line.OrderBy(entry => entry.Value.Start, StringComparer.Ordinal).ToList();
            foreach (var (earlier, later) in inOrder.Zip(inOrder.Skip(1)))
            {
                if (string.CompareOrdinal(earlier.Value.End, later.Value.Start) >= 0)
                    _enrollments[earlier.Key] = earlier.Value with { End = DateOnly.Parse(later.Value.Start).AddDays(-1).ToString("yyyy-MM-dd") };
            }
        }

        static bool IsCovered(Enrollment enrollment) => string.CompareOrdinal(enrollment.End, enrollment.Start) >= 0;
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

    private Task<JsonNode> BehaveAsync(string carrier, JsonObject behavior) =>
        DoAsync(HttpMethod.Put, $"/_emulator/carriers/{carrier}/behavior", behavior);

    private Task EditRecordAsync(string carrier) => RandomCarriers.EditRecordAsync(_dice, app, carrier, DoAsync);

    private async Task<JsonNode> DoAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var response = await app.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"seed {seed}: {method} {path}: {(int)response.StatusCode} {text} {body?.ToJsonString()}");
        text.ShouldNotContain("was set aside", Case.Sensitive, $"seed {seed}");
        _answers.Add($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private static void Fill(JsonObject member, Person person)
    {
        var node = member["person"]!;
        node["last_name"] = person.LastName;
        node["home_address"]!["zip_code"] = person.Zip;
        if (person.Ssn is not null)
            node["ssn"] = person.Ssn == None ? null : person.Ssn;
        if (person.MiddleName is not null)
            node["middle_name"] = person.MiddleName;
    }

    /// <summary>What is null is left out, and what was known of it before is remembered.</summary>
    private sealed record Person(string LastName, string Zip, string? Ssn, string? KnownSsn = null, string? MiddleName = null, string? KnownMiddleName = null);

    private sealed record Enrollment(string Start, string End, int? Volume)
    {
        /// <summary>The volume that was stated last.</summary>
        public int? Known { get; init; } = Volume;

        /// <summary>A statement with another start is about it; of ended coverage it would be about a new one.</summary>
        public bool IsOpenAtNoyo { get; init; } = true;
    }
}
