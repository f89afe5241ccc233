using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world in which plans have types, and one group has no completed connection.</summary>
public sealed class PlanTypeWorld : IAsyncDisposable
{
    /// <summary>Its connection is being made.</summary>
    public const string ConnectingGroup = "5a0c1f3e-1c7a-4f0e-9b1e-8f5e1a2b3c4d";

    private readonly string _file = Path.GetTempFileName();

    public PlanTypeWorld()
    {
        var plans = new JsonArray(
            Plan(1, "basic-1", "basic"),
            Plan(2, "basic-2", "basic"),
            Plan(3, "voluntary", "voluntary"),
            Plan(4, "untyped-1", null),
            Plan(5, "untyped-2", null),
            Plan(6, "dental-basic", "basic", "dental"),
            Plan(7, "dental-voluntary", "voluntary", "dental"),
            Plan(8, "savings", "hsa", "health_fund"),
            Plan(9, "dependent-care", "dca", "health_fund"));
        var seed = new JsonObject
        {
            ["organization_id"] = "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c",
            ["carriers"] = new JsonArray(new JsonObject { ["id"] = Defaults.AcceptingCarrier, ["display_name"] = "Harbor Mutual" }),
            ["groups"] = new JsonArray(
                Group(Defaults.ExampleGroup, "completed", plans), Group(ConnectingGroup, "waiting_on_carrier", new JsonArray())),
        };
        File.WriteAllText(_file, seed.ToJsonString());
        App = new EmulatorApp(("Emulator:SeedFile", _file));
    }

    public EmulatorApp App { get; }

    /// <summary>The life plan of that name.</summary>
    internal static Offer Life(string name) => new("life", Defaults.AcceptingCarrier, null, name);

    /// <summary>The id of the plan with that number.</summary>
    internal static string PlanId(int number) => $"00000000-0000-4000-8000-{number:x12}";

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        File.Delete(_file);
    }

    private static JsonObject Group(string id, string connection, JsonArray plans) => new()
    {
        ["id"] = id,
        ["name"] = $"Group {id[..4]}",
        ["connections"] = new JsonArray(new JsonObject { ["carrier_id"] = Defaults.AcceptingCarrier, ["status"] = connection }),
        ["plans"] = plans,
    };

    private static JsonObject Plan(int number, string name, string? type, string line = "life")
    {
        var plan = new JsonObject
        {
            ["id"] = PlanId(number),
            ["carrier_id"] = Defaults.AcceptingCarrier,
            ["line_of_coverage"] = line,
            ["name"] = name,
        };
        if (type is not null)
            plan["plan_type"] = type;
        return plan;
    }
}

/// <summary>When another plan takes the place of one that a snapshot leaves out. The world's day is 2024-08-20.</summary>
public sealed class PlanSwitchTests(PlanTypeWorld world) : IClassFixture<PlanTypeWorld>, IAsyncLifetime
{
    private EmulatorApp App { get; } = world.App;

    public async ValueTask InitializeAsync() => _ = await App.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("basic-1", "basic-2", true)]
    [InlineData("basic-1", "voluntary", false)]
    [InlineData("basic-1", "untyped-1", false)]
    [InlineData("untyped-1", "untyped-2", true)]
    public async Task Outside_of_medical_dental_and_vision_only_plans_of_one_type_switch(string from, string to, bool isSwitch)
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(PlanTypeWorld.Life(from), "2024-01-01", volume: 1_000));
        await ShouldSwitchAsync(FamilyBody.Of(1).Enroll(PlanTypeWorld.Life(to), "2024-09-01", volume: 1_000), isSwitch);
    }

    [Theory]
    [InlineData("2024-12-31", "2025-06-30", true)]
    [InlineData("2025-01-01", "2025-06-30", false)]
    [InlineData("2024-09-01", "2024-08-31", false)]
    [InlineData("2024-02-01", "2024-08-19", false)]
    [InlineData("2024-02-01", "2024-08-20", true)]
    public async Task The_periods_must_share_a_day_and_the_new_coverage_must_be_active(string start, string end, bool isSwitch)
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Old, "2024-01-01", "2024-12-31"));

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(New, start, end));

        var plans = snapshot["member_snapshot"]!["coverages"]!.AsArray().Select(coverage => coverage!.Text("plan_name"));
        plans.ShouldBe(isSwitch ? [New.PlanName, Old.PlanName] : [New.PlanName]);
    }

    [Fact]
    public async Task Another_line_or_another_member_takes_no_place()
    {
        await EnrolledAsync(FamilyBody.Of(1, dependents: 1).Enroll(Old, "2024-01-01"));

        await ShouldSwitchAsync(FamilyBody.Of(1, dependents: 1).Enroll(New with { Line = "vision" }, "2024-09-01"), false);
        await ShouldSwitchAsync(FamilyBody.Of(1, dependents: 1).Enroll(New, "2024-09-01", position: 2), false);
        await ShouldSwitchAsync(
            FamilyBody.Of(1, dependents: 1).Enroll(New, "2024-09-01", "2024-09-30").Enroll(New with { PlanName = "A third" }, "2024-10-01"), false);
    }

    [Theory]
    [InlineData("continue")]
    [InlineData("terminate")]
    public async Task A_switch_comes_before_the_policy(string policy)
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Old, "2024-01-01").Enroll(Old with { Line = "vision" }, "2024-01-01"));
        var handling = new JsonObject { ["policy"] = policy, ["termination_rule"] = "end_of_prior_month" };

        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(New, "2024-10-01").With("omitted_coverage_handling", handling));

        EndOf(snapshot, "dental", Old.PlanName).ShouldBe("2024-09-30");
        EndOf(snapshot, "vision", Old.PlanName).ShouldBe(policy == "continue" ? OpenEnd : "2024-07-31");
        snapshot["warnings"]!.AsArray().Count.ShouldBe(policy == "continue" ? 1 : 0);
    }

    [Fact]
    public async Task Terminating_what_is_left_out_lets_no_coverage_last_longer_than_it_would_have()
    {
        await EnrolledAsync(FamilyBody.Of(1).Enroll(Old, "2024-01-01", "2024-09-15").Enroll(Old with { Line = "vision" }, "2024-01-01"));
        var handling = new JsonObject
        {
            ["policy"] = "terminate",
            ["termination_rule"] = "custom",
            ["custom"] = new JsonObject { ["effective_end_date"] = "2024-12-31" },
        };

        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(New with { Line = "medical" }, "2024-01-01")
                .With("omitted_coverage_handling", handling));

        snapshot["member_snapshot"]!["coverages"]!.AsArray().Select(coverage => coverage!.Text("line_of_coverage")).ShouldBe(["medical", "vision"]);
        var calculated = await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");
        EndOf(new JsonObject { ["member_snapshot"] = calculated.DeepClone() }, "dental", Old.PlanName).ShouldBe("2024-09-15");
        EndOf(snapshot, "vision", Old.PlanName).ShouldBe("2024-12-31");
    }

    [Fact]
    public async Task A_group_whose_connection_is_not_completed_stores_and_completes_snapshots_and_sends_nothing()
    {
        var snapshot = await App.PostSnapshotAsync(PlanTypeWorld.ConnectingGroup, FamilyBody.Of(1).Enroll(Old, "2024-09-01"));

        snapshot.StatusAt(Defaults.AcceptingCarrier).ShouldBe("not_connected");
        snapshot["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>()
            .ShouldStartWith("The group has no completed connection to carrier");
        (await App.AdvanceAsync("P1D")).Steps().ShouldBe(["+1 complete"]);
        (await App.GetSnapshotAsync(snapshot.Text("id"))).Text("status").ShouldBe("completed");
        (await App.AllDifferencesAsync()).ShouldBeEmpty();
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).ShouldBeEmpty();
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot"))["coverages"]!.AsArray().ShouldBeEmpty();
    }

    private static Offer Old => new("dental", Defaults.AcceptingCarrier, null, "The old plan");

    private static Offer New => Old with { PlanName = "The new plan" };

    private static string? EndOf(JsonNode snapshot, string line, string planName) => snapshot["member_snapshot"]!["coverages"]!.AsArray()
        .Single(coverage => coverage!.Text("line_of_coverage") == line
            && coverage!.Text("plan_name") == planName)!["enrolled_members"]![0]!.Text("effective_end_date");

    private async Task EnrolledAsync(JsonObject body)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
        (await App.AllDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    /// <summary>Where no switch is inferred, what is left out is refused.</summary>
    private async Task ShouldSwitchAsync(JsonObject body, bool isSwitch)
    {
        var (status, text) = await App.PostSnapshotTextAsync(Defaults.ExampleGroup, body.ToJsonString());
        status.ShouldBe(isSwitch ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity);
        if (!isSwitch)
            text.ShouldContain("This snapshot is missing the following active coverages");
    }
}
