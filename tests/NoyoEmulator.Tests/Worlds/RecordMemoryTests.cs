using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>What journals and inboxes keep in memory, in all worlds together.</summary>
public sealed class RecordMemoryTests
{
    private const int Message = 60 * 1024;

    [Fact]
    public async Task What_is_beyond_the_room_for_all_worlds_goes_from_the_fullest_oldest_first()
    {
        await using var app = new EmulatorApp(("Emulator:RecordMegabytes", "1"));
        await using var small = await app.CreateWorldAsync("small");
        await SendAsync(small, 2);
        await SendAsync(app, 40);

        (await small.GetAsync("/_emulator/inbox/mine/messages")).Total().ShouldBe(2);
        var kept = (await app.GetAsync("/_emulator/inbox/mine/messages?page_size=100"))["response"]!.AsArray();
        kept.Count.ShouldBeInRange(10, 16);
        kept.Select(message => message!["number"]!.GetValue<int>()).ShouldBe(Enumerable.Range(41 - kept.Count, kept.Count));
    }

    [Fact]
    public async Task What_a_world_kept_is_room_for_others_once_it_is_put_back_or_deleted()
    {
        await using var app = new EmulatorApp(("Emulator:RecordMegabytes", "1"));
        await using var deleted = await app.CreateWorldAsync("deleted");
        await using var put = await app.CreateWorldAsync("put-back");
        await SendAsync(deleted, 7);
        await SendAsync(put, 7);
        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/deleted");
        _ = await put.ResetAsync();

        await SendAsync(app, 14);
        (await app.GetAsync("/_emulator/inbox/mine/messages")).Total().ShouldBe(14);
    }

    private static async Task SendAsync(EmulatorApp app, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var content = new StringContent(new JsonObject { ["text"] = new string('x', Message) }.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await app.Client.PostAsync("/_emulator/inbox/mine", content, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }
}
