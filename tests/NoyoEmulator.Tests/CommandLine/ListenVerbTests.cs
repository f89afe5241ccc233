using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.Webhooks;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>Watching webhooks, and having them at a receiver that the emulator could not reach.</summary>
public sealed class ListenVerbTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhooks_are_forwarded_byte_for_byte_with_their_signatures()
    {
        await using var receiver = await RecordingReceiver.StartAsync(202);
        var listening = ToolBench.PipeAsync(App, "listen", "--forward-to", receiver.Url, "--secret", "chosen", "--count", "2");
        await SubscribedAsync();
        _ = await App.PostGuideAsync();

        _ = await App.AdvanceAsync("PT7S");
        var result = await listening;

        var webhooks = receiver.Received;
        result.ShouldBe(new ToolResult(
            0,
            $"2024-08-20 12:00:00\tdifference.created\t{webhooks[0].ObjectId}\t{webhooks[0].EventId}\t202\n"
            + $"2024-08-20 12:00:06\tdifference.resolved\t{webhooks[1].ObjectId}\t{webhooks[1].EventId}\t202\n",
            $"Listening to the webhooks of the world default, which go on to {receiver.Url}. Ctrl-C ends it.\nThey are signed with the secret chosen\n"
            + "Its clock is frozen: they come when time passes, with noyo-emulator advance.\n"));
        var events = (await App.GetAsync("/_emulator/webhooks/events?page_size=100"))["response"]!.AsArray();
        webhooks.Select(webhook => Encoding.UTF8.GetString(webhook.Body)).ShouldBe(
            webhooks.Select(webhook => events.Single(one => one!.Id() == webhook.EventId)!["body"]!.ToText()));
        foreach (var webhook in webhooks)
            webhook.ShouldBeSignedWith("chosen");
        (await App.GetAsync(Subscriptions)).Total().ShouldBe(0);
    }

    [Fact]
    public async Task Only_the_events_that_are_wanted_come_and_json_is_a_line_each()
    {
        var listening = ToolBench.PipeAsync(App, "listen", "--json", "--events", "difference.resolved, member_snapshot.status_change", "--count", "2");
        await SubscribedAsync();
        _ = await App.PostGuideAsync();

        _ = await App.AdvanceAsync("P2D");
        var result = await listening;

        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => line["type"]!.GetValue<string>()).ShouldBe(["difference.resolved", "member_snapshot.status_change"]);
        lines.ShouldAllBe(line => line["headers"]!["x-noyo-signature"] != null && line["forwarded"] == null);
    }

    [Theory]
    [InlineData(500, "500")]
    [InlineData(0, "Connection refused")]
    public async Task What_a_receiver_makes_of_it_is_shown_and_changes_nothing(int status, string outcome)
    {
        await using var receiver = await RecordingReceiver.StartAsync(500);
        var url = status == 0 ? "127.0.0.1:1/hooks" : receiver.Url;
        var listening = ToolBench.TerminalAsync(App, "listen", "--forward-to", url, "--count", "1");
        await SubscribedAsync();
        _ = await App.TestSubscriptionAsync("latest");

        _ = await App.DrainAsync();
        var result = await listening;

        result.Out.ShouldMatch($"^2024-08-20 12:00:00  test.hello_world                  [-0-9a-f]{{36}}  {outcome}\n$");
    }

    [Fact]
    public async Task Ending_it_is_no_failure_and_leaves_nothing_behind()
    {
        using var ctrlC = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var listening = new ToolBench(App).RunAsync(ctrlC.Token, "listen");
        await SubscribedAsync();

        await ctrlC.CancelAsync();

        (await listening).Code.ShouldBe(0);
        (await App.GetAsync(Subscriptions)).Total().ShouldBe(0);
    }

    [Fact]
    public async Task After_a_reset_it_listens_again()
    {
        var listening = ToolBench.PipeAsync(App, "listen", "--count", "1");
        await SubscribedAsync();
        _ = await App.ResetAsync();
        await SubscribedAsync();

        _ = await App.TestSubscriptionAsync("latest");
        _ = await App.DrainAsync();
        var result = await listening;

        result.Out.Split('\t')[1].ShouldBe("test.hello_world");
        result.Error.ShouldEndWith("The world was put back, and the subscription with it; listening again.\n");
    }

    [Theory]
    [InlineData("ftp://localhost/hooks", "--forward-to is such as http://localhost:9000/hooks.")]
    public async Task A_receiver_that_cannot_be_is_refused(string url, string hint) =>
        (await ToolBench.PipeAsync(App, "listen", "--forward-to", url)).ShouldBe(new ToolResult(2, "", $"\"{url}\" is no URL of a receiver: {hint}\n"));

    private Task SubscribedAsync() => EmulatorApp.UntilAsync(
        async () => (await App.GetAsync(Subscriptions)).Total() == 1);
}
