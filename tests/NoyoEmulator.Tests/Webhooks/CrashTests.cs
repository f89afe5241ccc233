using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>A process that is killed again and again while it is at work.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Lives = 2;
    private const int Clients = 4;
    private const int PostsInALife = 8;
    private const int Seed = 20_241;

    private readonly string _folder = Directory.CreateTempSubdirectory("noyo-crash-").FullName;
    private readonly ConcurrentBag<string> _created = [];
    private int _family;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_at_any_instant_every_event_of_what_was_committed_is_delivered_and_none_is_invented()
    {
        var dice = new Dice(Seed);
        await using var receiver = await RecordingReceiver.StartAsync();
        for (var life = 0; life < Lives; life++)
        {
            await using var doomed = await StartAsync();
            using var client = ClientOf(doomed);
            if (life == 0)
                await SubscribeAsync(client, receiver.Url);
            var clients = Enumerable.Range(0, Clients).Select(_ => PostUnlessKilledAsync(client)).ToList();
            // Somewhere in the middle of what follows: posts, carriers' steps, and deliveries all go on.
            await receiver.ReceivedAsync(receiver.Received.Count + 1 + dice.Next(40));
            await doomed.KillAsync();
            await Task.WhenAll(clients);
        }

        await using var last = await StartAsync();
        using var survivor = ClientOf(last);
        await EmulatorApp.UntilAsync(async () => (await GetAsync(survivor, "/_emulator/clock"))["pending"]!.GetValue<int>() == 0);

        _created.ShouldNotBeEmpty();
        foreach (var snapshot in _created)
            (await GetAsync(survivor, $"/api/v1/member_snapshots/{snapshot}"))["status"]!.GetValue<string>().ShouldBe("completed");
        // Of those that were committed without an answer there is one as well, and never two.
        var completions = (await EventsAsync(survivor, "member_snapshot.status_change")).Select(it => it["object_id"]!.GetValue<string>()).ToList();
        completions.ShouldBeUnique();
        _created.Except(completions).ShouldBeEmpty();
        var received = receiver.Received.GroupBy(webhook => webhook.EventId).ToDictionary(webhooks => webhooks.Key, webhooks => webhooks.ToList());
        var all = await EventsAsync(survivor);
        received.Keys.Order().ShouldBe(all.Select(it => it.Id()).Order());
        // Whatever came twice, came the same.
        foreach (var webhooks in received.Values)
            webhooks.Select(webhook => webhook.Json.ToText()).Distinct().ShouldHaveSingleItem();
    }

    private static async Task SubscribeAsync(HttpClient client, string url)
    {
        using var answer = await client.PostAsJsonAsync("/_emulator/webhooks/subscriptions", new { url, secret = "s" }, Token);
        answer.EnsureSuccessStatusCode();
    }

    private async Task PostUnlessKilledAsync(HttpClient client)
    {
        try
        {
            for (var i = 0; i < PostsInALife; i++)
            {
                var body = FamilyBody.Of(Interlocked.Increment(ref _family)).Enroll(Offer.Life, "2024-01-01");
                using var answer = await client.PostAsync(
                    $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", JsonContent.Create<JsonNode>(body), Token);
                _created.Add((await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!.Id());
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The kill. What was posted then may be there or not.
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> EventsAsync(HttpClient client, string? type = null)
    {
        var events = new List<JsonNode>();
        while (true)
        {
            var page = await GetAsync(client, $"/_emulator/webhooks/events?page_size=100&offset={events.Count}{(type is null ? "" : $"&type={type}")}");
            events.AddRange(page["response"]!.AsArray().Select(it => it!));
            if (events.Count >= page.Total())
                return events;
        }
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) => (await client.GetFromJsonAsync<JsonNode>(path, Token))!;

    private Task<EmulatorProcess> StartAsync() => EmulatorProcess.StartReadyAsync(
        $"--Emulator:DataDirectory={_folder}", "--Emulator:Clock:Speed=50", "--Serilog:MinimumLevel=Warning", "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Information");

    private static HttpClient ClientOf(EmulatorProcess emulator)
    {
        var client = new HttpClient { BaseAddress = new Uri(emulator.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        return client;
    }
}
