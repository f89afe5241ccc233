using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Coverages that cannot be beside each other, or cannot be at all, are refused with their place; what only looks so is not.</summary>
public sealed class ContradictionTests(PlanTypeWorld world) : IClassFixture<PlanTypeWorld>, IAsyncLifetime
{
    private const string Path = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";
    private const string Once = "a member's coverage under a plan is stated once, or in periods that follow each other";
    private const string OnePlan = "at any time a member is in one plan of a line, or in a basic and a voluntary one";
    private const string OneOfType = "at any time a member is in one plan of a line and plan type";

    private static readonly Offer Dental = new("dental", Defaults.AcceptingCarrier, null, "One dental plan");
    private static readonly Offer OtherDental = Dental with { PlanName = "Another dental plan" };

    private EmulatorApp App { get; } = world.App;

    public static TheoryData<string> Contradictions => new(Contradicting.Keys);

    public static TheoryData<string> Harmonies => new(Harmonious.Keys);

    private static Dictionary<string, (Func<JsonObject> Body, string Field, string Predicate)> Contradicting { get; } = new()
    {
        ["a coverage block twice"] = (
            () => One().Enroll(Dental, "2024-01-01").Enroll(Dental, "2024-01-01"),
            "coverages[1].enrolled_members[0]",
            $"repeats @coverages[0].enrolled_members[0]: {Once}"),
        ["a waived coverage block twice"] = (
            () => One().Enroll(Dental, "2024-01-01", "2023-12-31").Enroll(Dental, "2024-01-01", "2023-12-31"),
            "coverages[1].enrolled_members[0]",
            $"repeats @coverages[0].enrolled_members[0]: {Once}"),
        ["overlapping periods of one plan"] = (
            () => One().Enroll(Dental, "2024-06-01").Enroll(Dental, "2024-01-01", "2024-06-01"),
            "coverages[0].enrolled_members[0]",
            $"repeats @coverages[1].enrolled_members[0]: {Once}"),
        ["a plan by its id and again by its name"] = (
            () => One().Enroll(PlanTypeWorld.Life("basic-1") with { PlanId = PlanTypeWorld.PlanId(1) }, "2024-01-01")
                .Enroll(PlanTypeWorld.Life(" BASIC-1"), "2024-01-01"),
            "coverages[1].enrolled_members[0]",
            $"repeats @coverages[0].enrolled_members[0]: {Once}"),
        ["one of the members in two blocks of one plan"] = (
            () => One().Enroll(Dental, "2024-01-01").Enroll(Dental, "2024-01-01", position: 2).Enroll(Dental, "2024-05-01", position: 2),
            "coverages[1].enrolled_members[0]",
            $"repeats @coverages[0].enrolled_members[1]: {Once}"),
        ["a member twice in a block, by another id"] = (
            () => Twice(new JsonObject { ["individual_id"] = FamilyBody.Id(1).ToUpperInvariant() }),
            "coverages[0].enrolled_members[1]",
            "names the member of @coverages[0].enrolled_members[0] again: a coverage has each member once"),
        ["a member twice in a block, without an id"] = (
            () => Twice([]),
            "coverages[0].enrolled_members[1]",
            "names the member of @coverages[0].enrolled_members[0] again: a coverage has each member once"),
        ["two dental plans at one time"] = (
            () => One().Enroll(Dental, "2024-01-01", "2024-06-30").Enroll(OtherDental, "2024-06-30"),
            "coverages[1].enrolled_members[0]",
            $"overlaps @coverages[0].enrolled_members[0]: {OnePlan}"),
        ["two dental plans at two carriers"] = (
            () => One().Enroll(Dental, "2024-01-01").Enroll(Dental with { CarrierId = Defaults.ShiftingCarrier }, "2024-03-01"),
            "coverages[1].enrolled_members[0]",
            $"overlaps @coverages[0].enrolled_members[0]: {OnePlan}"),
        ["a basic dental plan and one of no known type"] = (
            () => One().Enroll(Dental with { PlanName = "dental-basic" }, "2024-01-01").Enroll(Dental, "2024-01-01"),
            "coverages[1].enrolled_members[0]",
            $"overlaps @coverages[0].enrolled_members[0]: {OnePlan}"),
        ["two basic life plans"] = (
            () => One().Enroll(PlanTypeWorld.Life("basic-1"), "2024-01-01").Enroll(PlanTypeWorld.Life("voluntary"), "2024-01-01")
                .Enroll(new Offer("life", Defaults.AcceptingCarrier, PlanTypeWorld.PlanId(2), "by its id"), "2024-09-01"),
            "coverages[2].enrolled_members[0]",
            $"overlaps @coverages[0].enrolled_members[0]: {OneOfType}"),
        ["a gap between two periods of one plan"] = (
            () => One().Enroll(Dental, "2024-01-01", "2024-06-29").Enroll(Dental, "2024-07-01"),
            "coverages[1].enrolled_members[0].effective_start_date",
            "must be no later than the day after @coverages[0].enrolled_members[0].effective_end_date: coverages of one plan leave no gap; "
            + "one that has ended need not be sent again"),
        ["a gap between two periods of one plan, by its id and by its name"] = (
            () => One().Enroll(PlanTypeWorld.Life("basic-1") with { PlanId = PlanTypeWorld.PlanId(1) }, "2024-07-01")
                .Enroll(PlanTypeWorld.Life("basic-1"), "2024-01-01", "2024-06-29"),
            "coverages[0].enrolled_members[0].effective_start_date",
            "must be no later than the day after @coverages[1].enrolled_members[0].effective_end_date: coverages of one plan leave no gap; "
            + "one that has ended need not be sent again"),
        ["COBRA beside active coverage"] = (
            () => One().Enroll(Dental, "2024-01-01").Enroll(OtherDental, "2024-09-01").With("coverages[1].cobra_details", Cobra()),
            "coverages[1].enrolled_members[0]",
            "overlaps @coverages[0].enrolled_members[0]: at any time a member's coverage of a line is either COBRA or active"),
        ["active coverage beside COBRA of the same plan"] = (
            () => One().Enroll(Dental, "2024-01-01", "2024-09-15").With("coverages[0].cobra_details", Cobra()).Enroll(Dental, "2024-09-01"),
            "coverages[1].enrolled_members[0]",
            "overlaps @coverages[0].enrolled_members[0]: at any time a member's coverage of a line is either COBRA or active"),
        ["COBRA eligibility that ends before it begins"] = (
            () => One().Enroll(Dental, "2024-01-01").With("coverages[0].cobra_details", Cobra(end: "2024-08-31")),
            "coverages[0].cobra_details.eligibility_end_date",
            "must not be earlier than eligibility_start_date"),
        ["a negative volume"] = (
            () => One().Enroll(Dental, "2024-01-01", volume: -1), "coverages[0].enrolled_members[0].volume", "must not be negative"),
        ["a plan under another line"] = (
            () => One().Enroll(new Offer("dental", Defaults.AcceptingCarrier, PlanTypeWorld.PlanId(1), "basic-1"), "2024-01-01"),
            "coverages[0].plan_id",
            $"must be a plan of the line and carrier beside it; this one is of line life at carrier {Defaults.AcceptingCarrier}"),
        ["a plan under another carrier"] = (
            () => One().Enroll(new Offer("life", Defaults.ShiftingCarrier, PlanTypeWorld.PlanId(1), "basic-1"), "2024-01-01"),
            "coverages[0].plan_id",
            $"must be a plan of the line and carrier beside it; this one is of line life at carrier {Defaults.AcceptingCarrier}"),
    };

    private static Dictionary<string, Func<JsonObject>> Harmonious { get; } = new()
    {
        ["a plan that changes its volume"] = () => One().Enroll(Dental, "2024-01-01", "2024-06-30", volume: 1).Enroll(Dental, "2024-07-01", volume: 2),
        ["two blocks of one plan with different members"] = () => One().Enroll(Dental, "2024-01-01").Enroll(OtherDental, "2024-03-01", position: 2)
            .With("coverages[1].plan_name", Dental.PlanName),
        ["a switch to another plan"] = () => One().Enroll(Dental, "2024-01-01", "2024-06-30").Enroll(OtherDental, "2024-07-01"),
        ["one plan waived for another"] = () => One().Enroll(Dental, "2024-01-01", "2023-12-31").Enroll(OtherDental, "2024-01-01"),
        ["a plan waived at first, with a gap"] = () => One().Enroll(Dental, "2024-01-01", "2023-12-31").Enroll(Dental, "2024-07-01"),
        ["a basic and a voluntary life plan"] = () => One().Enroll(PlanTypeWorld.Life("basic-1"), "2024-01-01").Enroll(PlanTypeWorld.Life("voluntary"), "2024-01-01"),
        ["a basic and a voluntary dental plan"] = () => One().Enroll(Dental with { PlanName = "dental-basic" }, "2024-01-01")
            .Enroll(Dental with { PlanName = "dental-voluntary" }, "2024-01-01"),
        ["two life plans of no known type"] = () => One().Enroll(PlanTypeWorld.Life("untyped-1"), "2024-01-01").Enroll(PlanTypeWorld.Life("unknown"), "2024-01-01")
            .Enroll(PlanTypeWorld.Life("basic-1"), "2024-01-01"),
        ["health funds for several things"] = () => One().Enroll(new Offer("health_fund", Defaults.AcceptingCarrier, null, "savings"), "2024-01-01")
            .Enroll(new Offer("health_fund", Defaults.AcceptingCarrier, null, "dependent-care"), "2024-01-01"),
        ["two members in two plans"] = () => One().Enroll(Dental, "2024-01-01").Enroll(OtherDental, "2024-01-01", position: 2),
        ["COBRA after active coverage"] = () => One().Enroll(Dental, "2024-01-01", "2024-08-31").Enroll(Dental, "2024-09-01").With("coverages[1].cobra_details", Cobra()),
        ["COBRA of one member beside active coverage of another"] = () => One().Enroll(Dental, "2024-01-01").Enroll(OtherDental, "2024-01-01", position: 2)
            .With("coverages[1].cobra_details", Cobra(end: "2024-09-01")),
        ["a plan that the group does not know"] = () =>
            One().Enroll(new Offer("dental", Defaults.AcceptingCarrier, PlanTypeWorld.PlanId(77), "basic-1"), "2024-01-01"),
        ["no volume at all"] = () => One().Enroll(PlanTypeWorld.Life("basic-1"), "2024-01-01", volume: 0),
    };

    public async ValueTask InitializeAsync() => _ = await App.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task What_cannot_be_is_refused_with_its_place(string what)
    {
        var (body, field, predicate) = Contradicting[what];

        await ShouldRefuseAsync(Path, body(), field, predicate, "");
        await ShouldRefuseAsync($"{Path}/test", new JsonObject { ["member_snapshot"] = body() }, field, predicate, "member_snapshot.");

        (await App.GetAsync("/api/v1/member_snapshots")).Total().ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Harmonies))]
    public async Task What_can_be_is_accepted(string what)
    {
        _ = await App.DoAsync(HttpMethod.Post, $"{Path}/test", new JsonObject { ["member_snapshot"] = Harmonious[what]() });
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Harmonious[what]());
    }

    [Fact]
    public async Task All_that_contradicts_the_plans_is_told_at_once()
    {
        var body = One().Enroll(PlanTypeWorld.Life("basic-1"), "2024-01-01").Enroll(PlanTypeWorld.Life("basic-2"), "2024-01-01")
            .Enroll(new Offer("dental", Defaults.AcceptingCarrier, PlanTypeWorld.PlanId(1), "basic-1"), "2024-01-01")
            .Enroll(Dental, "2024-05-01");

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, body);

        error["errors"]!.AsArray().Select(failure => failure!.Text("field")).ShouldBe(
            ["$.coverages[1].enrolled_members[0]", "$.coverages[2].plan_id", "$.coverages[3].enrolled_members[0]"]);
        error.Text("message").ShouldEndWith(" (and 2 more errors)");
    }

    [Fact]
    public async Task What_Noyo_has_can_be_sent_back_although_a_member_is_in_one_plan_twice()
    {
        _ = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, One().Enroll(Dental, "2024-01-01", "2024-08-31").Enroll(Dental, "2024-09-01").Enroll(Dental, "2024-01-01", position: 2));
        _ = await App.AdvanceAsync("P1D");
        var calculated = await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");

        calculated["coverages"]!.AsArray().Select(coverage => coverage!["enrolled_members"]!.AsArray().Count).ShouldBe([2, 1]);
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, calculated);
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot")).ToJsonString().ShouldBe(calculated.ToJsonString());
    }

    [Fact]
    public async Task A_gap_that_Noyo_knows_of_can_be_sent_back_and_a_wider_one_cannot()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, One().Enroll(Dental, "2023-01-01", "2023-12-31"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, One().Enroll(Dental, "2024-09-01"));
        var calculated = await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");
        calculated["coverages"]!.AsArray().Count.ShouldBe(2);

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, calculated.DeepClone());
        calculated["coverages"]![0]!["enrolled_members"]![0]!["effective_end_date"] = "2023-11-30";
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, calculated);

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe("$.coverages[1].enrolled_members[0].effective_start_date");
    }

    [Fact]
    public async Task A_period_within_an_earlier_one_of_its_plan_makes_no_gap()
    {
        var body = One().Enroll(Dental, "2024-01-01", "2024-12-31").Enroll(Dental, "2024-02-01", "2024-02-29").Enroll(Dental, "2025-01-01");

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, body);

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe("$.coverages[1].enrolled_members[0]");
    }

    [Fact]
    public async Task A_member_is_in_a_coverage_once_also_where_only_linking_tells()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, One());
        var body = One().ByCustomIdAlone(1).Enroll(Dental, "2024-01-01", "2024-06-30");
        body["coverages"]![0]!["enrolled_members"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["individual_type"] = "employee",
            ["individual_id"] = FamilyBody.Id(1),
            ["effective_start_date"] = "2024-07-01",
            ["effective_end_date"] = OpenEnd,
        });

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, body);

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe("$.coverages[0].enrolled_members[1]");
    }

    [Fact]
    public async Task A_world_in_which_a_family_came_back_after_a_gap_can_be_written_down_and_loaded()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Another().Enroll(Dental, "2024-01-01", "2024-06-30"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Another().Enroll(Dental, "2024-09-01"));
        var written = await App.GetAsync("/_emulator/seed");
        written["families"]![0]!["snapshot"]!["coverages"]!.AsArray().Count.ShouldBe(2);

        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/seed", written.DeepClone());

        (await App.GetAsync("/_emulator/seed")).ToText().ShouldBe(written.ToText());
    }

    /// <summary>A family that no other test knows: the seed that it becomes a part of stays.</summary>
    private static JsonObject Another() => FamilyBody.Of(9);

    private static JsonObject One() => FamilyBody.Of(1, dependents: 1);

    private static JsonObject Twice(JsonObject ids)
    {
        var body = One().Enroll(Dental, "2024-01-01", "2024-06-30");
        ids["individual_type"] = "employee";
        ids["effective_start_date"] = "2024-07-01";
        ids["effective_end_date"] = OpenEnd;
        body["coverages"]![0]!["enrolled_members"]!.AsArray().Add((JsonNode)ids);
        return body;
    }

    private static JsonObject Cobra(string end = "2026-02-28") => new()
    {
        ["cobra_enrolled"] = true,
        ["eligibility_start_date"] = "2024-09-01",
        ["eligibility_end_date"] = end,
    };

    private async Task ShouldRefuseAsync(string path, JsonObject body, string field, string predicate, string part)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, path, body);

        var failure = error["errors"]!.AsArray().ShouldHaveSingleItem()!;
        failure.Text("field").ShouldBe($"$.{part}{field}");
        failure.Text("message").ShouldBe($"{part}{field} {predicate.Replace("@", part)}");
        error.Text("message").ShouldBe(failure.Text("message"));
    }
}
