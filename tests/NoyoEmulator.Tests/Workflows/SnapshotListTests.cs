using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world with snapshots of every final status, for reading only; each is named by its letter.</summary>
public sealed class SnapshotWorld : IAsyncLifetime
{
    private readonly Dictionary<string, string> _letters = [];

    public EmulatorApp App { get; } = new();

    public async ValueTask InitializeAsync()
    {
        // a completed; b replaced by c; c canceled; d completed with one part refused; e, of another group, in progress.
        await PostAsync("a", FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        _ = await App.AdvanceAsync("P1D");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("No")));
        await PostAsync("b", FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-02"));
        _ = await App.AdvanceAsync("PT2S");
        await PostAsync("c", FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-03"));
        _ = await App.AdvanceAsync("P1D");
        await PostAsync("d", FamilyBody.Of(2).Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Vision, "2024-09-01"));
        _ = await App.AdvanceAsync("P1D");
        await PostAsync("e", FamilyBody.Of(3).Enroll(Offer.Vision, "2024-09-01"), Defaults.GuideGroup);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal string LetterOf(JsonNode snapshot) => _letters.GetValueOrDefault(snapshot.Text("id"), "?");

    internal string IdOf(string letter) => _letters.Single(pair => pair.Value == letter).Key;

    private async Task PostAsync(string letter, JsonObject body, string group = Defaults.ExampleGroup) =>
        _letters.Add((await App.PostSnapshotAsync(group, body)).Text("id"), letter);
}

/// <summary>Lists of snapshots.</summary>
public sealed class SnapshotListTests(SnapshotWorld world) : IClassFixture<SnapshotWorld>
{
    private EmulatorApp App { get; } = world.App;

    [Theory]
    [InlineData("/api/v1/groups/" + Defaults.ExampleGroup + "/member_snapshots", "dcba")]
    [InlineData("/api/v1/groups/" + Defaults.GuideGroup + "/member_snapshots", "e")]
    [InlineData("/api/v1/employees/00000001-0000-4000-8000-000000000001/member_snapshots", "cba")]
    [InlineData("/api/v1/employees/00000003-0000-4000-8000-000000000001/member_snapshots", "e")]
    [InlineData("/api/v1/employees/" + Defaults.GuideEmployee + "/member_snapshots", "")]
    [InlineData("/api/v1/member_snapshots", "edcba?????")]
    public async Task A_list_has_its_snapshots_newest_first(string path, string letters) => (await LettersAsync(path, "")).ShouldBe(letters);

    [Theory]
    [InlineData("status=completed", "da")]
    [InlineData("status=canceled", "c")]
    [InlineData("status=replaced,canceled", "cb")]
    [InlineData("status=replaced&status=canceled", "cb")]
    [InlineData("status=submitted", "")]
    [InlineData("employee_id=00000002-0000-4000-8000-000000000001", "d")]
    [InlineData("employee_id=" + Defaults.Jade, "")]
    [InlineData("fulfillment_summary_carrier_id=" + Defaults.ShiftingCarrier, "d")]
    [InlineData("fulfillment_summary_carrier_id=" + Defaults.ShiftingCarrier + "," + Defaults.AcceptingCarrier, "dcba")]
    [InlineData("fulfillment_summary_status=invalid", "dc")]
    [InlineData("fulfillment_summary_status=sent", "da")]
    [InlineData("fulfillment_summary_status=invalid&fulfillment_summary_carrier_id=" + Defaults.ShiftingCarrier, "")]
    [InlineData("fulfillment_summary_status=sent&fulfillment_summary_carrier_id=" + Defaults.ShiftingCarrier, "d")]
    public async Task A_filter_leaves_what_matches(string query, string letters)
    {
        (await LettersAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", query)).ShouldBe(letters);
        (await LettersAsync("/api/v1/member_snapshots", $"group_id={Defaults.ExampleGroup}&{query}")).ShouldBe(letters);
    }

    [Fact]
    public async Task Ids_choose_among_the_snapshots() =>
        (await LettersAsync("/api/v1/member_snapshots", $"id={world.IdOf("a")},{world.IdOf("e")},{FamilyBody.Id(9)}")).ShouldBe("ea");

    [Fact]
    public async Task An_item_is_the_snapshot_without_its_contents()
    {
        foreach (var item in await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots"))
        {
            item.AsObject().Select(property => property.Key).ShouldBe(["id", "version", "created", "modified", "employee_id", "status", "fulfillment_summary"]);
            var single = await App.GetSnapshotAsync(item.Text("id"));
            foreach (var (name, value) in item.AsObject())
                single[name]!.ToJsonString().ShouldBe(value!.ToJsonString());
        }
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        var path = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

        var second = await App.GetAsync($"{path}?page_size=3&offset=3");

        second["meta"]!.ToJsonString().ShouldBe("""{"offset":3,"page_num":2,"page_size":3,"total_records":4}""");
        second["response"]!.AsArray().Select(it => world.LetterOf(it!)).ShouldBe(["a"]);
        (await App.GetAsync($"{path}?page_size=3&offset=4"))["response"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("status=done", "status")]
    [InlineData("fulfillment_summary_status=ok", "fulfillment_summary_status")]
    [InlineData("fulfillment_summary_carrier_id=1", "fulfillment_summary_carrier_id")]
    [InlineData("employee_id=1", "employee_id")]
    [InlineData("id=1", "id")]
    [InlineData("page_size=101", "page_size")]
    public async Task A_value_that_cannot_be_used_is_refused_by_the_parameter_s_name(string query, string parameter)
    {
        foreach (var path in new[] { "/api/v1/member_snapshots", $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots" })
        {
            var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{path}?{query}");
            error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe(parameter);
        }
    }

    [Theory]
    [InlineData("/api/v1/groups/{0}/member_snapshots", "Group not found with UUID {0}")]
    [InlineData("/api/v1/employees/{0}/member_snapshots", "Employee not found with UUID {0}")]
    [InlineData("/api/v1/member_snapshots/{0}", "MemberSnapshot not found with UUID {0}")]
    public async Task What_does_not_exist_is_not_found_in_noyo_s_words(string path, string message)
    {
        foreach (var id in new[] { FamilyBody.Id(9), "42", "not-a-uuid", Defaults.Jade })
        {
            var error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, string.Format(path, id));
            error.ToJsonString().ShouldBe(new JsonObject { ["message"] = string.Format(message, id), ["status"] = 404 }.ToJsonString());
        }
    }

    private async Task<string> LettersAsync(string path, string query) => string.Concat((await App.AllAsync($"{path}?{query}")).Select(world.LetterOf));
}
