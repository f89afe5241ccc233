using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>A person plays the carrier.</summary>
public sealed class CarrierRecordTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Records = $"/_emulator/carriers/{Defaults.ShiftingCarrier}/records";
    private const string Record = $"{Records}/{Defaults.GuideEmployee}";
    private const string Sync = $"/_emulator/carriers/{Defaults.ShiftingCarrier}/sync";

    [Fact]
    public async Task What_a_carrier_holds_is_listed()
    {
        var app = await shared.FreshAsync();

        var record = await RecordAsync(app);

        record["individual_id"]!.GetValue<string>().ShouldBe(Defaults.GuideEmployee);
        record["individual_type"]!.GetValue<string>().ShouldBe("employee");
        record["person"]!["first_name"]!.GetValue<string>().ShouldBe("Opal");
        record["enrollments"]!.AsArray().ShouldHaveSingleItem()!["line_of_coverage"]!.GetValue<string>().ShouldBe("vision");
    }

    [Fact]
    public async Task A_familys_records_are_listed_by_its_employee_and_those_of_a_group_by_the_group()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();
        _ = await app.PostSnapshotAsync(Defaults.GuideGroup, FamilyBody.Of(1).Enroll(Offer.Vision, "2024-09-01"));
        _ = await app.PostSnapshotAsync(Defaults.SnapshotGroup, FamilyBody.Of(2).Enroll(Offer.Vision, "2024-09-01"));
        _ = await app.AdvanceAsync("PT1H");

        (await HoldersAsync($"employee_id={Defaults.GuideEmployee}")).ShouldBe([Defaults.GuideEmployee, Defaults.Jade]);
        (await HoldersAsync($"employee_id={Defaults.GuideEmployee}&page_size=1&offset=1")).ShouldBe([Defaults.Jade]);
        (await HoldersAsync($"employee_id={Defaults.Jade}")).ShouldBeEmpty();
        (await HoldersAsync($"group_id={Defaults.GuideGroup}")).ShouldBe([FamilyBody.Id(1), Defaults.GuideEmployee, Defaults.Jade]);
        (await HoldersAsync($"group_id={Defaults.SnapshotGroup}&employee_id={FamilyBody.Id(2)}")).ShouldBe([FamilyBody.Id(2)]);
        (await HoldersAsync($"group_id={Defaults.SnapshotGroup}&employee_id={FamilyBody.Id(1)}")).ShouldBeEmpty();
        (await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Records}?employee_id=opal&group_id=maps"))["errors"]!.AsArray()
            .Select(error => error!.Text("message")).ShouldBe(["employee_id must be a uuid", "group_id must be a uuid"]);

        async Task<IReadOnlyList<string>> HoldersAsync(string query) =>
            [.. (await app.GetAsync($"{Records}?{query}"))["response"]!.AsArray().Select(record => record!.Text("individual_id"))];
    }

    [Fact]
    public async Task A_patched_record_gives_a_difference_at_the_next_sync_and_none_before()
    {
        var app = await shared.FreshAsync();
        var clean = await app.DoAsync(HttpMethod.Post, Sync);
        clean.ToText().ShouldBe("""{"created":[],"raised":[],"resolved":[]}""");

        var patched = await app.DoAsync(
            HttpMethod.Patch, Record, JsonNode.Parse("""{"person": {"last_name": "Kornwall", "suffix": "III"}}"""));
        patched["person"]!["last_name"]!.GetValue<string>().ShouldBe("Kornwall");
        patched["person"]!["first_name"]!.GetValue<string>().ShouldBe("Opal");
        (await app.DifferencesAsync($"object_id={Defaults.GuideEmployee}")).ShouldBeEmpty();
        (await app.EventTypesAsync()).ShouldBeEmpty();

        var sync = await app.DoAsync(HttpMethod.Post, Sync);
        var difference = (await app.DifferencesAsync($"object_id={Defaults.GuideEmployee}")).ShouldHaveSingleItem();
        difference["difference_type"]!.GetValue<string>().ShouldBe("name");
        sync["created"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe(difference["id"]!.GetValue<string>());
        sync["raised"]!.ToText().ShouldBe(sync["created"]!.ToText());
        (await app.EventTypesAsync()).ShouldBe(["difference.created", "difference.discrepancy"]);

        _ = await app.DoAsync(HttpMethod.Patch, Record, JsonNode.Parse("""{"person": {"last_name": "Cornwall", "suffix": null}}"""));
        var back = await app.DoAsync(HttpMethod.Post, Sync, new JsonObject { ["employee_id"] = Defaults.GuideEmployee });
        back["resolved"]!.ToText().ShouldBe(sync["created"]!.ToText());
        (await app.EventTypesAsync()).ShouldBe(["difference.created", "difference.discrepancy", "difference.resolved"]);
    }

    [Fact]
    public async Task A_sync_looks_only_at_the_families_it_is_told_to()
    {
        var app = await shared.FreshAsync();
        _ = await app.DoAsync(HttpMethod.Patch, Record, JsonNode.Parse("""{"person": {"sex": "X"}}"""));

        foreach (var filter in new[] { "group_id", "employee_id" })
        {
            var other = new JsonObject { [filter] = "00000000-0000-4000-8000-000000000000" };
            (await app.DoAsync(HttpMethod.Post, Sync, other))["created"]!.AsArray().ShouldBeEmpty();
            _ = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Sync, new JsonObject { [filter] = "all" });
        }

        (await app.DoAsync(HttpMethod.Post, Sync, new JsonObject
        {
            ["group_id"] = Defaults.GuideGroup,
        }))["created"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_record_is_missing_at_the_next_sync()
    {
        var app = await shared.FreshAsync();

        using (var deleted = await app.SendAsync(HttpMethod.Delete, Record))
            deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Delete, Record);
        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Patch, Record, new JsonObject());
        _ = await app.DoAsync(HttpMethod.Post, Sync);
        (await app.DifferencesAsync($"object_id={Defaults.GuideEmployee}")).Count.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("""{"nick_name": "O"}""")]
    [InlineData("""{"person": {"firstname": "O"}}""")]
    [InlineData("""{"person": "Opal"}""")]
    [InlineData("""{"person": null}""")]
    [InlineData("""{"person": {"first_name": null}}""")]
    [InlineData("""{"person": {"first_name": true}}""")]
    [InlineData("""{"person": {"date_of_birth": "1984-02-30"}}""")]
    [InlineData("""{"person": {"date_of_birth": 19840309}}""")]
    [InlineData("""{"enrollments": {}}""")]
    [InlineData("""{"enrollments": [null]}""")]
    [InlineData("""{"enrollments": ["vision"]}""")]
    [InlineData("""{"enrollments": [{"line_of_coverage": "vision"}]}""")]
    [InlineData(
        """{"enrollments": [{"line_of_coverage": null, "effective_start_date": "2024-01-01", "effective_end_date": "9999-12-31"}]}""")]
    [InlineData(
        """{"enrollments": [{"line_of_coverage": "vision", "effective_start_date": "2024-01-01", "effective_end_date": "9999-12-31", "volume": 1.5}]}""")]
    [InlineData(
        """{"enrollments": [{"line_of_coverage": "vision", "effective_start_date": "2024-01-01", "effective_end_date": "9999-12-31", "pcp_details": {"providers": [null]}}]}""")]
    [InlineData("""{"individual_id": null}""")]
    [InlineData("""{"individual_id": "d0e180e6-fafc-441e-8ac4-08d9a9fe4657"}""")]
    [InlineData("""{"individual_type": "dependent"}""")]
    [InlineData("""{"individual_type": "cat"}""")]
    [InlineData("""{"employment": {"salary": {"amount": "much"}}}""")]
    public async Task A_patch_that_would_make_no_record_is_refused_and_changes_nothing(string patch)
    {
        var app = await shared.FreshAsync();
        var before = (await RecordAsync(app)).ToText();

        _ = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Patch, Record, JsonNode.Parse(patch));

        (await RecordAsync(app)).ToText().ShouldBe(before);
        (await app.DoAsync(HttpMethod.Post, Sync)).ToText().ShouldBe("""{"created":[],"raised":[],"resolved":[]}""");
    }

    [Theory]
    [InlineData("""{"person": {"firstname": "O"}}""", "person.firstname is not known; the fields there are: first_name, ")]
    [InlineData("""{"volumes": 1}""", "volumes is not known; the fields there are: individual_id, ")]
    public async Task A_field_that_a_record_does_not_have_is_refused_with_those_it_has(string patch, string message)
    {
        var app = await shared.FreshAsync();

        (await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Patch, Record, JsonNode.Parse(patch)))
            .Text("message").ShouldStartWith(message);
    }

    [Fact]
    public async Task A_patch_may_remove_what_a_record_can_do_without()
    {
        var app = await shared.FreshAsync();

        var patched = await app.DoAsync(
            HttpMethod.Patch, Record, JsonNode.Parse(
                """{"person": {"ssn": null, "contact": null}, "employment": null, "enrollments": []}"""));

        patched["person"]!["ssn"].ShouldBeNull();
        patched["employment"].ShouldBeNull();
        patched["enrollments"]!.AsArray().ShouldBeEmpty();
        (await RecordAsync(app)).ToText().ShouldBe(patched.ToText());
        using var answer = await app.SendAsync(HttpMethod.Post, Sync);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<JsonNode> RecordAsync(EmulatorApp app) =>
        (await app.GetAsync(Records))["response"]!.AsArray()
            .Single(record => record!["individual_id"]!.GetValue<string>() == Defaults.GuideEmployee)!;
}
