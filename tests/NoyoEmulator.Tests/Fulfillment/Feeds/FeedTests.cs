using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Fulfillment.Feeds;

/// <summary>The files that carriers get that are not read.</summary>
public sealed class FeedTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Feeds = "/api/v1/feeds";
    private const string Runs = "/api/v1/feed_runs";
    private const string Connected = "91c6d2f8-5b3e-4a17-9d84-7e0f2a3b4c72";

    [Fact]
    public async Task Each_file_to_a_Send_carrier_is_a_run_with_what_was_sent()
    {
        var feed = (await App.AllAsync(Feeds)).ShouldHaveSingleItem();
        feed.Text("carrier_id").ShouldBe(Defaults.SendCarrier);
        feed["group_ids"]!.ToText().ShouldBe($"""["{Connected}"]""");
        feed.Text("name").ShouldBe("northgate_life");
        feed.Text("status").ShouldBe("active");
        var before = (await App.AllAsync(Runs)).Count;
        _ = await App.PostSnapshotAsync(Connected, Family());

        var waiting = await App.GetAsync($"{Feeds}/{feed.Id()}");
        waiting.Text("next_transmission").ShouldBe("2024-08-20T12:00:01+00:00");
        waiting["configuration"]!["cadence"]!.Text("next_transmission").ShouldBe("2024-08-20T12:00:01+00:00");
        waiting["configuration"]!["cadence"]!.Text("zone_info").ShouldBe("Etc/UTC");
        _ = await App.AdvanceAsync("PT1M");

        var runs = await App.AllAsync($"{Runs}?feed_id={feed.Id()}");
        runs.Count.ShouldBe(before + 1);
        var run = runs[0];
        run.Text("status").ShouldBe("completed");
        run.Number("completed").ShouldBe(StartSeconds + 1);
        run.Text("feed_id").ShouldBe(feed.Id());
        run["group_ids"]!.ToText().ShouldBe($"""["{Connected}"]""");
        run["details"]!["file"]!.Text("name").ShouldBe("northgate_life_20240820T120001Z.json");
        run["details"]!["file"]!["audit"]!["count"]!.ToText().ShouldBe("""{"dependents":0,"enrollments":1,"members":1,"primaries":1,"terminations":0}""");
        (await App.GetAsync($"{Runs}/{run.Id()}")).ToText().ShouldBe(run.ToText());
        var sent = await App.GetAsync($"{Feeds}/{feed.Id()}");
        sent["next_transmission"].ShouldBeNull();
        sent["last_transmission"]!.ToText().ShouldBe(run["details"]!["transmission"]!.ToText());
        sent.Text("version").ShouldNotBe(feed.Text("version"));

        var url = new Uri((await App.GetAsync($"/api/v1/feed/runs/{run.Id()}/file")).Text("signed_url"));
        var file = await App.GetAsync(url.PathAndQuery);
        file["members"]!.AsArray().ShouldHaveSingleItem()!.Text("individual_id").ShouldBe(FamilyBody.Id(1));
        file["members"]![0]!["enrollments"]!.AsArray().ShouldHaveSingleItem()!.Text("line_of_coverage").ShouldBe("life");
        using var anonymous = App.AnonymousClient();
        using var refused = await anonymous.GetAsync(url.PathAndQuery, TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_snapshot_that_changes_nothing_makes_no_file()
    {
        _ = await App.PostSnapshotAsync(Connected, Family());
        _ = await App.AdvanceAsync("PT1M");
        var before = (await App.AllAsync(Runs)).Count;

        _ = await App.PostSnapshotAsync(Connected, Family());
        _ = await App.AdvanceAsync("PT1M");

        (await App.AllAsync(Runs)).Count.ShouldBe(before);
    }

    [Fact]
    public async Task The_first_file_of_a_connection_is_a_test_and_has_all_families()
    {
        foreach (var number in new[] { 1, 2 })
            _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Family(number));
        _ = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/group_connections", new JsonObject
        {
            ["carrier_id"] = Defaults.SendCarrier,
            ["group_data"] = new JsonObject { ["carrier_group_id"] = "4711" },
        });
        _ = await App.AdvanceAsync("PT1H");

        var run = (await App.AllAsync($"{Runs}?group_id={Defaults.ExampleGroup}")).ShouldHaveSingleItem();
        run["details"]!["file"]!["audit"]!["count"]!.Number("primaries").ShouldBe(2);
        (await IdsAsync($"{Runs}?is_test=true")).ShouldBe([run.Id()]);
        var workflow = (await App.AllAsync($"/ui/v1/feeds/{run.Text("feed_id")}/runs"))[0];
        workflow["workflow"]!.Id().ShouldBe(run.Id());
        workflow["file"]!["is_test"]!.GetValue<bool>().ShouldBeTrue();
        workflow["file"]!.Text("gcs_path").ShouldBe($"{run.Text("feed_id")}/{run.Id()}.json");
        (await IdsAsync($"{Feeds}?group_id={Defaults.ExampleGroup}")).ShouldBe([run.Text("feed_id")]);
    }

    [Fact]
    public async Task Runs_are_newest_first_and_each_filter_works_alone_and_with_others()
    {
        _ = await App.PostSnapshotAsync(Connected, Family());
        _ = await App.AdvanceAsync("PT1M");
        _ = await App.PostSnapshotAsync(Connected, Family(2));
        _ = await App.AdvanceAsync("PT1M");
        var all = await IdsAsync(Runs);
        var carrier = $"{Runs}?carrier_id={Defaults.SendCarrier}";

        (await IdsAsync(carrier)).ShouldBe(all);
        (await IdsAsync($"{carrier}&latest=true")).ShouldBe([all[0]]);
        (await App.GetAsync($"{carrier}&latest=true"))["meta"]!.Number("total_records").ShouldBe(1);
        (await IdsAsync($"{carrier}&latest=false&status=completed&includes_phi=true&group_id={Connected}")).ShouldBe(all);
        (await IdsAsync($"{carrier}&includes_phi=false")).ShouldBeEmpty();
        (await IdsAsync($"{carrier}&is_test=true")).ShouldBeEmpty();
        (await IdsAsync($"{Runs}?carrier_id={Defaults.AcceptingCarrier}")).ShouldBeEmpty();
        (await IdsAsync($"{Runs}?feed_id={Defaults.AcceptingCarrier}")).ShouldBeEmpty();
        (await IdsAsync($"{Runs}?page_size=1&offset=1")).ShouldBe([all[1]]);
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Runs}?status=failed");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/ui/v1/feeds/{Defaults.AcceptingCarrier}/runs");
    }

    [Fact]
    public async Task Feeds_are_found_by_what_they_are()
    {
        var id = (await IdsAsync(Feeds)).ShouldHaveSingleItem();
        _ = await App.PostSnapshotAsync(Connected, Family());

        foreach (var found in new[]
        {
            $"group_id={Connected}", $"carrier_id={Defaults.SendCarrier}", "next_transmission_end=2024-08-20T12:00:02Z", "next_transmission_end=2024-8-21", "paused=false",
            "status=active", "testing=false", "feed=GATE", $"feed={id}", "sort_by=name&sort_direction=asc", $"status=active&paused=false&group_id={Connected}",
        })
        {
            (await IdsAsync($"{Feeds}?{found}")).ShouldBe([id], found);
        }

        foreach (var other in new[]
        {
            $"group_id={Defaults.GuideGroup}", $"carrier_id={Defaults.AcceptingCarrier}", "next_transmission_end=2024-08-20T12:00:01Z", "paused=true", "status=retired",
            "testing=true", "feed=harbor", $"feed={Defaults.SendCarrier}",
        })
        {
            (await IdsAsync($"{Feeds}?{other}")).ShouldBeEmpty(other);
        }

        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Feeds}?next_transmission_end=soon");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Feeds}?sort_by=status");
    }

    [Fact]
    public async Task A_feed_is_paused_while_files_wait_and_retired_after_the_last_disconnection()
    {
        var id = (await IdsAsync(Feeds)).ShouldHaveSingleItem();
        _ = await App.SetBehaviorAsync(Defaults.SendCarrier, JsonNode.Parse("""{"tier": "send", "delays": {"submit": "manual"}}""")!.AsObject());
        var paused = await App.GetAsync($"{Feeds}/{id}");
        paused["paused"]!.GetValue<bool>().ShouldBeTrue();
        paused["configuration"]!["cadence"]!["paused"]!.GetValue<bool>().ShouldBeTrue();

        foreach (var request in await App.AllAsync($"/api/v1/group_disconnection_requests?carrier_id={Defaults.SendCarrier}"))
            _ = await App.DoAsync(HttpMethod.Put, $"/api/v1/group_disconnection_requests/{request.Id()}/confirm", new JsonObject { ["effective_end_date"] = "2024-08-20" });
        _ = await App.AdvanceAsync("PT1M");

        var retired = await App.GetAsync($"{Feeds}/{id}");
        retired.Text("status").ShouldBe("retired");
        retired["configuration"]!["cadence"]!.Text("end_date").ShouldBe("2024-08-20");
        (await IdsAsync($"{Feeds}?status=retired")).ShouldBe([id]);
    }

    private static JsonObject Family(int number = 1)
    {
        var body = FamilyBody.Of(number).Enroll(Offer.Medical, "2024-01-01");
        var coverage = body["coverages"]![0]!.AsObject();
        coverage["carrier_id"] = Defaults.SendCarrier;
        coverage["line_of_coverage"] = "life";
        coverage.Remove("plan_id");
        coverage["plan_name"] = "Any life plan";
        return body;
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string path) => [.. (await App.GetAsync(path))["response"]!.AsArray().Select(item => item!.Id())];
}
