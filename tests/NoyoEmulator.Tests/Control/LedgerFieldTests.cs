using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.Control;

/// <summary>What the entries of a ledger say beside their sentence.</summary>
public sealed class LedgerFieldTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_delivery_says_what_was_sent_to_whom_and_how_it_ended()
    {
        await using var receiver = await RecordingReceiver.StartAsync(503);
        var id = (await App.SubscribeAsync(receiver.Url))["id"]!.GetValue<string>();
        var test = await App.TestSubscriptionAsync(id);
        _ = await App.DrainAsync();
        receiver.Answer = (_, _) => Task.FromResult(204);

        var entry = (await App.AdvanceAsync("PT5S"))["fired"]!.AsArray().ShouldHaveSingleItem()!.AsObject();

        entry.ToJsonString().ShouldBe(new JsonObject
        {
            ["at"] = "2024-08-20T12:00:05+00:00",
            ["kind"] = "delivery",
            ["id"] = test["delivery_id"]!.GetValue<string>(),
            ["summary"] = "attempt 2 succeeded with 204",
            ["event_id"] = test["event_id"]!.GetValue<string>(),
            ["event_type"] = "test.hello_world",
            ["object_id"] = id,
            ["subscription_id"] = id,
            ["attempt"] = 2,
            ["status"] = "succeeded",
            ["response_status"] = 204,
        }.ToJsonString());
    }

    [Fact]
    public async Task A_delivery_that_was_not_answered_has_no_status_of_an_answer()
    {
        _ = await App.SubscribeAsync("http://127.0.0.1:9/");
        _ = await App.TestSubscriptionAsync("latest");

        var entry = (await App.AdvanceAsync("PT1S"))["fired"]!.AsArray().ShouldHaveSingleItem()!;

        entry["status"]!.GetValue<string>().ShouldBe("pending");
        entry["attempt"]!.GetValue<int>().ShouldBe(1);
        entry["response_status"].ShouldBeNull();
    }

    [Fact]
    public async Task A_step_says_what_it_is_about_and_what_it_made_of_differences()
    {
        var snapshot = await App.PostGuideAsync();

        var entries = (await App.AdvanceAsync("P2D"))["fired"]!.AsArray();

        entries.Select(entry => entry!["kind"]!.GetValue<string>()).ShouldBe(["submit", "process", "confirm", "confirm"]);
        entries.ShouldAllBe(entry => entry!["snapshot_id"]!.GetValue<string>() == snapshot["id"]!.GetValue<string>()
            && entry["employee_id"]!.GetValue<string>() == "a9c01d76-019c-4c44-b414-a832246c014d"
            && entry["group_id"]!.GetValue<string>() == Defaults.GuideGroup
            && entry["carrier_id"]!.GetValue<string>() == "2d370e0e-fd73-45e0-8828-796d2cacaeef"
            && entry["event_type"] == null);
        entries[0]!["resolved"].ShouldBeNull();
        var confirm = entries[2]!;
        confirm["summary"]!.GetValue<string>().ShouldEndWith(
            $"{confirm["resolved"]} resolved, {confirm["created"]} new, {confirm["raised"]} discrepancy, {confirm["pending"]} pending");
        confirm["resolved"]!.GetValue<int>().ShouldBe(1);
    }
}
