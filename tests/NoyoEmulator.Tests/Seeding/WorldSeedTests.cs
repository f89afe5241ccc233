using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Seeding;

/// <summary>Writing a world down as a seed, and beginning one with it.</summary>
public sealed class WorldSeedTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Seed = "/_emulator/seed";

    [Fact]
    public async Task A_world_written_down_and_loaded_into_another_is_the_same_world()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(JsonNode.Parse("""{"truncate": {"person.last_name": 3}}""")!, times: 5));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, 1).Enroll(Offer.Life, "2024-09-15", volume: 50000).Enroll(Offer.Dental, "2024-01-01", position: 2));
        _ = await App.PostGuideAsync();
        _ = await App.SubscribeAsync("http://127.0.0.1:1/hooks", "s3cret", "difference.created");
        _ = await App.AdvanceAsync("P1D");
        _ = await App.DeleteRecordAsync(Defaults.ShiftingCarrier, Defaults.Jade);
        var written = await App.GetAsync(Seed);

        await using var other = await App.CreateWorldAsync("written");
        _ = await other.DoAsync(HttpMethod.Put, Seed, written.DeepClone());

        (await other.GetAsync(Seed)).ToText().ShouldBe(written.ToText());
        written.ToText().ShouldNotContain("s3cret");
        // The same people at the same carriers: a comparison finds in both what it finds in one.
        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
        {
            _ = await App.SyncAsync(carrier);
            _ = await other.SyncAsync(carrier);
            (await other.RecordsAsync(carrier)).Keys.Order().ShouldBe((await App.RecordsAsync(carrier)).Keys.Order());
        }

        (await OpenAsync(other)).ShouldBe(await OpenAsync(App));
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/written");
    }

    [Fact]
    public async Task A_loaded_seed_is_silent_and_is_what_resets_go_back_to()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        await using var app = await App.CreateWorldAsync("seeded");
        _ = await app.PostGuideAsync();
        var seed = Small();
        seed["subscriptions"] = new JsonArray(new JsonObject { ["url"] = receiver.Url, ["secret"] = "s" });

        var loaded = await app.DoAsync(HttpMethod.Put, Seed, seed);

        loaded.ToText().ShouldBe("""{"world":"seeded","now":"2024-08-20T12:00:00+00:00"}""");
        (await app.EventTypesAsync()).ShouldBeEmpty();
        (await app.GetAsync("/api/v1/member_snapshots")).Total().ShouldBe(0);
        _ = await app.SyncAsync(Carrier);
        var difference = (await app.AllDifferencesAsync()).ShouldHaveSingleItem();
        difference.Text("difference_type").ShouldBe("sex");
        _ = await app.ResetAsync();
        (await app.AllDifferencesAsync()).ShouldBeEmpty();
        (await app.GetAsync("/_emulator/carriers")).Total().ShouldBe(1);
        _ = await app.DrainAsync();
        receiver.Received.Select(webhook => webhook.Type).Except(["difference.created", "difference.discrepancy"]).ShouldBeEmpty();
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/seeded");
    }

    [Fact]
    public async Task A_fork_that_is_given_a_seed_goes_back_to_the_seed_and_not_to_what_it_was_forked_from()
    {
        _ = await App.PostGuideAsync();
        await using var fork = await App.CreateWorldAsync("reseeded", new JsonObject { ["from"] = "default" });

        _ = await fork.DoAsync(HttpMethod.Put, Seed, Small());
        var seeded = await fork.GetAsync(Seed);
        _ = await fork.SyncAsync(Carrier);
        _ = await fork.ResetAsync();

        (await fork.GetAsync(Seed)).ToText().ShouldBe(seeded.ToText());
        (await fork.AllDifferencesAsync()).ShouldBeEmpty();
        (await fork.GetAsync("/api/v1/member_snapshots")).Total().ShouldBe(0);
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/reseeded");
    }

    [Fact]
    public async Task A_seed_may_come_on_top_of_the_default_data()
    {
        await using var app = await App.CreateWorldAsync("extended");
        var seed = Small();
        seed["extends_default"] = true;

        _ = await app.DoAsync(HttpMethod.Put, Seed, seed);

        (await app.GetAsync("/_emulator/carriers")).Total().ShouldBe(4);
        (await app.PostGuideAsync()).Text("status").ShouldBe("processing");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/extended");
    }

    [Fact]
    public async Task A_receiver_is_sent_to_as_the_seed_says_and_is_written_down_so()
    {
        await using var app = await App.CreateWorldAsync("receivers");
        var receiver = new JsonObject
        {
            ["url"] = "http://127.0.0.1:1/",
            ["secret"] = "s",
            ["name"] = "mine",
            ["events"] = new JsonArray("difference.created"),
            ["concurrency"] = 3,
            ["order"] = "shuffle",
            ["duplicate"] = 0.5,
            ["seed"] = 7,
        };
        var seed = Small();
        seed["subscriptions"] = new JsonArray(receiver.DeepClone());

        _ = await app.DoAsync(HttpMethod.Put, Seed, seed);

        var registered = (await app.GetAsync("/_emulator/webhooks/subscriptions"))["response"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        receiver["secret"] = "replace-me";
        (await app.GetAsync(Seed))["subscriptions"]!.AsArray().ShouldHaveSingleItem()!.ToText().ShouldBe(receiver.ToText());
        foreach (var (key, value) in receiver.Where(property => property.Key != "secret"))
            registered[key]!.ToText().ShouldBe(value!.ToText());
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/receivers");
    }

    [Fact]
    public async Task Values_of_a_seed_are_taken_in_any_case_and_numbers_in_quotes()
    {
        await using var app = await App.CreateWorldAsync("cases");
        var seed = Small();
        seed["carriers"]![0]!["behavior"] = JsonNode.Parse(
            """{"tier": "SYNC", "confirmations": "2", "rules": [{"match": {"line_of_coverage": "DENTAL"}, "times": "1", "effect": "DROP"}]}""");
        seed["groups"]![0]!["connections"]![0]!["status"] = "Completed";
        seed["groups"]![0]!["plans"] = new JsonArray(new JsonObject
        {
            ["id"] = Defaults.VisionPlan,
            ["carrier_id"] = Carrier,
            ["line_of_coverage"] = "Vision",
            ["name"] = "Small Vision",
        });
        seed["subscriptions"] = JsonNode.Parse("""[{"inbox": "cases", "secret": "s", "order": "FIFO", "events": ["Difference.Created"], "concurrency": "2"}]""");

        _ = await app.DoAsync(HttpMethod.Put, Seed, seed);

        var written = await app.GetAsync(Seed);
        written["groups"]![0]!["plans"]![0]!.Text("line_of_coverage").ShouldBe("vision");
        written["subscriptions"]![0]!["events"]!.ToText().ShouldBe("""["difference.created"]""");
        var rule = written["carriers"]![0]!["behavior"]!["rules"]![0]!;
        rule["match"]!.Text("line_of_coverage").ShouldBe("dental");
        rule.Number("times").ShouldBe(1);
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/cases");
    }

    [Theory]
    [InlineData("""{"grups": []}""", "$.grups")]
    [InlineData("""{"carriers": [{"id": true, "display_name": "A"}], "subscriptions": [{"url": "http://127.0.0.1:1/", "secret": "s", "events": []}]}""", "$.carriers[0].id")]
    [InlineData("""{"subscriptions": [{"url": "http://127.0.0.1:1/", "secret": "s", "order": "lifo"}]}""", "$.subscriptions[0].order")]
    [InlineData("""{"subscriptions": [{"url": "http://127.0.0.1:1/"}]}""", "$.subscriptions[0].secret")]
    [InlineData("""{"carriers": [{"id": "x", "display_name": "A"}]}""", "$.carriers[0].id")]
    [InlineData("""{"carriers": [{"id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "display_name": "A", "nick": "B"}]}""", "$.carriers[0].nick")]
    [InlineData("""{"organization_id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "groups": [{"id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "name": "G", "connections": [{"carrier_id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4"}]}]}""", "$.groups[0].connections[0].carrier_id")]
    [InlineData("""{"carrier_records": [{"carrier_id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "record": {"individual_id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4"}}]}""", "$.carrier_records[0].record.individual_type")]
    public async Task A_seed_that_cannot_be_is_refused_by_its_place_and_changes_nothing(string body, string field)
    {
        var before = await App.StateAsync();

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, Seed, JsonNode.Parse(body));

        error["errors"]![0]!.Text("field").ShouldBe(field);
        (await App.StateAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("groups", """[{"name": "G"}]""", "groups[0].id is required")]
    [InlineData("groups", """[{"id": "7f0a9c63-1a0e-4c1e-9a51-52e2a1f4c9b8", "name": "G", "connections": [{}]}]""", "groups[0].connections[0].carrier_id is required")]
    [InlineData("groups", """[{"id": "7f0a9c63-1a0e-4c1e-9a51-52e2a1f4c9b8", "name": "G", "plans": [{"carrier_id": "30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "name": "P"}]}]""", "groups[0].plans[0].id is required (and 1 more error)")]
    [InlineData("organization_id", "null", "organization_id is required beside groups and organization_carriers")]
    public async Task What_a_seed_must_have_and_lacks_is_said_to_be_required(string part, string value, string message)
    {
        var seed = Small();
        seed[part] = JsonNode.Parse(value);

        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, Seed, seed)).Text("message").ShouldStartWith(message);
    }

    [Fact]
    public async Task A_carrier_record_of_somebody_unknown_is_refused()
    {
        var seed = Small();
        seed["carrier_records"]![0]!["record"]!["individual_id"] = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, Seed, seed);

        error.Text("message").ShouldBe("carrier_records[0].record.individual_id: there is no member with this id");
    }

    [Fact]
    public async Task A_seeded_member_with_waived_coverage_only_is_unknown_to_the_carrier()
    {
        await using var app = await App.CreateWorldAsync("waived");
        var dental = new Offer("dental", Carrier, null, "Small Dental");
        var seed = Small();
        _ = seed.Remove("carrier_records");
        seed["families"]![0]!["snapshot"] = FamilyBody.Of(7, dependents: 2)
            .Enroll(dental, "2024-01-01").Enroll(dental, "2024-01-01", "2023-12-31", position: 2);

        _ = await app.DoAsync(HttpMethod.Put, Seed, seed);

        (await app.RecordsAsync(Carrier)).Keys.ShouldBe([FamilyBody.Id(7)]);
        (await app.GetAsync($"/api/v1/employees/{FamilyBody.Id(7)}/member_snapshot"))["coverages"]!.AsArray()
            .Sum(coverage => coverage!["enrolled_members"]!.AsArray().Count).ShouldBe(2);
        (await app.SyncAsync(Carrier)).ToText().ShouldBe("""{"created":[],"raised":[],"resolved":[]}""");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/waived");
    }

    [Fact]
    public async Task The_published_schema_is_the_one_that_is_served()
    {
        var served = await App.Client.GetStringAsync($"{Seed}/schema", TestContext.Current.CancellationToken);
        var file = Path.Combine(Repository.Root, "docs", "seed.schema.json");
        if (Environment.GetEnvironmentVariable("EMULATOR_CONTRACT") == "update")
            await File.WriteAllTextAsync(file, served.TrimEnd() + "\n", TestContext.Current.CancellationToken);
        var published = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        JsonNode.DeepEquals(JsonNode.Parse(served), published).ShouldBeTrue(
            "docs/seed.schema.json is not what the emulator serves: run this test with EMULATOR_CONTRACT=update and commit the file");
    }

    private const string Carrier = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";

    /// <summary>One family at one carrier that has its sex wrong.</summary>
    private static JsonObject Small()
    {
        const string group = "7f0a9c63-1a0e-4c1e-9a51-52e2a1f4c9b7";
        var family = FamilyBody.Of(7).Enroll(new Offer("dental", Carrier, null, "Small Dental"), "2024-01-01");
        var person = family["employee"]!["person"]!.DeepClone();
        person["sex"] = "M";
        return new JsonObject
        {
            ["organization_id"] = "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
            ["carriers"] = new JsonArray(new JsonObject { ["id"] = Carrier, ["display_name"] = "Small" }),
            ["groups"] = new JsonArray(new JsonObject
            {
                ["id"] = group,
                ["name"] = "Smallest",
                ["connections"] = new JsonArray(new JsonObject { ["carrier_id"] = Carrier }),
            }),
            ["families"] = new JsonArray(new JsonObject { ["group_id"] = group, ["snapshot"] = family }),
            ["carrier_records"] = new JsonArray(new JsonObject
            {
                ["carrier_id"] = Carrier,
                ["record"] = new JsonObject
                {
                    ["individual_id"] = FamilyBody.Id(7),
                    ["individual_type"] = "employee",
                    ["person"] = person,
                    ["employment"] = new JsonObject
                    {
                        ["employment_status"] = "full-time",
                        ["employment_dates"] = new JsonObject { ["hire_date"] = "2020-02-01" },
                    },
                    ["enrollments"] = new JsonArray(new JsonObject
                    {
                        ["line_of_coverage"] = "dental",
                        ["plan_name"] = "Small Dental",
                        ["effective_start_date"] = "2024-01-01",
                        ["effective_end_date"] = OpenEnd,
                    }),
                },
            }),
        };
    }

    private static async Task<IReadOnlyList<string>> OpenAsync(EmulatorApp app) =>
    [
        // A carrier that is never read is not compared with again.
        .. (await app.AllDifferencesAsync("is_open=true")).Where(it => it.Text("carrier_id") != Defaults.SendCarrier)
            .Select(it => $"{it.Text("employee_id")} {it.Text("difference_type")} {it["fields"]!.ToJsonString()}").Order(StringComparer.Ordinal),
    ];
}
