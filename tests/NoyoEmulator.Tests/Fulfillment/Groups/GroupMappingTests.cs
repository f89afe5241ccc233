using System.Net;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Fulfillment.Groups;

/// <summary>What Noyo's own pages read of a group to map the platform's words onto a carrier's, over the default data.</summary>
public sealed class GroupMappingTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Group = "a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e";
    private const string Carrier = "2d370e0e-fd73-45e0-8828-796d2cacaeef";
    private const string OtherCarrier = "4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1";
    private const string VisionPlan = "9302a1db-bed5-4be6-96f5-c51371cc96a3";
    private const string Path = $"/fulfillment/ui/v1/groups/{Group}";

    [Fact]
    public async Task The_plans_of_a_line_at_the_carrier_can_be_mapped()
    {
        var answer = await App.GetAsync($"{Path}/mappable_fields?carrier_id={Carrier}");

        var vision = answer["response"]!.AsArray().Single(field => field!["mapped_field"]!.Text("object_name") == "group_vision_plan")!;
        vision["mapped_field"]!.Text("mapping_type").ShouldBe("plan");
        vision["mapped_field"]!.Text("carrier_id").ShouldBe(Carrier);
        vision["configurable_values"]!.AsArray().Select(value => value!.Text("id")).ShouldContain(VisionPlan);
        answer["meta"]!["total_records"]!.GetValue<int>().ShouldBe(answer["response"]!.AsArray().Count);
        var explained = await App.GetAsync($"/_emulator/explain/{vision["mapped_field"]!.Text("id")}");
        explained.Text("kind").ShouldBe("mapped_field");
    }

    [Fact]
    public async Task A_mapping_names_the_plans_of_the_carrier_that_is_asked_for_and_no_other()
    {
        var here = (await App.GetAsync($"{Path}/platform_mapping?carrier_id={Carrier}"))["platform_account_structure"]!["account_structure"]!["plans"]!;
        var there = (await App.GetAsync($"{Path}/platform_mapping?carrier_id={OtherCarrier}"))["platform_account_structure"]!["account_structure"]!["plans"]!;

        here["group_vision_plans"]!.AsArray().Count.ShouldBeGreaterThan(0);
        here.ToText().ShouldNotBe(there.ToText());
    }

    [Fact]
    public async Task The_structure_of_a_group_has_its_plans()
    {
        var structure = await App.GetAsync($"{Path}/platform_group_structure");

        structure.Text("group_id").ShouldBe(Group);
        structure["structure"]!["plans"]!.AsArray().Select(plan => plan!.Text("id")).ShouldContain(VisionPlan);
    }

    [Theory]
    [InlineData("mappable_fields")]
    [InlineData("platform_mapping")]
    public async Task What_is_no_carrier_id_is_refused_with_its_name(string read)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}/{read}?carrier_id=vision");

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe("carrier_id");
    }

    [Fact]
    public async Task Without_a_carrier_the_fields_of_all_are_listed()
    {
        var all = (await App.GetAsync($"{Path}/mappable_fields?page_size=100"))["response"]!.AsArray();

        all.Select(field => field!["mapped_field"]!.Text("carrier_id")).Distinct(StringComparer.Ordinal).ShouldBe([Carrier, OtherCarrier], ignoreOrder: true);
    }
}
