using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Control;

/// <summary>The story of one object, told in order.</summary>
public sealed class ExplainTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task A_snapshot_is_explained_from_its_posting_to_the_last_delivery()
    {
        await using var receiver = await RecordingReceiver.StartAsync();
        _ = await App.SubscribeAsync(receiver.Url, events: ["difference.discrepancy"]);
        var snapshot = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");

        var explained = await App.GetAsync($"/_emulator/explain/{snapshot.Id()}");

        explained.Text("kind").ShouldBe("member_snapshot");
        var transaction = (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!.Id();
        var differences = await App.DifferencesAsync($"member_snapshot_id={snapshot.Id()}");
        var missing = differences.Single(it => it.Text("difference_type") == "missing_ie").Id();
        var start = differences.Single(it => it.Text("difference_type") == "ie_effective_start_date");
        Lines(explained).ShouldBe(
        [
            $"+0 request POST /api/v1/groups/{Defaults.GuideGroup}/member_snapshots answered 201",
            $"+0 snapshot {snapshot.Id()} posted for employee {Defaults.GuideEmployee} of group {Defaults.GuideGroup}, for 1 carrier",
            $"+0 difference {missing} missing_ie of dependent {Defaults.Jade} at carrier {Defaults.ShiftingCarrier}: found (member_snapshot_sent_to_noyo)",
            $"+0 event difference.created about {missing}",
            $"+1 submit {transaction} carrier {Defaults.ShiftingCarrier} accepted it",
            $"+4 process {transaction} carrier {Defaults.ShiftingCarrier} recorded 1 of 2 members",
            $"+6 confirm {transaction} confirmation 1 at carrier {Defaults.ShiftingCarrier}: 1 resolved, 1 new, 1 discrepancy, 0 pending",
            $"+6 difference {missing} missing_ie of dependent {Defaults.Jade} at carrier {Defaults.ShiftingCarrier}: resolved (member_snapshot_confirm)",
            $"+6 difference {start.Id()} ie_effective_start_date of individual_enrollment {start.Text("object_id")} at carrier {Defaults.ShiftingCarrier}: found, and a discrepancy (member_snapshot_confirm)",
            $"+6 event difference.resolved about {missing}",
            $"+6 event difference.created about {start.Id()}",
            $"+6 event difference.discrepancy about {start.Id()}",
            $"+6 event member_snapshot.status_change about {snapshot.Id()}",
            $"+6 event member_snapshot_carrier_fulfillment_status.status_change about {snapshot.Id()}",
            $"+6 attempt attempt 1 to deliver to {receiver.Url} succeeded with 200",
        ]);
    }

    [Fact]
    public async Task The_newest_snapshot_needs_no_id_and_people_are_answered_in_lines()
    {
        _ = await App.PostGuideAsync();
        var newest = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Life, "2024-01-01"));
        (await App.GetAsync("/_emulator/explain/latest")).Id().ShouldBe(newest.Id());

        using var answer = await App.Client.GetAsync("/_emulator/explain/latest/text", TestContext.Current.CancellationToken);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
        lines[0].ShouldBe($"a member snapshot of employee {FamilyBody.Id(1)} of group {Defaults.ExampleGroup}: processing");
        lines[3].ShouldStartWith("2024-08-20 12:00:00  snapshot    posted for employee ");
    }

    [Fact]
    public async Task Without_a_snapshot_there_is_no_newest_one_to_explain()
    {
        await using var app = new EmulatorApp();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", JsonNode.Parse("""{"organization_id": "34a3ac5b-fa32-4714-b2fe-2ff5a6a3e68c"}"""));

        foreach (var path in new[] { "/_emulator/explain/latest", "/_emulator/explain/latest/text" })
        {
            (await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path)).Text("message")
                .ShouldBe("The world default has no member snapshot yet: post one, or give any id that one of its answers has");
        }
    }

    [Fact]
    public async Task An_employee_is_explained_by_all_snapshots_and_a_transaction_by_its_own()
    {
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT2S");
        var newer = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");
        var transactions = await App.AllAsync("/fulfillment/api/v1/member_transactions");
        var (second, first) = (transactions[0].Id(), transactions[1].Id());
        transactions[0].Text("member_request_id").ShouldBe(newer.Id());

        (await StepsAsync(Defaults.GuideEmployee))
            .ShouldBe([$"+1 submit {first}", $"+3 submit {second}", $"+6 process {second}", $"+8 confirm {second}"]);
        (await StepsAsync(first)).ShouldBe([$"+1 submit {first}"]);
        (await StepsAsync(second)).ShouldBe([$"+3 submit {second}", $"+6 process {second}", $"+8 confirm {second}"]);
        // A dependent is explained by the differences about its enrollments too.
        Lines(await App.GetAsync($"/_emulator/explain/{Defaults.Jade}")).Select(line => line.Split(' '))
            .Where(words => words[1] == "difference").Select(words => words[3])
            .ShouldBe(["missing_ie", "missing_ie", "missing_ie", "ie_effective_start_date"]);

        async Task<IReadOnlyList<string>> StepsAsync(string id) =>
        [
            .. Lines(await App.GetAsync($"/_emulator/explain/{id}")).Select(line => string.Join(' ', line.Split(' ').Take(3)))
                .Where(line => line.Split(' ')[1] is "submit" or "process" or "confirm" or "complete"),
        ];
    }

    [Fact]
    public async Task A_difference_is_explained_with_what_people_did_to_it()
    {
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1H");
        var difference = (await App.DifferencesAsync("type=ie_effective_start_date"))[0].Id();
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/assign", new JsonObject { ["assignee_id"] = "Somebody By Name" });
        _ = await App.AdvanceAsync("PT1H");
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/dismiss");
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/dismiss");
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/reopen");

        var explained = await App.GetAsync($"/_emulator/explain/{difference}");

        Lines(explained).Where(line => line.StartsWith("+3600 difference", StringComparison.Ordinal) || line.StartsWith("+7200 difference", StringComparison.Ordinal))
            .ShouldBe([$"+3600 difference {difference} assigned", $"+7200 difference {difference} dismissed", $"+7200 difference {difference} reopened"]);
        explained.ToText().ShouldNotContain("Somebody");
    }

    [Fact]
    public async Task Every_kind_of_object_is_explained_and_no_other()
    {
        await using var receiver = await RecordingReceiver.StartAsync(status: 503);
        _ = await App.SubscribeAsync(receiver.Url);
        var snapshot = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.Jade, JsonNode.Parse("""{"person": {"sex": "X"}}""")!);
        var transaction = (await App.GetAsync("/fulfillment/api/v1/member_transactions"))["response"]![0]!.Id();
        var webhookEvent = (await App.GetAsync("/_emulator/webhooks/events"))["response"]![0]!.Id();
        var delivery = (await App.DeliveriesAsync())[0];

        foreach (var (id, kind) in new[]
        {
            (snapshot.Id(), "member_snapshot"), (Defaults.GuideEmployee, "employee"), (Defaults.Jade, "dependent"), (transaction, "member_transaction"),
            (webhookEvent, "event"), (delivery.Id(), "delivery"),
        })
        {
            var explained = await App.GetAsync($"/_emulator/explain/{id}");
            explained.Text("kind").ShouldBe(kind);
            explained["entries"]!.AsArray().ShouldNotBeEmpty();
            explained["entries"]!.AsArray().ShouldAllBe(entry => DateTimeOffset.Parse(entry!.Text("real_at")).Year > 2024);
        }

        Lines(await App.GetAsync($"/_emulator/explain/{Defaults.Jade}"))
            .ShouldContain($"+60 record {Defaults.Jade} the record at carrier {Defaults.ShiftingCarrier} was changed by hand");
        Lines(await App.GetAsync($"/_emulator/explain/{delivery.Id()}")).ShouldContain(line => line.EndsWith("failed: status 503", StringComparison.Ordinal));
        foreach (var id in new[] { "00000000-0000-4000-8000-000000000001", "oldest" })
            (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/_emulator/explain/{id}")).Text("message").ShouldContain(id);
    }

    /// <summary>Each entry as seconds since the start, kind, id where no summary names one, and summary.</summary>
    private static IReadOnlyList<string> Lines(JsonNode explained) => [.. explained["entries"]!.AsArray().Select(entry =>
    {
        var seconds = DateTimeOffset.Parse(entry!.Text("at")).ToUnixTimeSeconds() - StartSeconds;
        var id = entry!.Text("kind") is "request" or "event" or "attempt" ? "" : entry!.Id() + " ";
        return $"+{seconds} {entry!.Text("kind")} {id}{entry!.Text("summary")}";
    })];
}
