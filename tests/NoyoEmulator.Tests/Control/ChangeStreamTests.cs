using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>What happens in a world, told as it happens.</summary>
public sealed class ChangeStreamTests
{
    private const string Faults = "/_emulator/faults";
    private const string Differences = "/tracking/api/v1/differences";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshots_way_is_told_in_order_and_each_commit_once()
    {
        await using var app = new EmulatorApp();
        await using var all = await StreamListener.OpenAsync(app);
        await using var some = await StreamListener.OpenAsync(app, "kinds=member_snapshot,difference&kinds=clock,inbox_behavior");

        all.Start.Data.ToText().ShouldBe(
            $$"""{"world":"default","cursor":"{{all.Start.Id}}","now":"2024-08-20T12:00:00+00:00","mode":"frozen"}""");
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/webhooks/subscriptions", JsonNode.Parse("""{"inbox": "orders", "secret": "s"}"""));
        var snapshot = (await app.PostGuideAsync()).Id();
        _ = await app.AdvanceAsync("P2D");
        var few = await some.UntilMarkAsync(app);
        var told = await all.UntilMarkAsync(app);

        few.Select(one => $"{one.Data.Text("at")[5..19]} {one.Summary}").ShouldBe(
        [
            "08-20T12:00:00 member_snapshot created 1, difference created 1",
            "08-20T12:00:06 member_snapshot changed 1, difference created 1, difference resolved 1, clock changed 1",
            "08-22T00:00:00 clock changed 1",
            "08-22T12:00:00 clock changed 1",
        ]);
        few[0].Ids("member_snapshot", "created").ShouldBe([snapshot]);
        few[1].Ids("member_snapshot", "changed").ShouldBe([snapshot]);
        few[1].Ids("difference", "resolved").ShouldBe(few[0].Ids("difference", "created"));
        (await app.DifferencesAsync($"member_snapshot_id={snapshot}&is_open=true")).Select(difference => difference.Id())
            .ShouldBe(few[1].Ids("difference", "created"));

        told.ShouldAllBe(one => one.Type == "changes" && one.Id == one.Data.Text("cursor"));
        told.Select(one => one.Id).ShouldBeUnique();
        told.Where(one => few.Any(other => other.Id == one.Id)).Count().ShouldBe(few.Count);
        told[0].Summary.ShouldBe("subscription created 1");
        told[2].Summary.ShouldBe("request created 1");
        told[2].Ids("request", "created").ShouldBe([(await app.GetAsync("/_emulator/requests"))["response"]!.AsArray()[^1]!.Id()]);
        All("event", "created").ShouldBe(await IdsAsync("/_emulator/webhooks/events"), ignoreOrder: true);
        All("delivery", "created").ShouldBe(await IdsAsync("/_emulator/webhooks/deliveries"), ignoreOrder: true);
        All("attempt", "created").ShouldBe(All("delivery", "created"), ignoreOrder: true);
        All("delivery", "changed").ShouldBe(All("delivery", "created"), ignoreOrder: true);
        PersonalData.In(string.Concat(told.Select(one => one.Data.ToText()))).ShouldBeEmpty();

        List<string> All(string kind, string sort) => [.. told.SelectMany(one => one.Ids(kind, sort))];

        async Task<List<string>> IdsAsync(string list) => [.. (await app.AllAsync(list)).Select(item => item.Id())];
    }

    [Fact]
    public async Task What_was_refused_tells_of_its_request_only()
    {
        await using var app = new EmulatorApp();
        await using var listener = await StreamListener.OpenAsync(app);

        _ = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", new JsonObject { ["coverages"] = 1 });

        (await listener.UntilMarkAsync(app)).Select(one => one.Summary).ShouldBe(["request created 1"]);
    }

    [Fact]
    public async Task A_connection_that_broke_goes_on_where_it_was()
    {
        await using var app = new EmulatorApp();
        await using var whole = await StreamListener.OpenAsync(app);
        var parts = new List<StreamEvent>();
        string cursor;
        await using (var first = await StreamListener.OpenAsync(app))
        {
            _ = await app.PostGuideAsync();
            parts.Add((await first.NextAsync())!);
            cursor = first.Cursor;
        }

        _ = await app.AdvanceAsync("P2D");
        await using var second = await StreamListener.OpenAsync(app, lastEventId: cursor);
        second.Start.Id.ShouldBe(cursor);
        second.Start.Data.Text("cursor").ShouldBe(cursor);
        await using var third = await StreamListener.OpenAsync(app, $"after={cursor}", lastEventId: "of no meaning");
        parts.AddRange(await second.UntilMarkAsync(app));

        parts.Select(Text).ShouldBe((await whole.UntilMarkAsync(app)).Select(Text));
        (await third.UntilMarkAsync(app)).Select(Text).ShouldBe(parts.Skip(1).Select(Text));

        static string Text(StreamEvent one) => $"{one.Id} {one.Type} {one.Data.ToText()}";
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0123456789ab-0")]
    [InlineData("0123456789ab-17")]
    [InlineData("-1")]
    public async Task A_cursor_that_is_not_known_is_told_as_a_gap_and_the_rest_goes_on(string cursor)
    {
        await using var app = new EmulatorApp();
        await using var listener = await StreamListener.OpenAsync(app, $"after={cursor}");

        listener.Start.Id.ShouldBeNull();
        var gap = (await listener.NextAsync())!;
        gap.Type.ShouldBe("gap");
        gap.Id.ShouldBe(gap.Data.Text("cursor"));
        gap.Data.Text("world").ShouldBe("default");
        gap.Data.Text("reason").ShouldStartWith("The cursor is of another time");
        _ = await app.PostGuideAsync();
        (await listener.NextAsync())!.Ids("member_snapshot", "created").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_place_that_is_yet_to_come_is_a_gap()
    {
        await using var app = new EmulatorApp();
        await using var first = await StreamListener.OpenAsync(app);

        await using var second = await StreamListener.OpenAsync(app, $"after={first.Cursor}7");

        (await second.NextAsync())!.Type.ShouldBe("gap");
    }

    [Fact]
    public async Task A_world_that_begins_anew_is_told_and_cursors_of_before_are_gaps()
    {
        await using var app = new EmulatorApp();
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/here");
        await using var listener = await StreamListener.OpenAsync(app);
        var before = listener.Cursor;
        foreach (var call in new[] { "reset", "checkpoints/here/restore" })
        {
            _ = await app.AdvanceAsync("P1D");
            (await listener.NextAsync())!.Summary.ShouldBe("clock changed 1");

            _ = await app.DoAsync(HttpMethod.Post, $"/_emulator/{call}");

            var replaced = (await listener.NextAsync())!;
            replaced.Type.ShouldBe("replaced");
            replaced.Data.ToText().ShouldBe($$"""{"world":"default","cursor":"{{replaced.Id}}","now":"2024-08-20T12:00:00+00:00","mode":"frozen"}""");
        }

        await using var late = await StreamListener.OpenAsync(app, $"after={before}");
        (await late.NextAsync())!.Type.ShouldBe("gap");
        (await listener.UntilMarkAsync(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seed_of_its_own_makes_the_world_another_one()
    {
        await using var app = new EmulatorApp();
        var seed = await app.GetAsync("/_emulator/seed");
        await using var listener = await StreamListener.OpenAsync(app);

        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/seed", seed);

        (await listener.NextAsync())!.Type.ShouldBe("replaced");
        (await listener.UntilMarkAsync(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_the_world_ends_its_stream()
    {
        await using var app = new EmulatorApp();
        _ = await app.CreateWorldAsync("tests");
        await using var listener = await StreamListener.OpenAsync(app, world: "/w/tests");

        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/tests");

        var end = (await listener.NextAsync())!;
        (end.Type, end.Data.ToText()).ShouldBe(("end", """{"reason":"The world tests was deleted"}"""));
        (await listener.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task The_end_of_a_world_does_not_wait_for_one_who_does_not_read()
    {
        await using var app = new EmulatorApp();
        _ = await app.CreateWorldAsync("tests");
        using var silent = await StreamListener.SendAsync(app, HttpMethod.Get, world: "/w/tests");
        await FillAsync(app, app.Feed("tests"));

        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/worlds/tests");

        _ = await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/_emulator/worlds/tests");
    }

    [Fact]
    public async Task A_stop_of_the_emulator_ends_the_stream_and_is_not_held_up()
    {
        await using var app = new EmulatorApp();
        await using var listener = await StreamListener.OpenAsync(app);

        var stop = app.StopAsync();

        var end = (await listener.NextAsync())!;
        (end.Type, end.Data.ToText()).ShouldBe(("end", """{"reason":"The emulator stops"}"""));
        (await listener.NextAsync()).ShouldBeNull();
        await stop;
    }

    [Fact]
    public async Task What_happens_in_another_world_is_not_told()
    {
        await using var app = new EmulatorApp();
        var other = await app.CreateWorldAsync("tests");
        await using var listener = await StreamListener.OpenAsync(app);

        _ = await other.PostGuideAsync();
        _ = await other.AdvanceAsync("P2D");
        _ = await other.ResetAsync();

        (await listener.UntilMarkAsync(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_kept_in_memory_is_told_too()
    {
        await using var app = new EmulatorApp();
        await using var listener = await StreamListener.OpenAsync(app);

        var fault = (await app.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse($$"""{"path": "{{Differences}}", "status": 503, "times": 1}"""))).Id();
        _ = await app.RefusedAsync(HttpStatusCode.ServiceUnavailable, HttpMethod.Get, Differences);
        _ = await app.DoAsync(HttpMethod.Delete, $"{Faults}/{fault}");
        _ = await app.DoAsync(HttpMethod.Delete, Faults);
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/inbox/mine", new JsonObject { ["kept"] = true });
        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/inbox/mine/messages");
        _ = await app.DoAsync(HttpMethod.Delete, "/_emulator/requests");
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Put, HttpMethod.Delete })
            _ = await app.DoAsync(method, "/_emulator/checkpoints/here");
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["speed"] = 2 });
        _ = await app.BehaveAsync(Defaults.AcceptingCarrier);

        var told = await listener.UntilMarkAsync(app);
        told.Select(one => one.Summary).ShouldBe(
        [
            "fault created 1", "fault changed 1", "request created 1", "fault deleted 1", "inbox_message created 1", "inbox_message deleted 1",
            "request deleted 1", "checkpoint created 1", "checkpoint changed 1", "checkpoint deleted 1", "clock changed 1", "carrier_behavior changed 1",
        ]);
        told[0].Ids("fault", "created").ShouldBe([fault]);
        told[11].Ids("carrier_behavior", "changed").ShouldBe([Defaults.AcceptingCarrier]);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_told_and_a_step_that_was_set_aside_is()
    {
        var folder = Directory.CreateTempSubdirectory("noyo-stream-");
        try
        {
            await using var app = EmulatorApp.On(folder.FullName);
            foreach (var family in new[] { 1, 2, 3 })
                _ = await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-08-01"));
            var broken = (await app.AdvanceAsync("PT1S")).Subjects()[1];
            Execute(folder, $"UPDATE carrier_submissions SET document = '!' || document WHERE id = x'{Guid.Parse(broken):N}'");
            await using var listener = await StreamListener.OpenAsync(app, "kinds=carrier_record,step_set_aside,inbox_behavior");

            _ = await app.AdvanceAsync("P1D");
            _ = await app.DoAsync(HttpMethod.Post, "/_emulator/steps/release");

            var told = await listener.UntilMarkAsync(app);
            told.Select(one => one.Summary).Where(summary => summary.StartsWith("step", StringComparison.Ordinal))
                .ShouldBe(["step_set_aside created 1", "step_set_aside deleted 1"]);
            told.SelectMany(one => one.Ids("carrier_record", "created")).ShouldBeUnique();
            told.Sum(one => one.Ids("carrier_record", "created").Count).ShouldBe(2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_kind_that_is_not_known_is_refused_with_those_that_are()
    {
        await using var app = new EmulatorApp();

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{StreamListener.Path}?kinds=difference,person");

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("message").ShouldBe(
            "kinds must be one of: group, group_contact, group_location, group_carrier_configuration, group_connection, group_disconnection, "
            + "renewal_decision, issue, feed_run, partner_document, organization_carrier, plan, group_enrollment, employee, dependent, individual_enrollment, member_snapshot, member_request, member_transaction, difference, "
            + "carrier_record, shape_object, subscription, event, delivery, attempt, step_set_aside, carrier_behavior, clock, checkpoint, request, fault, inbox_message, "
            + "inbox_behavior");
    }

    [Fact]
    public async Task One_who_does_not_read_holds_nobody_up_and_hears_of_the_gap_when_he_does()
    {
        await using var app = new EmulatorApp();
        await using var listener = await StreamListener.OpenAsync(app);
        await FillAsync(app, app.Feed());
        _ = await app.PostGuideAsync();

        var latest = app.Feed().Recorded;
        var heard = new List<StreamEvent>();
        while (heard.Count == 0 || !heard[^1].Id!.EndsWith($"-{latest}", StringComparison.Ordinal))
            heard.Add((await listener.NextAsync())!);

        heard.Count(one => one.Type == "changes").ShouldBeLessThan((int)latest);
        var gaps = heard.FindAll(one => one.Type == "gap");
        gaps.ShouldNotBeEmpty();
        gaps.ShouldAllBe(gap => gap.Data.Text("reason") == "More happened than is kept until it was read" && gap.Data.Text("cursor") == gap.Id);
        (await listener.UntilMarkAsync(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Posts_at_the_same_time_are_all_told_and_none_twice()
    {
        await using var app = new EmulatorApp();
        await using var listener = await StreamListener.OpenAsync(app);

        var posted = await Task.WhenAll(Enumerable.Range(1, 24).Select(
            async family => (await app.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(family).Enroll(Offer.Dental, "2024-08-01"))).Id()));

        var told = await listener.UntilMarkAsync(app);
        told.SelectMany(one => one.Ids("member_snapshot", "created")).ShouldBe(posted, ignoreOrder: true);
        told.SelectMany(one => one.Ids("request", "created")).Count().ShouldBe(posted.Length);
    }

    [Fact]
    public async Task Nothing_is_kept_while_nobody_listens_nor_from_a_minute_after_the_last_one_left()
    {
        var machine = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));
        await using var app = EmulatorApp.WithRealTime(machine);
        _ = await app.PostGuideAsync();
        app.Feed().Recorded.ShouldBe(0);

        string cursor;
        await using (var listener = await StreamListener.OpenAsync(app))
            cursor = listener.Cursor;
        await EmulatorApp.UntilAsync(async () =>
        {
            _ = await app.ClockAsync();
            return app.Feed().Listeners == 0;
        });
        machine.Advance(TimeSpan.FromSeconds(59));
        _ = await app.AdvanceAsync("P1D");
        var kept = app.Feed().Recorded;
        kept.ShouldBeGreaterThan(0);
        machine.Advance(TimeSpan.FromSeconds(1));
        _ = await app.AdvanceAsync("P1D");

        app.Feed().Recorded.ShouldBe(kept);
        await using var late = await StreamListener.OpenAsync(app, $"after={cursor}");
        (await late.NextAsync())!.Type.ShouldBe("gap");
    }

    [Fact]
    public async Task While_nothing_happens_a_comment_says_that_the_connection_is_there()
    {
        var machine = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-01T08:00:00Z"));
        await using var app = EmulatorApp.WithRealTime(machine);
        using var response = await StreamListener.SendAsync(app, HttpMethod.Get, "kinds=difference");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var start = new List<string?>();
        for (var line = 0; line < 4; line++)
            start.Add(await lines.ReadLineAsync(Token));
        start[1].ShouldBe("event: start");
        start[3].ShouldBe("");
        // Of a kind that is not wanted: its place is told, so that it is not read once more.
        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/here");

        // A comment may come before the checkpoint has been heard of; that has no place to tell yet.
        var comments = ReadToPlaceAsync();
        await EmulatorApp.UntilAsync(async () =>
        {
            machine.Advance(TimeSpan.FromSeconds(15));
            _ = await app.ClockAsync();
            return comments.IsCompleted;
        });

        var read = await comments;
        read[^2..].ShouldBe([":", $"{start[0]![..^1]}1"]);
        read[..^2].Chunk(2).ShouldAllBe(comment => comment[0] == ":" && comment[1] == "");
        (await lines.ReadLineAsync(Token)).ShouldBe("");

        async Task<List<string?>> ReadToPlaceAsync()
        {
            var all = new List<string?>();
            do
                all.Add(await lines.ReadLineAsync(Token));
            while (all[^1]?.StartsWith("id:", StringComparison.Ordinal) == false);
            return all;
        }
    }

    [Fact]
    public async Task It_is_for_those_who_have_the_key()
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", "key"));

        _ = await app.RefusedAsync(HttpStatusCode.Unauthorized, HttpMethod.Get, StreamListener.Path);

        app.Feed().Listeners.ShouldBe(0);
    }

    [Fact]
    public async Task HEAD_is_answered_at_once()
    {
        await using var app = new EmulatorApp();

        using var response = await StreamListener.SendAsync(app, HttpMethod.Head);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        app.Feed().Listeners.ShouldBe(0);
    }

    private const int Filling = 10_000;

    /// <summary>More than is kept, and more than there is room for on the way to one who does not read; the stream has its turns in between.</summary>
    private static async Task FillAsync(EmulatorApp app, ChangeFeed feed)
    {
        for (var i = 0; i < Filling; i++)
        {
            feed.Tell(UnstoredKinds.Fault, ChangeSort.Changed);
            if (i % 500 == 0)
                _ = await app.ClockAsync();
        }
    }

    private static void Execute(DirectoryInfo folder, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "worlds", "default", "world.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
