using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Worlds;

/// <summary>A world whose time has run to the end of its calendar, as at a high speed over some days of downtime.</summary>
public sealed class EndOfTimeTests
{
    private readonly FakeTimeProvider _machine = new(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));

    [Fact]
    public async Task Time_stands_still_at_its_end_and_everything_is_answered()
    {
        await using var app = EmulatorApp.WithRealTime(_machine);
        _ = await app.SubscribeAsync("http://127.0.0.1:1");
        _ = await app.PostExampleAsync();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime", ["speed"] = 1_000_000 });
        Pass(TimeSpan.FromDays(10));

        var clock = await app.ClockAsync();
        (clock.Text("now"), clock["at_end"]!.GetValue<bool>(), clock.Text("mode")).ShouldBe(("9000-01-01T00:00:00+00:00", true, "realtime"));
        Pass(TimeSpan.FromDays(4_000));
        (await app.ClockAsync()).Text("now").ShouldBe("9000-01-01T00:00:00+00:00");
        var posted = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Offer.Dental, "2024-08-01"));
        (await app.GetSnapshotAsync(posted.Id())).Text("status").ShouldBe("processing");
        _ = await app.GetAsync("/tracking/api/v1/differences");
        _ = await app.DoAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/sync");
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions/latest/test");
        (await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["by"] = "PT1S" }))
            .Text("message").ShouldBe("by goes too far: the calendar ends at 9000-01-01T00:00:00.0000000+00:00");
        (await app.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["next"] = true })).Text("to").ShouldBe("9000-01-01T00:00:00+00:00");
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/end");
        _ = await app.CreateWorldAsync("fork", new JsonObject { ["from"] = "default" });

        (await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen" })).Text("now").ShouldBe("9000-01-01T00:00:00+00:00");
        var back = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen", ["now"] = "2024-09-01" });
        (back.Text("now"), back["at_end"]).ShouldBe(("2024-09-01T00:00:00+00:00", null));
        _ = await app.ResetAsync();
        (await app.ClockAsync()).Text("now").ShouldStartWith("2024-08-20T12:00:00");
    }

    /// <summary>Lets time pass as while the machine sleeps: a timer that should have run every few seconds then runs once.</summary>
    private void Pass(TimeSpan time)
    {
        _machine.AdjustTime(_machine.GetUtcNow() + time);
        _machine.Advance(TimeSpan.FromSeconds(1));
    }
}
