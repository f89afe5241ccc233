using System.Text.Json.Nodes;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>Making things happen by their names.</summary>
public sealed class TriggerVerbTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_discrepancy_needs_no_more_than_its_name()
    {
        var result = await ToolBench.PipeAsync(App, "trigger", "Discrepancy");

        result.Code.ShouldBe(0, result.Error);
        var difference = result.Out.Split('\n').Single(line => line.StartsWith("raised\t", StringComparison.Ordinal)).Split('\t')[1];
        var found = (await App.GetAsync("/tracking/api/v1/differences?is_discrepancy=true"))["response"]!.AsArray()
            .Single(one => one!.Id() == difference)!;
        found["fields"]![0]!["carrier_value"]!.GetValue<string>().ShouldBe("Discrepancy");
        (await ToolBench.PipeAsync(App, "trigger", "discrepancy")).Error.ShouldBe(
            "The record is changed, and no new discrepancy came of it: what differs must differ from what the platform sent.\n");
    }

    [Fact]
    public async Task A_discrepancy_is_about_the_member_and_the_field_that_are_named()
    {
        var individual = (await App.GetAsync($"/_emulator/carriers/{Defaults.AcceptingCarrier}/records?page_size=1&offset=3"))["response"]![0]!["individual_id"]!.GetValue<string>();

        var result = await ToolBench.PipeAsync(
            App, "trigger", "discrepancy", "carrier=harbor mutual", $"individual={individual}", "field=person.date_of_birth", "value=1950-05-05");

        result.Out.ShouldStartWith($"carrier\t{Defaults.AcceptingCarrier}\nindividual\t{individual}\n");
        var record = await App.GetAsync($"/_emulator/carriers/{Defaults.AcceptingCarrier}/records/{individual}");
        record["person"]!["date_of_birth"]!.GetValue<string>().ShouldBe("1950-05-05");
        (await ToolBench.PipeAsync(App, "trigger", "discrepancy", "person=x")).ShouldBe(new ToolResult(
            2, "", "discrepancy has no key person; it has carrier, individual, field and value. noyo-emulator trigger --list shows all.\n"));
    }

    [Fact]
    public async Task A_webhook_is_sent_to_the_newest_subscription()
    {
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", JsonNode.Parse("""{"inbox": "orders", "secret": "s"}"""));

        (await ToolBench.PipeAsync(App, "trigger", "webhook")).Out.ShouldStartWith("event id\t");
        (await ToolBench.PipeAsync(App, "trigger", "drain")).Out.ShouldStartWith("idle\tTrue\n");

        (await App.GetAsync("/_emulator/inbox/orders/messages"))["response"]![0]!["type"]!.GetValue<string>().ShouldBe("test.hello_world");
    }

    [Fact]
    public async Task Fields_go_to_the_emulator_as_numbers_texts_and_names_without_their_ending()
    {
        (await ToolBench.PipeAsync(App, "trigger", "fault", "operation=getDifferenceList", "STATUS=503", "times=2", "--json")).Out
            .ShouldContain("\"operation\":\"getDifferenceList\",\"status\":503,\"times\":2");
        (await ToolBench.PipeAsync(App, "trigger", "sync", $"carrier={Defaults.AcceptingCarrier}", $"group={Defaults.ExampleGroup}")).Code.ShouldBe(0);
        (await ToolBench.PipeAsync(App, "trigger", "sync", $"carrier={Defaults.AcceptingCarrier}", "group=nobody")).Error.ShouldContain("group_id");
        (await ToolBench.PipeAsync(App, "trigger", "sync", $"carrier={Defaults.AcceptingCarrier}", "color=red")).Error.ShouldContain("color");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/faults");
    }

    [Theory]
    [InlineData("What is to happen?", ExitCode.WrongUsage)]
    [InlineData("There is no trigger snyc. Did you mean sync?", ExitCode.WrongUsage, "snyc")]
    [InlineData("sync needs carrier=….", ExitCode.WrongUsage, "sync")]
    [InlineData("\"harbor\" is no key with its value: write it as key=value.", ExitCode.WrongUsage, "sync", "harbor")]
    public async Task What_cannot_be_meant_is_refused_with_a_hint(string problem, int code, params string[] args) =>
        (await ToolBench.PipeAsync(App, ["trigger", .. args])).ShouldBe(new ToolResult(code, "", $"{problem} noyo-emulator trigger --list shows all.\n"));

    [Fact]
    public async Task A_carrier_that_nobody_knows_is_answered_with_those_there_are() =>
        (await ToolBench.PipeAsync(App, "trigger", "sync", "carrier=Nobody")).Error
            .ShouldBe("No carrier has the id or the name Nobody; there are: Harbor Mutual, Lantern Vision, Northgate Life.\n");

    /// <summary>Each is a call that there is: a name for nothing would be found out by its first user.</summary>
    [Fact]
    public async Task Every_trigger_is_a_call_of_the_control_plane()
    {
        var calls = (await App.GetAsync("/_emulator"))["calls"]!.AsArray().Where(call => call!["method"]!.GetValue<string>() == "POST")
            .Select(call => call!["path"]!.GetValue<string>().Replace("_id}", "}", StringComparison.Ordinal)).ToList();

        Trigger.All.Where(trigger => trigger.Name != Trigger.Discrepancy).Select(trigger => "/_emulator/" + trigger.Path)
            .Where(path => !calls.Contains(path)).ShouldBeEmpty();
        var list = await ToolBench.PipeAsync(App, "trigger", "--list");
        list.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', '\t')[0]).ShouldBe(Trigger.All.Select(trigger => trigger.Name));
        JsonNode.Parse((await ToolBench.PipeAsync(App, "trigger", "--list", "--json")).Out)!.AsArray().Count.ShouldBe(Trigger.All.Count);
    }
}
