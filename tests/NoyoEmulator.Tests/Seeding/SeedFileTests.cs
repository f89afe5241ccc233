using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Seeding;

public sealed class SeedFileTests : IDisposable
{
    private const string Carrier = "11111111-1111-4111-8111-111111111111";
    private const string Group = "22222222-2222-4222-8222-222222222222";
    private const string Plan = "33333333-3333-4333-8333-333333333333";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_seed_file_takes_the_place_of_the_default_data()
    {
        await using var app = Start(Reference());

        var carrier = (await app.GetAsync("/_emulator/carriers"))["response"]!.AsArray().ShouldHaveSingleItem()!;
        carrier["display_name"]!.GetValue<string>().ShouldBe("Tin Roof Life");
        carrier["behavior"]!["confirmations"]!.GetValue<int>().ShouldBe(1);
        using var unknown = await app.SendAsync(
            HttpMethod.Post, $"/api/v1/groups/{Defaults.GuideGroup}/member_snapshots", SnapshotBody.Example());
        ((int)unknown.StatusCode).ShouldBe(404);
        // The file's own behavior is what deleting another goes back to.
        _ = await app.DoAsync(HttpMethod.Put, $"/_emulator/carriers/{Carrier}/behavior", new JsonObject());
        (await app.DoAsync(HttpMethod.Delete, $"/_emulator/carriers/{Carrier}/behavior"))["confirmations"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_seed_file_can_come_on_top_of_the_default_data()
    {
        await using var app = Start(Reference(extends: true));

        (await app.GetAsync("/_emulator/carriers"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(4);
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P1D");
        (await app.EventTypesAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task Families_are_known_to_the_carriers_and_past_snapshots_are_over_and_none_of_it_is_news()
    {
        var seed = Reference();
        seed["families"] = new JsonArray(new JsonObject { ["group_id"] = Group, ["snapshot"] = Snapshot("e-1") });
        seed["snapshots"] = new JsonArray(
            new JsonObject { ["group_id"] = Group, ["posted_at"] = "2024-01-10T15:00:00Z", ["snapshot"] = Snapshot("e-2") });
        seed["subscriptions"] = new JsonArray(new JsonObject { ["url"] = "http://127.0.0.1:1/", ["secret"] = "s", ["name"] = "mine" });
        await using var app = Start(seed);

        (await app.GetAsync($"/_emulator/carriers/{Carrier}/records"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(2);
        var past = (await app.GetAsync("/api/v1/member_snapshots"))["response"]!.AsArray().ShouldHaveSingleItem()!;
        past["status"]!.GetValue<string>().ShouldBe("completed");
        past["created"]!.GetValue<long>().ShouldBe(new DateTimeOffset(2024, 1, 10, 15, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        (await app.EventTypesAsync()).ShouldBeEmpty();
        (await app.DeliveriesAsync()).ShouldBeEmpty();
        (await app.ClockAsync()).ToText().ShouldBe(
            """{"now":"2024-08-20T12:00:00+00:00","mode":"frozen","speed":1,"next_due":null,"pending":0}""");
        (await app.GetAsync("/_emulator/webhooks/subscriptions"))["response"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>()
            .ShouldBe("mine");
        (await app.DoAsync(HttpMethod.Post, $"/_emulator/carriers/{Carrier}/sync")).ToText()
            .ShouldBe("""{"created":[],"raised":[],"resolved":[]}""");
    }

    [Fact]
    public async Task Comments_and_trailing_commas_are_allowed_in_a_seed_file()
    {
        await File.WriteAllTextAsync(_file, $$"""
            {
              // Ours.
              "carriers": [ { "id": "{{Carrier}}", "display_name": "A", }, ],
            }
            """, TestContext.Current.CancellationToken);
        await using var app = new EmulatorApp(("Emulator:SeedFile", _file));

        (await app.GetAsync("/_emulator/carriers"))["meta"]!["total_records"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("{\n  \"carriers\": [\n}", 3, "this is not JSON")]
    [InlineData("", 1, "this is not JSON")]
    [InlineData("[]", 1, "must be")]
    [InlineData("{\n  \"carriers\": {}\n}", 2, "carriers must be")]
    [InlineData("{\n  \"carriers\": [\n    null\n  ]\n}", 3, "carriers[0] must be")]
    [InlineData("{\n  \"carriers\": [\n    {\n      \"id\": 7,\n      \"display_name\": \"A\"}]\n}", 4, "carriers[0].id must be")]
    [InlineData(
        "{\n  \"carriers\": [\n    {\n      \"id\": \"x\",\n      \"display_name\": \"A\"}]\n}", 4, "carriers[0].id must be a uuid")]
    [InlineData(
        "{\n  \"carriers\": [\n    {\"id\": \"11111111-1111-4111-8111-111111111111\"}]\n}", 3, "carriers[0].display_name is required")]
    [InlineData(
        "{\n  \"carriers\": [{\"id\": \"11111111-1111-4111-8111-111111111111\", \"display_name\": \"A\",\n    \"behavior\": {\n    \"confirmations\": 0}}]}", 4, "confirmations")]
    [InlineData("{\n  \"subscriptions\": [\n    {\"url\": \"nowhere\", \"secret\": \"s\"}]}", 3, "subscriptions[0].url")]
    [InlineData(
        "{\n\n  \"snapshots\": [{\"group_id\": \"22222222-2222-4222-8222-222222222222\",\n \"posted_at\": \"whenever\"}]}", 4, "posted_at")]
    public async Task A_seed_file_that_makes_no_sense_is_refused_with_its_line(string text, int line, string message)
    {
        await File.WriteAllTextAsync(_file, text, TestContext.Current.CancellationToken);

        var refusal = await RefusalAsync();
        refusal.ShouldStartWith($"{_file}, line {line}: ");
        refusal.ShouldContain(message);
    }

    [Fact]
    public async Task Parts_that_do_not_fit_together_are_refused_with_their_line()
    {
        foreach (var (change, at, message) in new (Action<JsonObject>, string, string)[]
        {
            (seed => seed["carriers"]!.AsArray()
                .Add(seed["carriers"]![0]!.DeepClone()), "carriers[1].id", "there is a carrier with this id already"),
            (seed => seed["groups"]!.AsArray()
                .Add(seed["groups"]![0]!.DeepClone()), "groups[1].id", "there is a group with this id already"),
            (seed => seed["groups"]![0]!["connections"]![0]!["carrier_id"] = Plan, "groups[0].connections[0].carrier_id",
                "there is no carrier with this id"),
            (seed => seed["groups"]![0]!["connections"]!.AsArray().Add(seed["groups"]![0]!["connections"]![0]!.DeepClone()),
                "groups[0].connections[1].carrier_id", "a connection to this carrier already"),
            (seed => seed["groups"]!.AsArray().Add(new JsonObject
            {
                ["id"] = Plan,
                ["name"] = "Another",
                ["connections"] = new JsonArray(new JsonObject { ["carrier_id"] = Carrier, ["carrier_group_id"] = "G-1" }),
            }), "groups[1].connections[0].carrier_group_id", $"belongs to group {Group} at this carrier already"),
            (seed => seed["groups"]![0]!["disconnections"] = Disconnections("needs_review", "processing"), "groups[0].disconnections[1].status",
                "the group has a request to disconnect it from this carrier already that is not over"),
            (seed => seed["groups"]![0]!["disconnections"] = Disconnections("completed"), "groups[0].disconnections[0].status",
                "must have its disconnected_on"),
            (seed =>
            {
                seed["groups"]![0]!.AsObject().Remove("connections");
                seed["groups"]![0]!["disconnections"] = Disconnections("rejected");
            }, "groups[0].disconnections[0].carrier_id", "the group has no connection to this carrier"),
            (seed => seed["groups"]![0]!["carrier_configurations"] = Configurations("2024-01-01", "2024-01-01"),
                "groups[0].carrier_configurations[1].effective_start_date", "the group has a configuration at this carrier with the same start already"),
            (seed => seed["groups"]![0]!["carrier_configurations"] = Configurations(null, null), "groups[0].carrier_configurations[1].carrier_id",
                "the group has a configuration at this carrier with the same start already"),
            (seed => seed["groups"]![0]!["plans"]!.AsArray()
                .Add(seed["groups"]![0]!["plans"]![0]!.DeepClone()), "groups[0].plans[1].id", "a plan with this id already"),
            (seed => seed["groups"]![0]!["plans"]![0]!["carrier_id"] = Plan, "groups[0].plans[0].carrier_id",
                "there is no carrier with this id"),
            (seed => seed["groups"]![0]!["plans"]![0]!["line_of_coverage"] = "pets", "groups[0].plans[0].line_of_coverage",
                "must be one of"),
            (seed => seed["families"] = new JsonArray(new JsonObject
            {
                ["group_id"] = Plan,
                ["snapshot"] = Snapshot("e-1"),
            }), "families[0]", "Group not found"),
            (seed => seed["snapshots"] = new JsonArray(new JsonObject
            {
                ["group_id"] = Plan,
                ["posted_at"] = "2024-01-01",
                ["snapshot"] = Snapshot("e-1"),
            }),
                "snapshots[0]", "Group not found"),
            (seed => seed["families"] = new JsonArray(new JsonObject
            {
                ["group_id"] = Group,
                ["snapshot"] = new JsonObject(),
            }), "families[0].snapshot", "required"),
        })
        {
            var seed = Reference();
            change(seed);
            var text = seed.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
            await File.WriteAllTextAsync(_file, text, TestContext.Current.CancellationToken);

            var refusal = await RefusalAsync();
            refusal.ShouldStartWith(
                $"{_file}, line {NoyoEmulator.Seeding.JsonLines.Of(System.Text.Encoding.UTF8.GetBytes(text)).Find($"$.{at}")}: ");
            refusal.ShouldContain(message);
        }
    }

    [Fact]
    public async Task A_seed_file_that_is_not_there_is_refused()
    {
        File.Delete(_file);

        (await RefusalAsync()).ShouldStartWith($"Emulator:SeedFile is \"{_file}\", which cannot be read");
    }

    private static JsonObject Reference(bool? extends = null)
    {
        var seed = JsonNode.Parse($$"""
            {
              "organization_id": "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
              "carriers": [ { "id": "{{Carrier}}", "display_name": "Tin Roof Life", "behavior": { "confirmations": 1 } } ],
              "groups": [ {
                "id": "{{Group}}", "name": "Pine Bakery", "connections": [ { "carrier_id": "{{Carrier}}", "carrier_group_id": "G-1" } ],
                "plans": [ { "id": "{{Plan}}", "carrier_id": "{{Carrier}}", "line_of_coverage": "medical", "name": "Bronze" } ]
              } ]
            }
            """)!.AsObject();
        if (extends is not null)
            seed["extends_default"] = extends;
        return seed;
    }

    private static JsonObject Snapshot(string employee)
    {
        var body = SnapshotBody.Example();
        body["employee"]!.AsObject().Remove("id");
        body["employee"]!["custom_individual_id"] = employee;
        body.Remove("dependents");
        var member = JsonNode.Parse($$"""
            {"individual_type": "employee", "custom_individual_id": "{{employee}}", "effective_start_date": "2022-01-01", "effective_end_date": "9999-12-31"}
            """);
        body["coverages"] = new JsonArray(new JsonObject
        {
            ["carrier_id"] = Carrier,
            ["line_of_coverage"] = "medical",
            ["plan_id"] = Plan,
            ["enrolled_members"] = new JsonArray(member),
        });
        return body;
    }

    private static JsonArray Disconnections(params string[] statuses) =>
        [.. statuses.Select(status => new JsonObject { ["carrier_id"] = Carrier, ["status"] = status, ["effective_end_date"] = "2024-06-30" })];

    private static JsonArray Configurations(params string?[] starts) =>
        [.. starts.Select(start => new JsonObject { ["carrier_id"] = Carrier, ["effective_start_date"] = start })];

    private EmulatorApp Start(JsonObject seed)
    {
        File.WriteAllText(_file, seed.ToText());
        return new EmulatorApp(("Emulator:SeedFile", _file));
    }

    private Task<string> RefusalAsync() => RefusedStart.MessageAsync("--Emulator:Storage=memory", $"--Emulator:SeedFile={_file}");
}
