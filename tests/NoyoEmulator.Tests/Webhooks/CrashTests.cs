using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>A process that is killed at any instant, again and again, on the same files.</summary>
public sealed class CrashTests
{
    private const int Lives = 4;
    private const string Snapshots = "/api/v1/member_snapshots";
    private const string Differences = "/tracking/api/v1/differences";

    [Theory]
    [InlineData(1)]
    public async Task Every_event_of_a_committed_change_is_delivered_and_none_is_invented(int seed)
    {
        var dice = new Dice(seed);
        var folder = Directory.CreateTempSubdirectory("noyo-crash-");
        await using var receiver = await RecordingReceiver.StartAsync();
        var accepted = new List<string>();
        var before = new HashSet<string>();
        try
        {
            for (var life = 0; life < Lives; life++)
            {
                await using var process = await EmulatorProcess.StartReadyAsync(
                    $"--Emulator:DataDirectory={folder.FullName}", "--Emulator:Clock:Mode=realtime", "--Emulator:Clock:Speed=20",
                    "--Emulator:SyncInterval=none");
                using var client = ClientOf(process);
                if (life == 0)
                {
                    // What the seed has was never announced.
                    foreach (var list in new[] { Snapshots, Differences })
                        before.UnionWith((await AllAsync(client, list)).Select(it => it.Text("id")));
                    _ = await PostAsync(client, "/_emulator/webhooks/subscriptions", new JsonObject
                    {
                        ["url"] = receiver.Url,
                        ["secret"] = "s",
                        ["concurrency"] = 2,
                    });
                }

                if (life == Lives - 1)
                {
                    await CheckAsync(client, receiver, accepted, before);
                    break;
                }

                await LiveAsync(client, dice, receiver, process, life, accepted);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Posts snapshots until the process is killed: when so many webhooks have come, or when so many posts are under way.
    /// </summary>
    private static async Task LiveAsync(
        HttpClient client, Dice dice, RecordingReceiver receiver, EmulatorProcess process, int life, List<string> accepted)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var webhooks = receiver.Received.Count + dice.Next(60);
        var posts = 3 + dice.Next(12);
        receiver.Answer = async (before, _) =>
        {
            // Killed while it waits for an answer.
            if (before == webhooks)
                await KillAsync(process, killed);
            return 200;
        };
        for (var n = 0; n < posts && !killed.Task.IsCompleted; n++)
        {
            var body = FamilyBody.Of((life + 1) * 100 + n).Enroll(Offer.Dental, "2024-09-15").Enroll(Offer.Vision, "2024-09-15");
            var posting = PostAsync(client, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", body);
            if (n == posts - 1)
                await KillAsync(process, killed);
            try
            {
                accepted.Add((await posting).Text("id"));
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Nobody can know whether it was committed.
            }
        }

        await KillAsync(process, killed);
    }

    private static async Task CheckAsync(HttpClient client, RecordingReceiver receiver, List<string> accepted, HashSet<string> before)
    {
        receiver.Answer = (_, _) => Task.FromResult(200);
        await EmulatorApp.UntilAsync(async () =>
        {
            _ = await PostAsync(client, "/_emulator/drain", []);
            return (await GetAsync(client, "/_emulator/clock")).Number("pending") == 0;
        });

        var events = await AllAsync(client, "/_emulator/webhooks/events");
        receiver.Received.Select(webhook => webhook.EventId).Distinct().Order().ShouldBe(events.Select(it => it.Text("id")).Order());
        foreach (var webhook in receiver.Received)
            webhook.ShouldBeSignedWith("s");

        // Each change has its events, and each once.
        var snapshots = (await AllAsync(client, Snapshots)).Where(it => !before.Contains(it.Text("id"))).ToList();
        accepted.ShouldBeSubsetOf(snapshots.Select(it => it.Text("id")));
        snapshots.ShouldAllBe(snapshot => snapshot.Text("status") == "completed");
        Subjects(events, "member_snapshot.status_change").ShouldBe(snapshots.Select(it => it.Text("id")).Order());
        var differences = (await AllAsync(client, Differences)).Where(it => !before.Contains(it.Text("id"))).ToList();
        Subjects(events, "difference.created").ShouldBe(differences.Select(it => it.Text("id")).Order());
        Subjects(events, "difference.resolved")
            .ShouldBe(differences.Where(it => it["resolved"] is not null).Select(it => it.Text("id")).Order());
    }

    private static IEnumerable<string> Subjects(IReadOnlyList<JsonNode> events, string type) =>
        events.Where(it => it.Text("type") == type).Select(it => it.Text("object_id")).Order();

    private static async Task KillAsync(EmulatorProcess process, TaskCompletionSource killed)
    {
        if (killed.TrySetResult())
            await process.KillAsync();
    }

    private static HttpClient ClientOf(EmulatorProcess process)
    {
        var client = new HttpClient { BaseAddress = new Uri(process.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        return client;
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    private static async Task<IReadOnlyList<JsonNode>> AllAsync(HttpClient client, string path)
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var page = await GetAsync(client, $"{path}?page_size=100&offset={all.Count}");
            all.AddRange(page["response"]!.AsArray().Select(item => item!));
            if (all.Count >= page["meta"]!["total_records"]!.GetValue<int>())
                return all;
        }
    }
}
