using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Many clients at the same time.</summary>
public sealed class ConcurrencyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const int Clients = 200;

    [Fact]
    public async Task Snapshots_of_many_new_families_at_once_are_each_stored_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, Clients).Select(family => PostAsync(Snapshot(family, "2024-09-15"))));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        var snapshots = await App.AllAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots");
        snapshots.Count.ShouldBe(Clients);
        snapshots.Select(it => it.Text("id")).Order().ShouldBe(answers.Select(answer => answer.Json.Text("id")).Order());
        snapshots.Select(it => it.Text("employee_id")).Order()
            .ShouldBe(Enumerable.Range(1, Clients).Select(family => FamilyBody.Id(family)).Order());
        var differences = await App.ExampleDifferencesAsync();
        differences.Count.ShouldBe(2 * Clients);
        differences.Select(it => $"{it.Text("employee_id")} {it.Text("difference_type")}").ShouldBeUnique();

        var ledger = await App.AdvanceAsync("P1D");

        ledger.Steps().GroupBy(step => step).Select(group => $"{group.Key} x {group.Count()}")
            .ShouldBe([$"+1 submit x {Clients}", $"+4 process x {Clients}", $"+6 confirm x {Clients}"]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await App.AllAsync("/api/v1/member_snapshots?status=completed&group_id=" + Defaults.ExampleGroup)).Count.ShouldBe(Clients);
        foreach (var answer in answers.Take(3))
        {
            (await App.EventTypesAsync(answer.Json.Text("id")))
                .ShouldBe(["member_snapshot.status_change", "member_snapshot_carrier_fulfillment_status.status_change"]);
        }
    }

    [Fact]
    public async Task Snapshots_of_one_new_employee_at_once_make_one_employee_and_leave_one_in_progress()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(number =>
            PostAsync(Snapshot(1, $"2024-09-{1 + number % 28:00}").Without("employee.id"))));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        answers.Select(answer => answer.Json.Text("employee_id")).Distinct().ShouldHaveSingleItem();
        answers.Count(answer => answer.Json["created_members"]!.AsArray().Count > 0).ShouldBe(1);
        var snapshots = new List<JsonNode>();
        foreach (var answer in answers)
            snapshots.Add(await App.GetSnapshotAsync(answer.Json.Text("id")));
        var last = snapshots.Where(it => it.Text("status") == "processing").ShouldHaveSingleItem();
        snapshots.Count(it => it.Text("status") == "replaced").ShouldBe(Clients - 1);

        // Each but the last was replaced by exactly one other: together they are one chain that ends with the last.
        var successors = snapshots.Select(it => it["replaced_by"]?.GetValue<string>()).OfType<string>().ToList();
        successors.ShouldBeUnique();
        successors.ShouldContain(last.Text("id"));
        (await App.ClockAsync()).Number("pending").ShouldBe(1);
        (await App.ExampleDifferencesAsync("is_open=true")).Select(it => it.Text("difference_type")).Order()
            .ShouldBe(["missing_ie", "new_hire"]);

        _ = await App.AdvanceAsync("P1D");
        var wanted = last["member_snapshot"]!["coverages"]![0]!["enrolled_members"]![0]!.Text("effective_start_date");
        (await App.RecordsAsync(Defaults.AcceptingCarrier))[last.Text("employee_id")]["enrollments"]!.AsArray().ShouldHaveSingleItem()!
            .Text("effective_start_date").ShouldBe(wanted);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Readers_see_a_snapshot_with_all_that_belongs_to_it_or_not_at_all()
    {
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(ReadAsync)).ToList();

        for (var family = 1; family <= 20; family++)
        {
            (await PostAsync(Snapshot(family, "2024-09-15"))).Status.ShouldBe(HttpStatusCode.Created);
            if (family % 5 == 0)
                _ = await App.AdvanceAsync("PT2S");
        }

        await done.CancelAsync();
        (await Task.WhenAll(readers)).Sum().ShouldBeGreaterThan(0);

        async Task<int> ReadAsync()
        {
            var seen = 0;
            while (!done.IsCancellationRequested)
            {
                // Two families' differences are read after the snapshots: what is listed then has to be there.
                var page = await App.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots?page_size=5");
                foreach (var snapshot in page["response"]!.AsArray())
                {
                    seen++;
                    (await App.DifferencesAsync($"member_snapshot_id={snapshot!.Text("id")}")).Count.ShouldBe(2);
                    (await App.EventTypesAsync()).Count.ShouldBeGreaterThanOrEqualTo(2);
                    var whole = await App.GetSnapshotAsync(snapshot!.Text("id"));
                    (whole.Text("status") == "completed").ShouldBe(whole.StatusAt(Defaults.AcceptingCarrier) == "sent");
                }
            }

            return seen;
        }
    }

    [Fact]
    public async Task Resets_and_advances_among_readers_and_writers_refuse_nobody_but_an_advance_under_way()
    {
        var calls = Enumerable.Range(1, 60).Select(number => Task.Run(async () =>
        {
            using var response = (number % 6) switch
            {
                0 => await App.SendAsync(HttpMethod.Post, "/_emulator/reset"),
                1 => await App.SendAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "PT3S" }),
                2 => await App.SendAsync(HttpMethod.Get, "/tracking/api/v1/differences?page_size=100"),
                3 => await App.SendAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/sync"),
                _ => await App.SendAsync(
                    HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", Snapshot(number, "2024-09-15")),
            };
            return (IsAdvance: number % 6 == 1, Status: (int)response.StatusCode);
        }));

        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Status == 200 || answer.Status == 201 || (answer.IsAdvance && answer.Status == 409));
        _ = await App.ResetAsync();
        var start = await App.StateAsync();
        await using var fresh = new EmulatorApp();
        (await fresh.StateAsync()).ShouldBe(start);
    }

    private static JsonObject Snapshot(int family, string start) => FamilyBody.Of(family).Enroll(Offer.Dental, start);

    private async Task<(HttpStatusCode Status, JsonNode Json)> PostAsync(JsonObject body)
    {
        var (status, text) = await App.PostSnapshotTextAsync(Defaults.ExampleGroup, body.ToJsonString());
        return (status, JsonNode.Parse(text)!);
    }
}
