using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>A carrier holds what somebody says it holds, if it can.</summary>
public sealed class PutCarrierRecordTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Records = $"/_emulator/carriers/{Defaults.ShiftingCarrier}/records";

    [Fact]
    public async Task A_carrier_can_have_enrolled_somebody_by_itself_which_the_next_sync_tells()
    {
        using var made = await App.SendAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", Dependent());
        var again = await App.DoAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", Dependent());

        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Text("individual_id").ShouldBe(Defaults.Jade);
        again.Text("individual_type").ShouldBe("dependent");
        (await App.RecordsAsync(Defaults.ShiftingCarrier))[Defaults.Jade].ToText().ShouldBe(again.ToText());
        (await App.EventTypesAsync()).ShouldBeEmpty();
        (await App.AdvanceAsync("P1D"))["fired"]!.AsArray().Where(entry => entry!.Text("kind") == "sync").ShouldHaveSingleItem();
        (await App.DifferencesAsync($"object_id={Defaults.Jade}"))
            .Select(it => $"{it.Text("difference_type")} {it.Text("difference_classification")}").ShouldContain("missing_ie missing_from_platform");
        (await App.GetAsync($"/_emulator/explain/{Defaults.Jade}"))["entries"]!.AsArray().Where(entry => entry!.Text("kind") == "record")
            .Select(entry => entry!.Text("summary")).ShouldBe(
            [
                $"the record at carrier {Defaults.ShiftingCarrier} was made by hand", $"the record at carrier {Defaults.ShiftingCarrier} was replaced by hand",
            ]);
    }

    [Fact]
    public async Task A_record_is_replaced_as_a_whole_and_enrollment_ids_are_passed_over()
    {
        var before = (await App.RecordsAsync(Defaults.ShiftingCarrier))[Defaults.GuideEmployee].AsObject();
        before["person"]!["contact"].ShouldNotBeNull();
        before["person"]!.AsObject().Remove("contact");
        before["enrollments"]![0]!["id"] = Defaults.VisionPlan;

        using var answer = await App.SendAsync(HttpMethod.Put, $"{Records}/{Defaults.GuideEmployee}", before.DeepClone());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var after = (await App.RecordsAsync(Defaults.ShiftingCarrier))[Defaults.GuideEmployee];
        after["person"]!["contact"].ShouldBeNull();
        after["enrollments"]![0]!["id"].ShouldBeNull();
        after["person"]!.Text("last_name").ShouldBe(before["person"]!.Text("last_name"));
    }

    [Fact]
    public async Task Null_is_as_good_as_nothing_anywhere_in_a_record()
    {
        var plain = Dependent();
        var withNulls = Dependent();
        withNulls["employment"] = null;
        foreach (var name in new[] { "ssn", "home_address", "contact", "details" })
            withNulls["person"]![name] = null;
        foreach (var name in new[] { "volume", "plan_name", "cobra", "pcp", "id" })
            withNulls["enrollments"]![0]![name] = null;

        var kept = await App.DoAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", withNulls);

        kept.ToText().ShouldBe((await App.DoAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", plain)).ToText());
    }

    [Fact]
    public async Task A_record_can_be_read_by_itself()
    {
        var listed = (await App.RecordsAsync(Defaults.ShiftingCarrier))[Defaults.GuideEmployee];

        (await App.GetAsync($"{Records}/{Defaults.GuideEmployee}")).ToText().ShouldBe(listed.ToText());

        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Records}/{Defaults.Jade}");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/_emulator/carriers/{Defaults.Jade}/records/{Defaults.GuideEmployee}");
    }

    [Fact]
    public async Task A_number_and_its_text_are_as_good_as_each_other()
    {
        var written = Dependent();
        written["person"]!["middle_name"] = 2;
        written["enrollments"]![0]!["volume"] = "50000";

        var kept = await App.DoAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", written);

        kept["person"]!.Text("middle_name").ShouldBe("2");
        kept["enrollments"]![0]!.Number("volume").ShouldBe(50_000);
    }

    [Fact]
    public async Task A_coverage_that_was_dropped_can_be_approved_later()
    {
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier, WorldIntents.Rule("drop"));
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");
        var open = (await App.DifferencesAsync($"object_id={Defaults.Jade}&is_open=true")).ShouldHaveSingleItem();
        var fields = JsonNode.Parse(open["fields"]![0]!["platform_value"]!.ToJsonString())!;

        var approved = Dependent();
        approved["person"]!["first_name"] = fields.Text("member_first_name");
        approved["person"]!["last_name"] = fields.Text("member_last_name");
        _ = await App.DoAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", approved);
        var synced = await App.SyncAsync(Defaults.ShiftingCarrier);

        synced["resolved"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldContain(open.Id());
    }

    [Theory]
    [InlineData("/_emulator/carriers/00000000-0000-4000-8000-000000000001/records/" + Defaults.Jade, "00000000-0000-4000-8000-000000000001")]
    [InlineData(Records + "/00000000-0000-4000-8000-000000000002", "Nobody knows a member 00000000-0000-4000-8000-000000000002")]
    public async Task Carrier_and_member_must_be_known(string path, string named) =>
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Put, path, Dependent())).Text("message").ShouldContain(named);

    [Theory]
    [InlineData("individual_id", "\"a9c01d76-019c-4c44-b414-a832246c014d\"", "$.individual_id")]
    [InlineData("individual_type", "\"employee\"", "$.individual_type")]
    [InlineData("nick_name", "\"J\"", "$.nick_name")]
    [InlineData("person", "null", "$.person")]
    [InlineData("person", "{}", "$.person.first_name")]
    public async Task What_is_no_record_of_the_member_is_refused(string field, string value, string place)
    {
        var body = Dependent();
        body[field] = JsonNode.Parse(value);

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{Records}/{Defaults.Jade}", body);

        error["errors"]![0]!.Text("field").ShouldBe(place);
        (await App.RecordsAsync(Defaults.ShiftingCarrier)).ShouldNotContainKey(Defaults.Jade);
    }

    [Theory]
    [InlineData("""{"person": {"sex": "female"}}""", "$.person.sex", "must be one of: F, M, U, X")]
    [InlineData("""{"person": {"marital_status": "engaged"}}""", "$.person.marital_status", "must be one of: single")]
    [InlineData("""{"person": {"home_address": {"state": "XX"}}}""", "$.person.home_address.state", "must be one of: AL")]
    [InlineData("""{"person": {"mailing_address": {"state": "xx"}}}""", "$.person.mailing_address.state", "must be one of: AL")]
    [InlineData("""{"employment": {"employment_status": "busy"}}""", "$.employment.employment_status", "must be one of: full-time")]
    [InlineData("""{"employment": {"salary": {"amount": -1}}}""", "$.employment.salary.amount", "must not be negative")]
    [InlineData("""{"employment": {"salary": {"unit": "year"}}}""", "$.employment.salary.unit", "must be one of: annual")]
    [InlineData("""{"relationship": "child"}""", "$.relationship", "belongs to dependents; leave it out for an employee")]
    [InlineData("""{"line_of_coverage": "visionary"}""", "$.enrollments[0].line_of_coverage", "must be one of: medical")]
    [InlineData("""{"volume": -5}""", "$.enrollments[0].volume", "must not be negative")]
    [InlineData("""{"effective_end_date": "2023-12-30"}""", "$.enrollments[0].effective_end_date", "must be at the earliest the day before effective_start_date")]
    [InlineData("""{"cobra_details": {"qualifying_event_reason": "luck"}}""", "$.enrollments[0].cobra_details.qualifying_event_reason", "must be one of: termination_of_employment")]
    [InlineData(
        """{"pcp_details": {"providers": [{"entity_identifier_code": "vet"}]}}""", "$.enrollments[0].pcp_details.providers[0].entity_identifier_code", "must be one of: pcp")]
    public async Task What_no_carrier_could_hold_is_refused_by_its_place_however_it_comes(string change, string place, string right)
    {
        var patch = Patch(change);
        var whole = (await App.RecordsAsync(Defaults.ShiftingCarrier))[Defaults.GuideEmployee].AsObject();
        Merge(whole, patch);
        var seed = (await App.GetAsync("/_emulator/seed")).AsObject();
        seed["carrier_records"] = new JsonArray(new JsonObject { ["carrier_id"] = Defaults.ShiftingCarrier, ["record"] = whole.DeepClone() });

        foreach (var (method, path, body, prefix) in new (HttpMethod, string, JsonNode, string)[]
        {
            (HttpMethod.Patch, $"{Records}/{Defaults.GuideEmployee}", patch, "$"), (HttpMethod.Put, $"{Records}/{Defaults.GuideEmployee}", whole, "$"),
            (HttpMethod.Put, "/_emulator/seed", seed, "$.carrier_records[0].record"),
        })
        {
            var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, method, path, body);
            var entry = error["errors"]!.AsArray().ShouldHaveSingleItem()!;
            entry.Text("field").ShouldBe(prefix + place[1..]);
            entry.Text("message").ShouldContain(right);
        }
    }

    [Fact]
    public async Task A_dependent_has_no_employment()
    {
        var body = Dependent();
        body["employment"] = new JsonObject();
        body["relationship"] = "cousin";

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, $"{Records}/{Defaults.Jade}", body);

        error["errors"]!.AsArray().Select(entry => entry!.Text("field")).ShouldBe(["$.employment", "$.relationship"]);
    }

    [Fact]
    public async Task A_waived_enrollment_can_be_held()
    {
        var body = Dependent();
        body["enrollments"]![0]!["effective_end_date"] = "2023-12-31";

        _ = await App.DoAsync(HttpMethod.Put, $"{Records}/{Defaults.Jade}", body);
    }

    [Fact]
    public async Task What_a_behavior_made_odd_does_not_stand_in_the_way_of_a_patch()
    {
        _ = await App.BehaveAsync(
            Defaults.ShiftingCarrier, WorldIntents.Rule(new JsonObject { ["set"] = new JsonObject { ["person.sex"] = "Z" } }));
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");

        var patched = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.Jade, JsonNode.Parse("""{"person": {"suffix": "III"}}""")!);

        patched["person"]!.Text("sex").ShouldBe("Z");
        _ = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Patch, $"{Records}/{Defaults.Jade}", JsonNode.Parse("""{"person": {"marital_status": "Z"}}"""));
    }

    private static JsonObject Dependent() => JsonNode.Parse("""
        {
          "person": {"first_name": "Newborn", "last_name": "Cornwall", "date_of_birth": "2024-08-01", "sex": "F"},
          "relationship": "child",
          "enrollments": [{"line_of_coverage": "vision", "plan_id": "9302a1db-bed5-4be6-96f5-c51371cc96a3", "effective_start_date": "2024-01-01", "effective_end_date": "9999-12-31"}]
        }
        """)!.AsObject();

    /// <summary>What is of no member is of an enrollment.</summary>
    private static JsonObject Patch(string change)
    {
        var node = JsonNode.Parse(change)!.AsObject();
        if (node.ContainsKey("person") || node.ContainsKey("employment") || node.ContainsKey("relationship"))
            return node;
        var enrollment = Dependent()["enrollments"]![0]!.DeepClone().AsObject();
        Merge(enrollment, node);
        return new JsonObject { ["enrollments"] = new JsonArray(enrollment) };
    }

    private static void Merge(JsonObject target, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner && target[name] is JsonObject known)
                Merge(known, inner);
            else
                target[name] = value?.DeepClone();
        }
    }
}
