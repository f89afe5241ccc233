using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.MemberRequests;

/// <summary>
/// For each kind of request, families at random: what the request brings about is what a snapshot does that states the same family.
/// </summary>
public sealed class RequestEquivalenceTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const int Dependents = 2;
    private const int Rounds = 4;
    private static readonly Offer[] Offers = [Offer.Medical, Offer.Dental, Offer.Life, Offer.Vision];

    [Theory]
    [InlineData("demographic")]
    [InlineData("new_hire")]
    [InlineData("termination")]
    [InlineData("open_enrollment")]
    [InlineData("qualifying_life_event")]
    [InlineData("enrollment_snapshot")]
    [InlineData("cobra_enrollment")]
    [InlineData("cobra_termination")]
    [InlineData("cobra_open_enrollment")]
    [InlineData("cobra_qualifying_life_event")]
    public async Task A_family_stated_by_request_ends_as_the_same_family_stated_by_snapshot(string kind)
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var dice = new Dice(seed * 1000 + kind.Length);
            var before = kind is "new_hire" or "enrollment_snapshot" ? Family.OfNobody() : Family.AtRandom(dice, isCobra: kind is "cobra_termination" or "cobra_open_enrollment" or "cobra_qualifying_life_event");
            var (request, after) = Change(kind, before, dice);

            var byRequest = await EndOfAsync(before, app => app.RequestAsync(kind, request));
            var bySnapshot = await EndOfAsync(before, app => app.PostSnapshotAsync(Defaults.ExampleGroup, after.ToSnapshot()));
            byRequest.ShouldBe(bySnapshot, $"{kind}, seed {seed}: {request.ToJsonString()}");
        }
    }

    private static (JsonObject Request, Family After) Change(string kind, Family before, Dice dice)
    {
        var after = before.Copy();
        switch (kind)
        {
            case "demographic":
                return (Demographic(after, dice), after);
            case "new_hire" or "enrollment_snapshot":
                return (NewHire(kind, after, dice), after);
            case "termination":
                foreach (var coverage in after.Coverages)
                    coverage.End = "2024-08-31";
                after.Terminated = "2024-08-12";
                return (new JsonObject { ["last_work_date"] = "2024-08-12", ["reason"] = "voluntary" }, after);
            case "cobra_termination":
                foreach (var coverage in after.Coverages)
                    coverage.End = "2024-10-15";
                return (new JsonObject { ["cobra_termination_date"] = "2024-10-15", ["reason"] = "expiration" }, after);
            case "cobra_enrollment":
                return (Cobra(after, dice), after);
            default:
                return (Changes(kind, after, dice), after);
        }
    }

    private static JsonObject Demographic(Family after, Dice dice)
    {
        var position = 1 + dice.Next(Dependents + 1);
        after.LastNames[position] = "Renamed";
        var change = new JsonObject
        {
            ["member"] = new JsonObject { ["id"] = FamilyBody.Id(1, position), ["type"] = position == 1 ? "employee" : "dependent" },
            ["name_change"] = new JsonObject { ["first_name"] = Family.FirstName(position), ["last_name"] = "Renamed" },
            ["contact_change"] = new JsonObject { ["home_phone"] = "+15555550142" },
        };
        after.Phones[position] = "+15555550142";
        return new JsonObject { ["member_changes"] = new JsonArray(change) };
    }

    private static JsonObject NewHire(string kind, Family after, Dice dice)
    {
        var body = kind == "new_hire" ? RequestBody.Coverages() : RequestBody.Coverages(("enrollment_type", "new_hire"), ("target_date", "2024-09-01"));
        var start = kind == "new_hire" ? "2020-02-01" : "2024-09-01";
        _ = body.Ask("enrolling_members", Offer.Medical, 1);
        after.Coverages.Add(new Coverage(Offer.Medical, 1, start));
        foreach (var (offer, position) in Places(dice).Where(place => place != (Offer.Medical, 1)))
        {
            if (dice.Chance(25))
            {
                _ = body.Ask("waiving_members", offer, 1, position, ("reason", "medicaid"));
                after.Coverages.Add(new Coverage(offer, position, start) { End = start == "2020-02-01" ? "2020-01-31" : "2024-08-31" });
                continue;
            }

            var volume = offer == Offer.Life ? 1000 * (1 + dice.Next(50)) : (int?)null;
            _ = body.Ask("enrolling_members", offer, 1, position, [.. volume is null ? [] : new (string, JsonNode)[] { ("volume", volume.Value) }]);
            after.Coverages.Add(new Coverage(offer, position, start) { Volume = volume });
        }

        return body;
    }

    private static JsonObject Cobra(Family after, Dice dice)
    {
        var body = RequestBody.Coverages(("termination_info", new JsonObject { ["last_work_date"] = "2024-08-12", ["reason"] = "voluntary" }));
        after.Terminated = "2024-08-12";
        foreach (var (coverage, i) in after.Coverages.Select((coverage, i) => (coverage, i)))
        {
            if (i > 0 && dice.Chance(40))
            {
                coverage.End = "2024-08-31";
                continue;
            }

            _ = body.Ask("enrolling_members", coverage.Offer, 1, coverage.Position);
            coverage.Cobra = Family.CobraFrom("2024-09-01", "2026-02-28", "2024-08-12");
        }

        return body;
    }

    /// <summary>Adds, modifies and removes from a day on.</summary>
    private static JsonObject Changes(string kind, Family after, Dice dice)
    {
        var isCobra = kind.StartsWith("cobra", StringComparison.Ordinal);
        var body = kind.EndsWith("open_enrollment", StringComparison.Ordinal)
            ? RequestBody.Coverages(("event", new JsonObject { ["event_type"] = "open_enrollment", ["event_date"] = "2024-10-01" }))
            : RequestBody.Coverages(("event", new JsonObject { ["event_type"] = "marriage", ["event_date"] = "2024-10-01" }));
        var held = after.Coverages.ToList();
        foreach (var coverage in held)
        {
            switch (dice.Next(3))
            {
                case 0:
                    _ = body.Ask("removing_coverage", coverage.Offer, 1, coverage.Position, ("reason", "no-coverage"));
                    coverage.End = "2024-09-30";
                    break;
                case 1 when coverage.Offer == Offer.Life:
                    coverage.Volume = 77_000;
                    _ = body.Ask("modifying_coverage", coverage.Offer, 1, coverage.Position, ("volume", 77_000));
                    break;
                default:
                    break;
            }
        }

        var free = Places(dice, all: true).Where(place => !held.Exists(coverage => coverage.Offer == place.Offer && coverage.Position == place.Position)
            && (!isCobra || place.Offer is { Line: "medical" or "dental" or "vision" })).ToList();
        if (free.Count > 0)
        {
            var (offer, position) = dice.Pick(free);
            _ = body.Ask("adding_coverage", offer, 1, position);
            after.Coverages.Add(new Coverage(offer, position, "2024-10-01") { Cobra = isCobra ? Family.CobraFrom("2024-05-01", "2025-10-31", "2024-04-15") : null });
        }
        else if (body["coverages"]!.AsArray().Count == 0)
        {
            _ = body.Ask("removing_coverage", held[0].Offer, 1, held[0].Position, ("reason", "no-coverage"));
            held[0].End = "2024-09-30";
        }

        return body;
    }

    private static List<(Offer Offer, int Position)> Places(Dice dice, bool all = false) =>
        [.. from offer in Offers from position in Enumerable.Range(1, Dependents + 1) where all || dice.Chance(35) select (offer, position)];

    /// <summary>What there is in the end of a world in which a family is known and something then happens.</summary>
    private async Task<string> EndOfAsync(Family before, Func<EmulatorApp, Task<JsonNode>> change)
    {
        _ = await App.ResetAsync();
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, before.ToSnapshot());
        _ = await App.AdvanceAsync("P1D");
        _ = await change(App);
        _ = await App.AdvanceAsync("P2D");
        var enrollments = (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/individual_enrollments?include_dependents=true&page_size=100"))["response"]!.AsArray();
        var places = enrollments.ToDictionary(it => it!.Id(), it => PlaceOf(it!));
        var lines = enrollments.Select(it => $"{PlaceOf(it!)} {it!["enroll_data"]?.ToJsonString()} {it!["cobra_details"]?.ToJsonString()}").ToList();
        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
        {
            var records = (await App.GetAsync($"/_emulator/carriers/{carrier}/records?employee_id={FamilyBody.Id(1)}"))["response"]!.AsArray();
            lines.AddRange(records.Select(record => $"at {carrier}: {Plain(record!)}"));
        }

        lines.AddRange((await App.FamilyDifferencesAsync()).Select(difference =>
            $"{difference.Text("difference_type")} {difference.Text("carrier_id")} "
            + $"{places.GetValueOrDefault(difference.Text("object_id"), difference.Text("object_id"))} {difference["fields"]!.ToJsonString()} "
            + $"{(difference["resolved"] is null ? "open" : "resolved")} {(difference["discrepancy_time"] is null ? "pending" : "discrepancy")}"));
        lines.Add((await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}"))["employment"]!.ToJsonString());
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private static string PlaceOf(JsonNode enrollment) =>
        $"{enrollment.Text("individual_id")} {enrollment.Text("line_of_coverage")} {enrollment.Text("plan_id")} {enrollment.Text("effective_start_date")} {enrollment.Text("effective_end_date")}";

    private static string Plain(JsonNode record)
    {
        foreach (var enrollment in record["record"]?["enrollments"]?.AsArray() ?? record["enrollments"]?.AsArray() ?? [])
            _ = enrollment!.AsObject().Remove("id");
        _ = record.AsObject().Remove("modified");
        return record.ToJsonString();
    }

    private sealed class Coverage(Offer offer, int position, string start)
    {
        public Offer Offer { get; } = offer;

        public int Position { get; } = position;

        public string Start { get; } = start;

        public string End { get; set; } = WorldIntents.OpenEnd;

        public int? Volume { get; set; }

        public JsonObject? Cobra { get; set; }

        public Coverage Copy() => new(Offer, Position, Start) { End = End, Volume = Volume, Cobra = Cobra };
    }

    /// <summary>A family as a platform would state it.</summary>
    private sealed class Family
    {
        public List<Coverage> Coverages { get; private init; } = [];

        public Dictionary<int, string> LastNames { get; private init; } = [];

        public Dictionary<int, string> Phones { get; private init; } = [];

        public string? Terminated { get; set; }

        public static Family OfNobody() => new();

        public static Family AtRandom(Dice dice, bool isCobra)
        {
            var family = new Family();
            family.Coverages.Add(New(Offer.Medical, 1));
            family.Coverages.AddRange(Places(dice).Where(place => place != (Offer.Medical, 1) && (!isCobra || place.Offer != Offer.Life)).Select(place => New(place.Offer, place.Position)));
            return family;

            Coverage New(Offer offer, int position) => new(offer, position, "2024-01-01")
            {
                Volume = offer == Offer.Life ? 50_000 : null,
                Cobra = isCobra ? CobraFrom("2024-05-01", "2025-10-31", "2024-04-15") : null,
            };
        }

        public static string FirstName(int position) => position == 1 ? "Ada" : $"Bo{position}";

        public static JsonObject CobraFrom(string first, string last, string left) => new()
        {
            ["cobra_enrolled"] = true,
            ["eligibility_start_date"] = first,
            ["eligibility_end_date"] = last,
            ["qualifying_event_date"] = left,
            ["qualifying_event_reason"] = "termination_of_employment",
        };

        public Family Copy() => new()
        {
            Coverages = Coverages.ConvertAll(coverage => coverage.Copy()),
            LastNames = new Dictionary<int, string>(LastNames),
            Phones = new Dictionary<int, string>(Phones),
            Terminated = Terminated,
        };

        public JsonObject ToSnapshot()
        {
            var body = FamilyBody.Of(1, Dependents);
            var members = new[] { body["employee"]! }.Concat(body["dependents"]!.AsArray().Select(dependent => dependent!)).ToList();
            foreach (var (position, name) in LastNames)
                members[position - 1]["person"]!["last_name"] = name;
            foreach (var (position, phone) in Phones)
                members[position - 1]["person"]!["contact"] = new JsonObject { ["home_phone"] = phone };
            if (Terminated is not null)
            {
                body["employee"]!["employment"]!["employment_status"] = "terminated";
                body["employee"]!["employment"]!["employment_dates"]!["terminated"] = Terminated;
            }

            body["coverages"] = new JsonArray([.. Coverages.Select(coverage => (JsonNode)Stated(coverage))]);
            return body;
        }

        private static JsonObject Stated(Coverage coverage)
        {
            var enrolled = new JsonObject
            {
                ["individual_type"] = coverage.Position == 1 ? "employee" : "dependent",
                ["individual_id"] = FamilyBody.Id(1, coverage.Position),
                ["effective_start_date"] = coverage.Start,
                ["effective_end_date"] = coverage.End,
            };
            if (coverage.Volume is { } volume)
                enrolled["volume"] = volume;
            var stated = new JsonObject
            {
                ["carrier_id"] = coverage.Offer.CarrierId,
                ["line_of_coverage"] = coverage.Offer.Line,
                ["plan_id"] = coverage.Offer.PlanId,
                ["enrolled_members"] = new JsonArray((JsonNode)enrolled),
            };
            if (coverage.Cobra is { } cobra)
                stated["cobra_details"] = cobra.DeepClone();
            return stated;
        }
    }
}
