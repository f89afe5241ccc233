using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A refused snapshot leaves nothing behind; and which member an id means.</summary>
public sealed class RefusedSnapshotTests(FrozenWorld world) : FrozenWorldTests(world)
{
    public static TheoryData<string> Refusals => new(Cases.Keys);

    private static Dictionary<string, (HttpStatusCode Status, string Group, Func<JsonObject> Body, string Message)> Cases { get; } = new()
    {
        ["a required field is absent"] = (
            HttpStatusCode.UnprocessableEntity, Defaults.ExampleGroup, () => Known().Without("employee.person.last_name"), "last_name"),
        ["a reference leads nowhere"] = (
            HttpStatusCode.UnprocessableEntity, Defaults.ExampleGroup, () => Known().With("employee.event_id", "7"), "event_id"),
        ["the group does not exist"] = (
            HttpStatusCode.NotFound, FamilyBody.Id(9), Known, $"Group not found with UUID {FamilyBody.Id(9)}"),
        ["the group is no uuid"] = (HttpStatusCode.NotFound, "42", Known, "Group not found with UUID 42"),
        ["the employee's id is unknown and has no custom id beside it"] = (
            HttpStatusCode.NotFound, Defaults.ExampleGroup, () => IdOnly(FamilyBody.Of(9)), $"Employee not found with UUID {FamilyBody.Id(9)}"),
        ["the dependent's id is unknown and has no custom id beside it"] = (
            HttpStatusCode.NotFound,
            Defaults.ExampleGroup,
            () => Known().With("dependents[0].id", FamilyBody.Id(9, 2)).Without("dependents[0].custom_individual_id").With("coverages", new JsonArray()),
            $"Dependent not found with UUID {FamilyBody.Id(9, 2)}"),
        ["the employee is of another group"] = (
            HttpStatusCode.NotFound, Defaults.GuideGroup, Known, $"Employee not found with UUID {FamilyBody.Id(1)}"),
        ["the employee's id is a dependent's"] = (
            HttpStatusCode.NotFound,
            Defaults.ExampleGroup,
            () => FamilyBody.Of(1).With("employee.id", FamilyBody.Id(1, 2)).With("employee.custom_individual_id", FamilyBody.CustomId(1, 2)),
            $"Employee not found with UUID {FamilyBody.Id(1, 2)}"),
        ["the employee's custom id is another member's"] = (
            HttpStatusCode.UnprocessableEntity,
            Defaults.ExampleGroup,
            () => FamilyBody.Of(1).With("employee.custom_individual_id", FamilyBody.CustomId(2)),
            "$.employee.custom_individual_id"),
        ["a new employee's custom id is another member's"] = (
            HttpStatusCode.UnprocessableEntity,
            Defaults.ExampleGroup,
            () => FamilyBody.Of(9).With("employee.custom_individual_id", FamilyBody.CustomId(2)),
            "$.employee.custom_individual_id"),
        ["the dependent is of another family"] = (
            HttpStatusCode.NotFound,
            Defaults.ExampleGroup,
            () => FamilyBody.Of(1, 1).With("dependents[0].id", FamilyBody.Id(2, 2)).With("dependents[0].custom_individual_id", FamilyBody.CustomId(2, 2)),
            $"Dependent with ID {FamilyBody.Id(2, 2)} does not have an associated employee."),
        ["the dependent of another family comes with a new employee"] = (
            HttpStatusCode.NotFound,
            Defaults.ExampleGroup,
            () => FamilyBody.Of(9, 1).With("dependents[0].id", FamilyBody.Id(2, 2)).With("dependents[0].custom_individual_id", FamilyBody.CustomId(2, 2)),
            $"Dependent with ID {FamilyBody.Id(2, 2)} does not have an associated employee."),
        ["a new dependent has the name and date of birth of a known one"] = (
            HttpStatusCode.BadRequest,
            Defaults.ExampleGroup,
            () => FamilyBody.Of(1, 1).With("dependents[0].id", FamilyBody.Id(1, 7)).With("dependents[0].custom_individual_id", "another"),
            $"Error creating dependent. Existing dependent has matching name and date of birth: {FamilyBody.Id(1, 2)}"),
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_leaves_nothing(string why)
    {
        var (status, group, body, message) = Cases[why];
        await TwoFamiliesAsync();
        var before = await App.StateAsync();

        var error = await App.RefusedAsync(status, HttpMethod.Post, $"/api/v1/groups/{group}/member_snapshots", body());

        (error["errors"] is { } errors ? errors[0]!.Text("field") : error.Text("message")).ShouldContain(message);
        (await App.StateAsync()).ShouldBe(before);
        await ShouldStillGoOnAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"snapshot_mode\":")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_body_that_cannot_be_read_leaves_nothing(string body)
    {
        await TwoFamiliesAsync();
        var before = await App.StateAsync();

        var (status, text) = await App.PostSnapshotTextAsync(Defaults.ExampleGroup, body);

        ((int)status).ShouldBeOneOf(400, 422);
        JsonNode.Parse(text)!.Number("status").ShouldBe((int)status);
        (await App.StateAsync()).ShouldBe(before);
        await ShouldStillGoOnAsync();
    }

    [Fact]
    public async Task A_refused_snapshot_leaves_members_and_the_calculated_snapshot_as_they_were()
    {
        await TwoFamiliesAsync();
        var before = await CalculatedAsync();
        // Another name, a dependent more and a coverage more; but the active dental coverage is left out.
        var body = FamilyBody.Of(1, 2).Enroll(Offer.Life, "2024-09-01", volume: 1000).With("employee.person.last_name", "Renamed");

        _ = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", body);

        (await CalculatedAsync()).ShouldBe(before);
        var later = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1, 2).Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Dental, "2024-09-01", position: 2));
        later["created_members"]!.AsArray().ShouldHaveSingleItem()!.Id().ShouldBe(FamilyBody.Id(1, 3));

        Task<string> CalculatedAsync() => App.TextAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");
    }

    [Fact]
    public async Task Without_a_token_nothing_is_taken_in()
    {
        var before = await App.StateAsync();
        using var client = App.AnonymousClient();
        using var content = new StringContent(Known().ToJsonString(), System.Text.Encoding.UTF8, "application/json");

        using var response = await client.PostAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await App.StateAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_refusal_takes_no_ids()
    {
        _ = await App.RefusedAsync(
            HttpStatusCode.NotFound, HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", IdOnly(FamilyBody.Of(9)));
        var after = await App.PostSnapshotAsync(Defaults.ExampleGroup, Known());
        _ = await App.ResetAsync();

        (await App.PostSnapshotAsync(Defaults.ExampleGroup, Known())).ToJsonString().ShouldBe(after.ToJsonString());
    }

    [Fact]
    public async Task An_unknown_id_beside_a_custom_id_becomes_the_new_member_s_id()
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, 1));

        snapshot.Text("employee_id").ShouldBe(FamilyBody.Id(1));
        snapshot["created_members"]!.AsArray().Select(it => $"{it!.Text("type")} {it!.Text("id")} {it!.Text("custom_individual_id")}").ShouldBe(
        [
            $"employee {FamilyBody.Id(1)} {FamilyBody.CustomId(1)}",
            $"dependent {FamilyBody.Id(1, 2)} {FamilyBody.CustomId(1, 2)}",
        ]);
    }

    [Fact]
    public async Task A_custom_id_alone_makes_a_member_once_and_then_means_that_member()
    {
        var body = FamilyBody.Of(1, 1).Without("employee.id").Without("dependents[0].id").Enroll(Offer.Dental, "2024-09-01", position: 2);
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        first["created_members"]!.AsArray().Count.ShouldBe(2);
        second["created_members"]!.AsArray().ShouldBeEmpty();
        second["member_snapshot"]!.ToJsonString().ShouldBe(first["member_snapshot"]!.ToJsonString());
        first["member_snapshot"]!["coverages"]![0]!["enrolled_members"]![0]!.Text("individual_id")
            .ShouldBe(first["created_members"]![1]!.Text("id"));
    }

    [Fact]
    public async Task An_employee_entry_without_an_id_means_the_employee()
    {
        var body = FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01").Without("coverages[0].enrolled_members[0].custom_individual_id");

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        snapshot["member_snapshot"]!["coverages"]![0]!["enrolled_members"]![0]!.Text("individual_id").ShouldBe(FamilyBody.Id(1));
    }

    private static JsonObject Known() => FamilyBody.Of(1, 1).Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Dental, "2024-09-01", position: 2);

    private static JsonObject IdOnly(JsonObject body) => body.Without("employee.custom_individual_id");

    /// <summary>Two families, one of them still in progress, so that there is something to spoil.</summary>
    private async Task TwoFamiliesAsync()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2, 1).Enroll(Offer.Dental, "2024-09-01", position: 2));
        _ = await App.AdvanceAsync("P1D");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Known());
        _ = await App.AdvanceAsync("PT2S");
    }

    private async Task ShouldStillGoOnAsync()
    {
        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+86404 process", "+86406 confirm"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }
}
