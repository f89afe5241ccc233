using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

public sealed class WorldTests
{
    [Fact]
    public async Task A_client_is_in_the_world_by_its_address_or_by_its_credentials()
    {
        await using var noyo = await Guide.WorldAsync();
        var snapshot = await noyo.EnrollAsync();
        var path = $"api/v1/member_snapshots/{snapshot.Id}";

        using var byAddress = await noyo.FulfillmentClient.GetAsync(path);
        byAddress.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var elsewhere = new HttpClient { BaseAddress = (await NoyoEmulatorHost.SharedAsync()).BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(noyo.AccountsUri, "auth/public/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", noyo.ClientId), new("client_secret", noyo.ClientSecret)]),
        };
        using var granted = await elsewhere.SendAsync(request);
        var token = JsonDocument.Parse(await granted.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        elsewhere.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var byToken = await elsewhere.GetAsync($"fulfillment/{path}");
        byToken.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var tracking = await noyo.TrackingClient.GetAsync("api/v1/differences");
        tracking.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var carriers = await noyo.CarrierClient.GetAsync("api/v1/carriers");
        carriers.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Time_passes_when_it_is_told_to_and_says_what_it_brought_about()
    {
        await using var noyo = await Guide.WorldAsync();
        var snapshot = await noyo.EnrollAsync();
        snapshot.Status.ShouldBe("processing");

        var first = await noyo.AdvanceToNextAsync();
        first.Fired.Select(entry => entry.Kind).ShouldBe(["submit"]);
        first.Fired[0].ToString().ShouldBe($"2024-08-20 12:00:01  submit      carrier {Guide.Carrier} accepted it");
        (await noyo.RunDueAsync()).Fired.ShouldBeEmpty();
        (await noyo.NowAsync()).ShouldBe(DateTimeOffset.Parse("2024-08-20T12:00:01Z"));
        var rest = await noyo.AdvanceToAsync(DateTimeOffset.Parse("2024-08-22T12:00:00Z"));

        rest.Fired.Select(entry => entry.Kind).ShouldContain("confirm");
        rest.To.ShouldBe(DateTimeOffset.Parse("2024-08-22T12:00:00Z"));
        (await noyo.SnapshotAsync(snapshot.Id)).Status.ShouldBe("completed");
        (await noyo.LatestSnapshotAsync())!.Id.ShouldBe(snapshot.Id);
        noyo.Ledgers.Count.ShouldBe(3);
        var missing = (await noyo.DifferencesAsync($"member_snapshot_id={snapshot.Id}&is_open=false")).ShouldHaveSingleItem();
        (missing.Type, missing.IsDiscrepancy, missing.Resolved, missing.CarrierId).ShouldBe(
            ("missing_ie", false, DateTimeOffset.Parse("2024-08-20T12:00:06Z"), Guide.Carrier));
    }

    [Fact]
    public async Task Open_differences_are_those_of_all_pages()
    {
        await using var noyo = await Guide.WorldAsync();
        var carrier = noyo.Carrier(Guide.Carrier);
        var before = (await noyo.OpenDifferencesAsync()).Count;
        await noyo.EnrollAsync();
        (await noyo.OpenDifferencesAsync()).Count.ShouldBe(before + 1);
        (await noyo.OpenDifferencesAsync()).Select(difference => difference.Id).Distinct().Count().ShouldBe(before + 1);
        carrier.Id.ShouldBe(Guide.Carrier);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_ids_and_none_gives_others()
    {
        await using var one = await Guide.WorldAsync();
        await using var same = await Guide.WorldAsync();
        await using var other = await NoyoWorld.CreateAsync(Guide.Now);

        var id = (await one.EnrollAsync()).Id;

        (await same.EnrollAsync()).Id.ShouldBe(id);
        (await other.EnrollAsync()).Id.ShouldNotBe(id);
    }

    [Fact]
    public async Task A_world_goes_back_to_a_checkpoint_and_to_its_beginning()
    {
        await using var noyo = await Guide.WorldAsync();
        var snapshot = await noyo.EnrollAsync();
        await noyo.SaveCheckpointAsync("posted");
        await noyo.AdvanceAsync(Guide.TwoDays);
        noyo.Ledgers.Count.ShouldBe(1);

        await noyo.RestoreCheckpointAsync("posted");
        (await noyo.SnapshotAsync(snapshot.Id)).Status.ShouldBe("processing");
        noyo.Ledgers.ShouldBeEmpty();
        await noyo.ResetAsync();

        (await Should.ThrowAsync<NoyoEmulatorException>(() => noyo.SnapshotAsync(snapshot.Id))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await noyo.NowAsync()).ShouldBe(DateTimeOffset.Parse(Guide.Now));
    }

    [Fact]
    public async Task A_copy_goes_its_own_way()
    {
        await using var noyo = await Guide.WorldAsync();
        var snapshot = await noyo.EnrollAsync();

        await using var fork = await noyo.ForkAsync();
        await fork.AdvanceAsync(Guide.TwoDays);

        (await fork.SnapshotAsync(snapshot.Id)).Status.ShouldBe("completed");
        (await noyo.SnapshotAsync(snapshot.Id)).Status.ShouldBe("processing");
    }

    [Fact]
    public async Task A_world_is_gone_once_it_is_disposed_of()
    {
        var noyo = await Guide.WorldAsync();
        await noyo.DisposeAsync();
        await noyo.DisposeAsync();

        var refusal = await Should.ThrowAsync<NoyoEmulatorException>(() => noyo.NowAsync());
        refusal.Status.ShouldBe(HttpStatusCode.NotFound);
        refusal.Message.ShouldContain("Worlds end when they are disposed of");
    }

    [Fact]
    public async Task Fifty_worlds_in_parallel_do_not_notice_each_other()
    {
        var stories = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(async () =>
        {
            await using var noyo = await Guide.WorldAsync();
            var webhooks = await noyo.ReceiveWebhooksAsync();
            if (number % 2 == 1)
                await noyo.Carrier(Guide.Carrier).BehaveAsync("""{"rules": []}""");
            var snapshot = await noyo.EnrollAsync();
            await noyo.AdvanceAsync(Guide.TwoDays);
            var open = await noyo.OpenDifferencesAsync(snapshot.Id);
            return (Parity: number % 2, Story: $"{snapshot.Id} {string.Join(',', open)} {string.Join(',', webhooks.Received.Select(webhook => $"{webhook.EventId} {webhook.Type}"))}");
        })));

        var kinds = stories.Distinct().ToList();
        kinds.Count.ShouldBe(2);
        kinds.Single(kind => kind.Parity == 0).Story.ShouldContain("ie_effective_start_date: 2024-08-22 here, 2024-09-01 at the carrier");
        kinds.Single(kind => kind.Parity == 1).Story.ShouldNotContain("ie_effective_start_date");
    }
}
