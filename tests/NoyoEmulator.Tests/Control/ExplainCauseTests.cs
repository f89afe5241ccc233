using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;
using NoyoEmulator.Tests.Workflows;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Control;

/// <summary>What brought about what, in the story of one object.</summary>
public sealed class ExplainCauseTests(FrozenWorld world) : FrozenWorldTests(world)
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(201, 4)];

    [Fact]
    public async Task The_guides_story_is_a_tree_that_begins_with_the_request()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await App.SubscribeAsync(receiver.Url, events: ["difference.discrepancy"]);
        var snapshot = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");

        Tree(await ExplainAsync(snapshot.Id())).ShouldBe(
        [
            "0 request",
            "1 snapshot <- 0",
            "2 difference missing_ie found <- 1",
            "3 event difference.created <- 2",
            "4 submit <- 1",
            "5 process <- 4",
            "6 confirm <- 5",
            "7 difference missing_ie resolved <- 6",
            "8 difference ie_effective_start_date discrepancy <- 6",
            "9 event difference.resolved <- 7",
            "10 event difference.created <- 8",
            "11 event difference.discrepancy <- 8",
            "12 event member_snapshot.status_change <- 6",
            "13 event member_snapshot_carrier_fulfillment_status.status_change <- 6",
            "14 attempt 1 succeeded <- 11",
        ]);
    }

    [Fact]
    public async Task An_entry_says_in_fields_what_it_is_about()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        var subscription = await App.SubscribeAsync(receiver.Url, events: ["difference.discrepancy"]);
        var snapshot = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");

        var entries = await ExplainAsync(snapshot.Id());

        FieldsOf(entries[0]).ShouldBe($$"""{"response_status":201,"method":"POST","path":"/api/v1/groups/{{Defaults.GuideGroup}}/member_snapshots"}""");
        FieldsOf(entries[1]).ShouldBe($$"""{"caused_by":0,"group_id":"{{Defaults.GuideGroup}}","employee_id":"{{Defaults.GuideEmployee}}"}""");
        var step = $"\"carrier_id\":\"{Defaults.ShiftingCarrier}\",\"group_id\":\"{Defaults.GuideGroup}\",\"employee_id\":\"{Defaults.GuideEmployee}\",\"snapshot_id\":\"{snapshot.Id()}\"";
        FieldsOf(entries[2]).ShouldBe($$"""{"caused_by":1,{{step}},"difference_type":"missing_ie","outcome":"found"}""");
        FieldsOf(entries[4]).ShouldBe($$"""{"caused_by":1,{{step}}}""");
        FieldsOf(entries[6]).ShouldBe($$"""{"caused_by":5,{{step}}}""");
        FieldsOf(entries[11]).ShouldBe($$"""{"caused_by":8,"event_type":"difference.discrepancy","object_id":"{{entries[8].Id()}}"}""");
        FieldsOf(entries[14]).ShouldBe(
            $$"""{"caused_by":11,"event_id":"{{entries[11].Id()}}","subscription_id":"{{subscription.Id()}}","attempt":1,"status":"succeeded","response_status":200}""");
    }

    [Fact]
    public async Task Of_two_carriers_at_one_instant_each_has_what_it_brought_about()
    {
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Vision, "2024-09-02"));
        _ = await App.AdvanceAsync("PT1H");

        var entries = await ExplainAsync(snapshot.Id());

        foreach (var carrier in new[] { Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
        {
            var own = entries.Where(entry => (string?)entry["carrier_id"] == carrier).ToList();
            own.Select(entry => entry.Text("kind")).Distinct().Order().ShouldBe(["confirm", "difference", "process", "submit"]);
            own.Select(entry => entries[(int)entry.Number("caused_by")!]).Where(cause => cause.Text("kind") != "snapshot").ShouldAllBe(cause => cause.Text("carrier_id") == carrier);
            own.Where(entry => entry.Text("kind") == "difference" && entry.Text("outcome") != "found").ShouldAllBe(entry => entries[(int)entry.Number("caused_by")!].Text("kind") == "confirm");
        }

        var confirms = entries.Index().Where(entry => entry.Item.Text("kind") == "confirm").Select(entry => (long?)entry.Index).ToList();
        entries.Where(entry => entry.Text("kind") == "confirm").Select(entry => entry.Text("at")).Distinct().ShouldHaveSingleItem();
        CausesOf("member_snapshot_carrier_fulfillment_status.status_change").ShouldBe(confirms);
        CausesOf("member_snapshot.status_change").ShouldBe([confirms[^1]]);

        IEnumerable<long?> CausesOf(string type) => entries.Where(entry => (string?)entry["event_type"] == type).Select(entry => entry.Number("caused_by"));
    }

    [Fact]
    public async Task A_transactions_story_leaves_to_the_other_carrier_what_that_brought_about()
    {
        var snapshot = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Vision, "2024-09-01"));
        _ = await App.AdvanceAsync("PT1H");
        var transactions = (await App.AllAsync("/fulfillment/api/v1/member_transactions")).Where(it => it.Text("member_request_id") == snapshot.Id()).ToList();

        transactions.Count.ShouldBe(2);
        foreach (var transaction in transactions)
        {
            var entries = await ExplainAsync(transaction.Id());
            var ofCarriers = entries.Where(entry => (string?)entry["event_type"] == "member_snapshot_carrier_fulfillment_status.status_change").ToList();
            ofCarriers.Count.ShouldBe(2);
            ofCarriers.Count(entry => entry["caused_by"] is not null).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Each_attempt_hangs_on_its_event()
    {
        await using var receiver = await RecordingReceiver.StartAsync(status: 503);
        _ = await App.SubscribeAsync(receiver.Url, events: ["difference.created"]);
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        _ = await App.DrainAsync();
        receiver.Answer = (_, _) => Task.FromResult(204);
        _ = await App.AdvanceAsync("PT1M");

        var entries = await ExplainAsync(snapshot.Id());

        var attempts = entries.Where(entry => entry.Text("kind") == "attempt").ToList();
        attempts.Select(entry => $"{entry.Number("attempt")} {entry.Text("status")} {entry.Number("response_status")}")
            .ShouldBe(["1 failed 503", "1 failed 503", "2 succeeded 204", "2 succeeded 204"]);
        attempts.ShouldAllBe(entry => entries[(int)entry.Number("caused_by")!].Id() == entry.Text("event_id"));
        attempts.Select(entry => entry.Text("event_id")).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task What_people_do_to_a_difference_hangs_on_their_request()
    {
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");
        var difference = (await App.DifferencesAsync("type=ie_effective_start_date"))[0].Id();
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/assign", new JsonObject { ["assignee_id"] = "somebody" });
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/dismiss");
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/dismiss");
        _ = await App.DoAsync(HttpMethod.Put, "/tracking/api/v1/differences/reopen", new JsonObject { ["ids"] = new JsonArray(difference) });

        var entries = await ExplainAsync(difference);

        var byHand = entries.Where(entry => entry.Text("kind") == "difference" && entry["outcome"] is null).ToList();
        byHand.Select(entry => $"{entry.Text("summary")} {entries[(int)entry.Number("caused_by")!].Text("path").Split('/')[^1]}")
            .ShouldBe(["assigned assign", "dismissed dismiss", "reopened reopen"]);
        byHand.ShouldAllBe(entry => entry.Text("carrier_id") == Defaults.ShiftingCarrier && entry.Text("difference_type") == "ie_effective_start_date");
        // The second one dismissed nothing.
        entries.Index().Where(entry => entry.Item.Text("kind") == "request" && entry.Item.Text("path").EndsWith("/dismiss", StringComparison.Ordinal))
            .Select(entry => entries.Count(other => other.Number("caused_by") == entry.Index)).ShouldBe([1, 0]);

        await using var without = new EmulatorApp(("Emulator:JournalCapacity", "0"));
        _ = await without.PostGuideAsync();
        _ = await without.DrainAsync();
        var other = (await without.DifferencesAsync("type=missing_ie"))[0].Id();
        _ = await without.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{other}/dismiss");
        Tree(await ExplainAsync(other, without)).ShouldBe(["0 difference missing_ie found", "1 event difference.created <- 0", "2 difference missing_ie"]);
    }

    [Fact]
    public async Task A_difference_that_a_sync_finds_hangs_on_the_sync_and_not_on_the_change_of_the_record()
    {
        _ = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.GuideEmployee, JsonNode.Parse("""{"person": {"last_name": "Kornwall"}}""")!);
        _ = await App.AdvanceAsync("P1D");
        _ = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.GuideEmployee, JsonNode.Parse("""{"person": {"last_name": "Cornwall"}}""")!);
        _ = await App.SyncAsync(Defaults.ShiftingCarrier);

        var entries = await ExplainAsync(Defaults.GuideEmployee);

        var story = entries.Index().Where(entry => DateTimeOffset.Parse(entry.Item.Text("at")).ToUnixTimeSeconds() >= StartSeconds).ToList();
        var first = story[0].Index;
        story.Select(entry => Line(entry.Index - first, entry.Item, first)).ShouldBe(
        [
            "0 record",
            "1 sync",
            "2 difference name discrepancy <- 1",
            "3 event difference.created <- 2",
            "4 event difference.discrepancy <- 2",
            "5 record",
            "6 sync",
            "7 difference name resolved <- 6",
            "8 event difference.resolved <- 7",
        ]);
        story.Where(entry => entry.Item.Text("kind") is "record" or "sync").ShouldAllBe(entry => entry.Item.Text("carrier_id") == Defaults.ShiftingCarrier);
        story.Where(entry => entry.Item.Text("kind") == "record").ShouldAllBe(entry => entry.Item.Text("employee_id") == Defaults.GuideEmployee);
        story[6].Item.Text("summary").ShouldBe($"all groups with carrier {Defaults.ShiftingCarrier}, by hand: 1 resolved, 0 new, 0 discrepancies, 0 pending");
    }

    [Fact]
    public async Task What_a_newer_snapshot_takes_over_hangs_on_that()
    {
        var older = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT2S");
        var newer = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");

        var entries = await ExplainAsync(Defaults.GuideEmployee);

        var replaced = entries.Where(entry => entry.Text("kind") == "event" && entry.Text("object_id") == older.Id()).ToList();
        replaced.Count.ShouldBe(2);
        replaced.ShouldAllBe(entry => entries[(int)entry.Number("caused_by")!].Id() == newer.Id());
        // The newer one is no part of the older one's story.
        (await ExplainAsync(older.Id())).Where(entry => entry.Text("kind") == "event" && entry.Text("object_id") == older.Id()).ShouldAllBe(entry => entry["caused_by"] == null);
    }

    [Fact]
    public async Task A_snapshot_that_begins_as_submitted_comes_to_processing_by_its_first_hand_over()
    {
        await using var app = new EmulatorApp(("Noyo:InitialSnapshotStatus", "submitted"));
        _ = await app.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("No")));
        var snapshot = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-09-01"));
        _ = await app.AdvanceAsync("PT1H");

        Tree(await ExplainAsync(snapshot.Id(), app)).Where(line => line.Contains("submit") || line.Contains("process") || line.Contains("status_change")).ShouldBe(
        [
            "6 submit <- 1",
            "7 event member_snapshot.status_change <- 6",
            "8 process <- 6",
            "9 event member_snapshot.status_change <- 8",
            "10 event member_snapshot_carrier_fulfillment_status.status_change <- 8",
        ]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_happens_causes_come_first_and_a_familys_story_has_them_all(int seed)
    {
        var history = new RandomHistory(seed, App);
        await history.RunAsync(40);

        foreach (var snapshot in history.Posted)
            ShouldBeInOrder(await ExplainAsync(snapshot.Id()));
        foreach (var transaction in await App.AllAsync("/fulfillment/api/v1/member_transactions"))
            ShouldBeInOrder(await ExplainAsync(transaction.Id()));
        foreach (var id in new[] { Defaults.ExampleGroup, Defaults.AcceptingCarrier, Defaults.ShiftingCarrier })
            ShouldBeInOrder(await ExplainAsync(id));
        foreach (var employee in history.Posted.Select(snapshot => snapshot.Text("employee_id")).Distinct())
        {
            var entries = await ExplainAsync(employee);
            ShouldBeInOrder(entries);
            entries.Where(entry => entry["caused_by"] is null).Select(entry => entry.Text("kind")).Distinct().Except(["request", "record", "sync"])
                .ShouldBeEmpty($"seed {seed}");
            foreach (var seen in entries.Where(entry => entry.Text("kind") == "difference"))
            {
                var cause = entries[(int)seen.Number("caused_by")!];
                cause.Text("at").ShouldBe(seen.Text("at"));
                ((string?)cause["carrier_id"] ?? seen.Text("carrier_id")).ShouldBe(seen.Text("carrier_id"));
                (cause.Text("kind") == "snapshot" ? cause.Id() : (string?)cause["snapshot_id"]).ShouldBe((string?)seen["snapshot_id"]);
            }
        }

        void ShouldBeInOrder(IReadOnlyList<JsonNode> entries)
        {
            foreach (var (place, entry) in entries.Index())
                (entry.Number("caused_by") ?? -1).ShouldBeInRange(-1, place - 1, $"seed {seed}: {entry.ToText()}");
            entries.Select(entry => (DateTimeOffset.Parse(entry.Text("at")), DateTimeOffset.Parse(entry.Text("real_at")))).ShouldBeInOrder();
        }
    }

    private static IReadOnlyList<string> Tree(IReadOnlyList<JsonNode> entries) => [.. entries.Index().Select(entry => Line(entry.Index, entry.Item, first: 0))];

    /// <summary>The place of an entry, what it is, and the place of its cause.</summary>
    private static string Line(int place, JsonNode entry, int first)
    {
        var what = entry.Text("kind") switch
        {
            "difference" => $"difference {entry.Text("difference_type")} {(string?)entry["outcome"]}".TrimEnd(),
            "event" => $"event {entry.Text("event_type")}",
            "attempt" => $"attempt {entry.Number("attempt")} {entry.Text("status")}",
            var kind => kind,
        };
        return $"{place} {what}" + (entry.Number("caused_by") is { } cause ? $" <- {cause - first}" : "");
    }

    /// <summary>What an entry has beside what every entry has.</summary>
    private static string FieldsOf(JsonNode entry)
    {
        var fields = entry.DeepClone().AsObject();
        foreach (var name in new[] { "at", "real_at", "kind", "id", "summary" })
            _ = fields.Remove(name);
        return fields.ToText();
    }

    private async Task<IReadOnlyList<JsonNode>> ExplainAsync(string id, EmulatorApp? app = null) =>
        [.. (await (app ?? App).GetAsync($"/_emulator/explain/{id}"))["entries"]!.AsArray().Select(entry => entry!)];
}
