using System.Text.Json.Nodes;
using NoyoEmulator.Carriers;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Behaviors that an employee's classifications choose.</summary>
public sealed class NamedBehaviorTests(FrozenWorld world) : FrozenWorldTests(world)
{
    /// <summary>What each behavior ends in: the status at the carrier, and the differences that are open two weeks later.</summary>
    private static readonly Dictionary<string, (string Status, string Differences)> Outcomes = new(StringComparer.Ordinal)
    {
        ["accept"] = ("sent", ""),
        ["first_of_next_month"] = ("sent", "ie_effective_start_date"),
        ["ten_days_later"] = ("sent", "ie_effective_start_date"),
        ["reject"] = ("invalid", "missing_ie new_hire"),
        ["drop"] = ("sent", "missing_ie new_hire"),
        ["hold"] = ("processing", "missing_ie new_hire"),
        ["wrong_date_of_birth"] = ("sent", "dob"),
        ["lost_ssn"] = ("sent", "ssn"),
        ["wrong_volume"] = ("sent", "ie_volume"),
        ["wrong_plan"] = ("sent", "ie_plan"),
        ["ends_at_year_end"] = ("sent", "ie_effective_end_date"),
        ["truncate"] = ("sent", "home_address name"),
        ["uppercase"] = ("sent", ""),
        ["slow"] = ("sent", ""),
        ["manual"] = ("processing", "missing_ie new_hire"),
        ["send"] = ("sent", ""),
    };

    public static TheoryData<string> Names => [.. NamedBehavior.All.Select(named => named.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_behavior_that_the_classifications_name_ends_as_its_description_says(string name)
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Family(name));
        snapshot["warnings"]!.AsArray().ShouldBeEmpty();

        _ = await App.AdvanceAsync("P14D");

        var (status, differences) = Outcomes[name];
        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe(status);
        var open = await App.ExampleDifferencesAsync("is_open=true");
        string.Join(' ', open.Select(difference => difference.Text("difference_type")).Order()).ShouldBe(differences);
        foreach (var type in open.Select(difference => difference.Text("difference_type"))
            .Where(type => type is not ("missing_ie" or "new_hire")))
        {
            NamedBehavior.Find(name)!.Description.ShouldContain(type == "home_address" ? "address" : type);
        }
    }

    [Fact]
    public async Task The_catalogue_lists_every_behavior_with_what_it_consists_of()
    {
        var list = await App.GetAsync("/_emulator/behaviors?page_size=100");

        list["response"]!.AsArray().Select(named => named!.Text("name")).ShouldBe(NamedBehavior.All.Select(named => named.Name));
        list["response"]!.AsArray().ShouldAllBe(named => named!.Text("description").Length > 0);
        // Each can be given to a carrier as it is listed.
        foreach (var named in list["response"]!.AsArray())
            _ = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, named!["behavior"]!.DeepClone().AsObject());
    }

    [Fact]
    public async Task The_employees_choice_goes_before_the_carriers_habits_and_is_nobody_elses()
    {
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, WorldIntents.Rule("drop"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Family("accept"));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).Enroll(Offer.Life, "2024-09-15"));

        _ = await App.AdvanceAsync("P1D");

        (await App.ExampleDifferencesAsync("is_open=true")).Select(difference => difference.Text("employee_id")).Distinct()
            .ShouldBe([FamilyBody.Id(2)]);
    }

    [Fact]
    public async Task A_name_that_is_none_is_ignored_with_a_warning()
    {
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, Family("rejekt"));

        snapshot["warnings"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>()
            .ShouldBe(
                "classifications.NoyoEmulator names no behavior of the emulator: rejekt; it is ignored. GET /_emulator/behaviors lists "
                + "them.");
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(snapshot.Id())).Text("status").ShouldBe("completed");
    }

    private static JsonObject Family(string behavior)
    {
        var family = FamilyBody.Of(1).Enroll(Offer.Life, "2024-09-15", volume: 50000);
        family["employee"]!["classifications"] = new JsonObject { ["NoyoEmulator"] = behavior, ["location"] = "west" };
        family["employee"]!["person"]!["ssn"] = "123456789";
        family["employee"]!["person"]!["last_name"] = "Featherstone";
        family["employee"]!["person"]!["home_address"]!["street_one"] = "100 Longest Street";
        return family;
    }
}
