using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>The order of what came at one and the same instant, as everything does while a test's clock stands still.</summary>
public sealed class ListOrderTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const int Count = 12;

    [Theory]
    [InlineData("/api/v1/member_snapshots?page_size=12")]
    [InlineData("/api/v1/groups/" + Defaults.ExampleGroup + "/member_snapshots?page_size=12")]
    public async Task Snapshots_of_one_instant_are_listed_newest_first(string list)
    {
        var posted = new List<string>();
        for (var family = 1; family <= Count; family++)
            posted.Add((await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-09-01"))).Id());

        (await IdsAsync(list)).ShouldBe(posted.AsEnumerable().Reverse());
    }

    [Fact]
    public async Task Differences_of_one_instant_are_listed_in_the_order_of_their_events_or_the_other_way_round()
    {
        for (var family = 1; family <= Count; family++)
            _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Vision, "2024-09-01"));
        var created = (await App.AllAsync("/_emulator/webhooks/events?type=difference.created")).Select(it => it.Text("object_id")).ToList();
        created.Count.ShouldBeGreaterThan(Count);

        (await App.ExampleDifferencesAsync()).Select(it => it.Id()).ShouldBe(created.AsEnumerable().Reverse());
        (await App.ExampleDifferencesAsync("sort_by=created&sort_direction=asc")).Select(it => it.Id()).ShouldBe(created);
        (await App.ExampleDifferencesAsync("sort_by=carrier_id&sort_direction=desc")).Select(it => it.Id())
            .ShouldBe((await App.ExampleDifferencesAsync("sort_by=carrier_id&sort_direction=asc")).Select(it => it.Id()).Reverse());
    }

    [Fact]
    public async Task Subscriptions_of_one_instant_are_listed_newest_first()
    {
        var made = new List<string>();
        for (var i = 0; i < Count; i++)
            made.Add((await App.SubscribeAsync($"http://127.0.0.1:1/{i}")).Id());

        (await IdsAsync("/_emulator/webhooks/subscriptions")).ShouldBe(made.AsEnumerable().Reverse());
    }

    private async Task<IEnumerable<string>> IdsAsync(string list) => (await App.GetAsync(list))["response"]!.AsArray().Select(it => it!.Id());
}
