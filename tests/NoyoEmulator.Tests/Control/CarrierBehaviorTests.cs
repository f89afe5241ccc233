using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

public sealed class CarrierBehaviorTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Path = $"/_emulator/carriers/{Defaults.AcceptingCarrier}/behavior";
    private const string ShiftingPath = $"/_emulator/carriers/{Defaults.ShiftingCarrier}/behavior";

    [Fact]
    public async Task The_carriers_are_listed_with_their_behavior_and_records()
    {
        var app = await shared.FreshAsync();

        var carriers = await app.GetAsync("/_emulator/carriers");

        carriers["meta"]!.ToText().ShouldBe("""{"offset":0,"page_num":1,"page_size":20,"total_records":3}""");
        var list = carriers["response"]!.AsArray();
        list.Select(carrier => carrier!["id"]!.GetValue<string>()).ShouldBe([Defaults.AcceptingCarrier, Defaults.ShiftingCarrier, Defaults.SendCarrier]);
        list[0]!["behavior"]!.ToText().ShouldBe("""{"tier":"sync","rules":[]}""");
        foreach (var carrier in list)
        {
            var records = await app.GetAsync($"/_emulator/carriers/{carrier!["id"]}/records");
            carrier["records"]!.GetValue<int>().ShouldBe(records["meta"]!["total_records"]!.GetValue<int>());
        }

        (await app.GetAsync("/_emulator/carriers?page_size=1&offset=1"))["response"]!.AsArray().ShouldHaveSingleItem()!["id"]!
            .GetValue<string>().ShouldBe(Defaults.ShiftingCarrier);
    }

    [Fact]
    public async Task A_behavior_is_read_back_as_it_was_put_and_deleted_back_to_the_seeds()
    {
        var app = await shared.FreshAsync();
        var behavior = JsonNode.Parse("""
            {"tier": "send", "delays": {"submit": "PT1S", "process": "PT3S", "confirm": "P1D"}, "confirmations": 2,
             "rules": [
               {"match": {"line_of_coverage": "dental", "plan_name": "DHMO Smile Plus"}, "times": 1, "effect": {"reject": {"errors": ["No", "Never"]}}},
               {"match": {"individual_id": "d0e180e6-fafc-441e-8ac4-08d9a9fe4657"}, "effect": {"effective_start_date": "+P10D"}},
               {"match": {"group_id": "a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e"}, "effect": {"effective_start_date": "2024-10-01"}},
               {"match": {"plan_id": "9302a1db-bed5-4be6-96f5-c51371cc96a3"}, "effect": "drop"},
               {"match": {"employee_id": "a9c01d76-019c-4c44-b414-a832246c014d"}, "effect": "hold"},
               {"match": {}, "effect": "accept"}]}
            """);

        var put = await app.DoAsync(HttpMethod.Put, ShiftingPath, behavior);

        put.ToText().ShouldBe((await app.GetAsync(ShiftingPath)).ToText());
        put["tier"]!.GetValue<string>().ShouldBe("send");
        put["delays"]!.ToText().ShouldBe("""{"submit":"PT1S","process":"PT3S","confirm":"P1D"}""");
        put["confirmations"]!.GetValue<int>().ShouldBe(2);
        put["rules"]!.AsArray().Count.ShouldBe(6);
        put["rules"]![0]!["match"]!.ToText().ShouldBe("""{"line_of_coverage":"dental","plan_name":"DHMO Smile Plus"}""");
        put["rules"]![0]!["times"]!.GetValue<int>().ShouldBe(1);
        put["rules"]![0]!["effect"]!["reject"]!["errors"]!.ToText().ShouldBe("""["No","Never"]""");
        put["rules"]![1]!["effect"]!["effective_start_date"]!.GetValue<string>().ShouldBe("+P10D");

        var deleted = await app.DoAsync(HttpMethod.Delete, ShiftingPath);
        deleted.ToText().ShouldBe(
            """{"tier":"sync","rules":[{"match":{},"used":0,"effect":{"effective_start_date":"first_of_next_month"}}]}""");
        (await app.GetAsync(ShiftingPath)).ToText().ShouldBe(deleted.ToText());
        (await app.DoAsync(HttpMethod.Delete, Path)).ToText().ShouldBe("""{"tier":"sync","rules":[]}""");
    }

    [Theory]
    [InlineData("""{"tier": "premium"}""", "$.tier")]
    [InlineData("""{"tier": 1}""", "$.tier")]
    [InlineData("""{"delays": {"submit": "later"}}""", "$.delays.submit")]
    [InlineData("""{"delays": {"process": "P1M"}}""", "$.delays.process")]
    [InlineData("""{"delays": {"confirm": "-PT1S"}}""", "$.delays.confirm")]
    [InlineData("""{"delays": {"confirm": "P4000D"}}""", "$.delays.confirm")]
    [InlineData("""{"delays": {"submit": "P10675199D"}}""", "$.delays.submit")]
    [InlineData("""{"delays": "PT1S"}""", "$.delays")]
    [InlineData("""{"confirmations": 0}""", "$.confirmations")]
    [InlineData("""{"confirmations": 101}""", "$.confirmations")]
    [InlineData("""{"confirmations": 1.5}""", "$.confirmations")]
    [InlineData("""{"rules": {}}""", "$.rules")]
    [InlineData("""{"rules": [null]}""", "$.rules[0]")]
    [InlineData("""{"rules": [{"match": {}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"match": {}, "effect": null}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": "explode"}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": 3}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"accept": false}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"reject": {}}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"reject": {"errors": []}}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"reject": {"errors": [1]}}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"effective_start_date": "someday"}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"effective_start_date": "+PT36H"}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"effective_start_date": "+P9999999D"}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"effective_start_date": "2024-02-30"}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"effective_start_date": 5}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": {"drop": true, "hold": true}}]}""", "$.rules[0].effect")]
    [InlineData("""{"rules": [{"effect": "accept", "times": 0}]}""", "$.rules[0].times")]
    [InlineData("""{"rules": [{"effect": "accept", "times": -3}]}""", "$.rules[0].times")]
    [InlineData("""{"rules": [{"effect": "accept", "match": {"group_id": "g"}}]}""", "$.rules[0].match.group_id")]
    [InlineData("""{"rules": [{"effect": "accept", "match": {"employee_id": "1"}}]}""", "$.rules[0].match.employee_id")]
    [InlineData("""{"rules": [{"effect": "accept", "match": {"individual_id": ""}}]}""", "$.rules[0].match.individual_id")]
    [InlineData("""{"rules": [{"effect": "accept", "match": {"plan_id": "gold"}}]}""", "$.rules[0].match.plan_id")]
    [InlineData("""{"rules": [{"effect": "accept", "match": {"line_of_coverage": "pets"}}]}""", "$.rules[0].match.line_of_coverage")]
    public async Task A_behavior_that_makes_no_sense_is_refused_and_changes_nothing(string body, string field)
    {
        var app = await shared.FreshAsync();

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, Path, JsonNode.Parse(body));

        error["errors"]!.AsArray().ShouldHaveSingleItem()!["field"]!.GetValue<string>().ShouldBe(field);
        (await app.GetAsync(Path)).ToText().ShouldBe("""{"tier":"sync","rules":[]}""");
    }

    [Theory]
    [InlineData("00000000-0000-4000-8000-000000000000")]
    [InlineData("no-id")]
    public async Task An_unknown_carrier_is_a_404(string id)
    {
        var app = await shared.FreshAsync();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete })
        {
            var error = await app.RefusedAsync(
                HttpStatusCode.NotFound, method, $"/_emulator/carriers/{id}/behavior", method == HttpMethod.Put ? new JsonObject() : null);
            error["message"]!.GetValue<string>().ShouldBe($"Carrier not found with UUID {id}");
        }

        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/_emulator/carriers/{id}/records");
        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"/_emulator/carriers/{id}/sync");
    }

    [Fact]
    public async Task The_longest_delays_do_no_harm_at_the_end_of_the_calendar()
    {
        var app = await shared.FreshAsync();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen", ["now"] = "9000-01-01" });
        _ = await app.DoAsync(HttpMethod.Put, ShiftingPath, JsonNode.Parse("""{"delays": {"submit": "P3650D", "process": "P3650D", "confirm": "P3650D"}}"""));

        _ = await app.PostGuideAsync();

        (await app.ClockAsync())["next_due"]!.GetValue<DateTimeOffset>().Year.ShouldBe(9009);
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["next"] = true });
        (await app.ClockAsync())["pending"]!.GetValue<int>().ShouldBe(1);
    }
}
