using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

public sealed class ClockTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse(EmulatorApp.Start, CultureInfo.InvariantCulture);

    [Fact]
    public async Task What_is_left_out_of_a_change_stays_as_it_is()
    {
        var app = await shared.FreshAsync();

        (await app.DoAsync(HttpMethod.Put, "/_emulator/clock", JsonNode.Parse("""{"now": "2024-09-01"}""")))["mode"]!.GetValue<string>().ShouldBe("frozen");
        (await app.DoAsync(HttpMethod.Put, "/_emulator/clock", JsonNode.Parse("""{"speed": 60}"""))).ToText()
            .ShouldBe("""{"now":"2024-09-01T00:00:00+00:00","mode":"frozen","speed":60,"next_due":null,"pending":0,"held":1}""");
    }

    [Fact]
    public async Task What_is_held_shows_on_the_clock_until_it_is_let_go()
    {
        var app = await shared.FreshAsync();
        _ = await app.BehaveAsync(Defaults.ShiftingCarrier, WorldIntents.Rule("hold"));
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("PT1H");

        // One step of the default data waits for somebody as well.
        (await app.ClockAsync())["held"]!.GetValue<int>().ShouldBe(2);
        _ = await app.DoAsync(HttpMethod.Post, $"/_emulator/carriers/{Defaults.ShiftingCarrier}/release", new JsonObject());
        _ = await app.DrainAsync();
        (await app.ClockAsync())["held"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_frozen_clock_stands_still_until_it_is_advanced()
    {
        var app = await shared.FreshAsync();

        (await app.ClockAsync()).ToText().ShouldBe(
            """{"now":"2024-08-20T12:00:00+00:00","mode":"frozen","speed":1,"next_due":null,"pending":0,"held":1}""");
        var ledger = await app.AdvanceAsync("P1DT1H");

        ledger.ToText().ShouldBe(
            """{"from":"2024-08-20T12:00:00+00:00","to":"2024-08-21T13:00:00+00:00","fired":[],"next_due":null,"pending":[{"kind":"submit","count":0,"held":1,"next_due":null}]}""");
        (await NowAsync(app)).ShouldBe(Start.AddHours(25));
    }

    [Fact]
    public async Task An_advance_tells_what_happened_on_the_way_and_what_comes_next()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();

        var clock = await app.ClockAsync();
        clock["pending"]!.GetValue<int>().ShouldBe(1);
        clock["next_due"]!.GetValue<DateTimeOffset>().ShouldBe(Start.AddSeconds(1));
        var ledger = await app.AdvanceAsync("PT4S");

        var fired = ledger["fired"]!.AsArray();
        fired.Select(entry => entry!["kind"]!.GetValue<string>()).ShouldBe(["submit", "process"]);
        fired.Select(entry => entry!["at"]!.GetValue<DateTimeOffset>()).ShouldBe([Start.AddSeconds(1), Start.AddSeconds(4)]);
        fired.Select(entry => entry!["id"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        PersonalData.In(ledger.ToText()).ShouldBeEmpty();
        ledger["next_due"]!.GetValue<DateTimeOffset>().ShouldBe(Start.AddSeconds(6));
    }

    [Fact]
    public async Task The_clock_can_be_advanced_step_by_step()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();
        var next = new JsonObject { ["next"] = true };

        var instants = new List<DateTimeOffset>();
        for (var i = 0; i < 5; i++)
            instants.Add((await app.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", next))["to"]!.GetValue<DateTimeOffset>());

        // The fourth goes to the day on which the enrollment takes effect, the fifth has nothing to go to.
        var effective = new DateTimeOffset(2024, 8, 22, 0, 0, 0, TimeSpan.Zero);
        instants.ShouldBe([Start.AddSeconds(1), Start.AddSeconds(4), Start.AddSeconds(6), effective, effective]);
    }

    [Fact]
    public async Task The_clock_can_be_advanced_to_an_instant_but_not_back()
    {
        var app = await shared.FreshAsync();

        var ledger = await app.DoAsync(
            HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-08-22T02:00:00+02:00" });
        ledger["to"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2024, 8, 22, 0, 0, 0, TimeSpan.Zero));
        _ = await app.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", new JsonObject { ["to"] = "2024-08-22" });
        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/clock/advance", new JsonObject
            {
                ["to"] = "2024-08-21T23:59:59.999999Z",
            });

        error["message"]!.GetValue<string>().ShouldContain("in the past");
        error["errors"]![0]!["field"]!.GetValue<string>().ShouldBe("$.to");
        (await NowAsync(app)).ShouldBe(new DateTimeOffset(2024, 8, 22, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("{}", "exactly one of by, to and next")]
    [InlineData("""{"by": "P1D", "to": "2030-01-01"}""", "exactly one of by, to and next")]
    [InlineData("""{"by": "P1D", "next": true}""", "exactly one of by, to and next")]
    [InlineData("""{"next": false}""", "exactly one of by, to and next")]
    [InlineData("""{"next": "soon"}""", "next must be")]
    [InlineData("""{"by": "soon"}""", "by must be a duration")]
    [InlineData("""{"by": ""}""", "by must be a duration")]
    [InlineData("""{"by": "-P1D"}""", "by must not be negative")]
    [InlineData("""{"by": "P1M"}""", "by must not use years or months")]
    [InlineData("""{"by": "P1W"}""", "by must not use weeks")]
    [InlineData("""{"by": "P9000000D"}""", "by goes too far")]
    [InlineData("""{"by": "P99999999999D"}""", "by must be a duration")]
    [InlineData("""{"to": "tomorrow"}""", "to must be an instant")]
    [InlineData("""{"to": "9999-12-31T23:59:59Z"}""", "to must be an instant")]
    [InlineData("""{"to": "1969-12-31"}""", "to must be an instant")]
    [InlineData("""{"to": "2024-08-19"}""", "to lies in the past")]
    public async Task An_advance_that_makes_no_sense_is_refused(string body, string message)
    {
        var app = await shared.FreshAsync();

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/clock/advance", JsonNode.Parse(body));

        error["errors"]!.AsArray().ShouldContain(failure => failure!["message"]!.GetValue<string>().Contains(message));
        (await NowAsync(app)).ShouldBe(Start);
    }

    [Theory]
    [InlineData("""{"mode": "fast"}""", "mode")]
    [InlineData("""{"mode": "realtime", "speed": 0}""", "speed")]
    [InlineData("""{"mode": "realtime", "speed": -1}""", "speed")]
    [InlineData("""{"mode": "realtime", "speed": 1000001}""", "speed")]
    [InlineData("""{"mode": "realtime", "speed": "fast"}""", "speed")]
    [InlineData("""{"mode": "realtime", "speed": 1e400}""", "speed")]
    [InlineData("""{"mode": "frozen", "now": "noon"}""", "now")]
    [InlineData("""{"mode": "frozen", "now": "9999-01-01"}""", "now")]
    [InlineData("""{"mode": "frozen", "now": "2024-02-30"}""", "now")]
    public async Task A_clock_that_makes_no_sense_is_refused(string body, string field)
    {
        var app = await shared.FreshAsync();

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Put, "/_emulator/clock", JsonNode.Parse(body));

        error["errors"]![0]!["field"]!.GetValue<string>().ShouldBe($"$.{field}");
        (await NowAsync(app)).ShouldBe(Start);
    }

    [Fact]
    public async Task The_time_can_be_set_which_runs_nothing_by_itself()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();

        var clock = await app.DoAsync(
            HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen", ["now"] = "2024-08-25T00:00:00Z" });

        clock["now"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2024, 8, 25, 0, 0, 0, TimeSpan.Zero));
        clock["pending"]!.GetValue<int>().ShouldBe(1);
        clock["next_due"]!.GetValue<DateTimeOffset>().ShouldBe(Start.AddSeconds(1));
        (await app.EventTypesAsync()).ShouldBe(["difference.created"]);
        _ = await app.DrainAsync();
        // It ran late, and what follows is counted from then.
        (await app.ClockAsync())["next_due"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2024, 8, 25, 0, 0, 3, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_clock_in_realtime_moves_at_its_speed_and_does_what_falls_due()
    {
        var app = await shared.FreshAsync();
        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();

        var clock = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime", ["speed"] = 1000 });

        clock["mode"]!.GetValue<string>().ShouldBe("realtime");
        clock["speed"]!.GetValue<double>().ShouldBe(1000);
        _ = await app.GetAsync($"/_emulator/webhooks/events/await?type=member_snapshot.status_change&object_id={snapshot}&timeout=PT30S");
        var first = await NowAsync(app);
        first.ShouldBeGreaterThanOrEqualTo(Start.AddSeconds(6));
        var frozen = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "frozen" });
        var now = frozen["now"]!.GetValue<DateTimeOffset>();
        now.ShouldBeGreaterThan(first);
        frozen["speed"]!.GetValue<double>().ShouldBe(1000);
        (await NowAsync(app)).ShouldBe(now);
    }

    [Fact]
    public async Task Nothing_that_falls_due_is_slept_through_at_any_speed()
    {
        var app = await shared.FreshAsync();
        for (var i = 0; i < 40; i++)
        {
            // A second of the world passes in anything from a blink to less than a query takes.
            var clock = new JsonObject
            {
                ["mode"] = "realtime",
                ["now"] = EmulatorApp.Start,
                ["speed"] = 300 * (i % 10 + 1) * (i % 10 + 1),
            };
            _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", clock);
            var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();
            _ = await app.GetAsync(
                $"/_emulator/webhooks/events/await?type=member_snapshot.status_change&object_id={snapshot}&timeout=PT20S");
            _ = await app.ResetAsync();
        }
    }

    [Fact]
    public async Task A_clock_in_realtime_can_be_advanced_too()
    {
        var app = await shared.FreshAsync();
        _ = await app.DoAsync(
            HttpMethod.Put, "/_emulator/clock", new JsonObject { ["mode"] = "realtime", ["now"] = "2030-01-01T00:00:00Z" });
        var snapshot = (await app.PostGuideAsync())["id"]!.GetValue<string>();

        _ = await app.AdvanceAsync("P1D");

        (await app.GetSnapshotAsync(snapshot))["status"]!.GetValue<string>().ShouldBe("completed");
        (await NowAsync(app)).ShouldBeGreaterThanOrEqualTo(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_slowest_clock_does_no_harm()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();

        _ = await app.DoAsync(HttpMethod.Put, "/_emulator/clock", JsonNode.Parse("""{"mode": "realtime", "speed": 1e-20}"""));
        _ = await app.PostGuideAsync();
        _ = await app.AdvanceAsync("P1D");

        (await app.GetAsync("/_emulator/health/ready"))["status"]!.GetValue<string>().ShouldBe("ready");
        (await app.EventTypesAsync()).ShouldContain("member_snapshot.status_change");
    }

    [Fact]
    public async Task A_drain_runs_what_is_due_with_a_body_and_without()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();
        const string idle =
            """
            {"idle":true,"next_due":"2024-08-20T12:00:01+00:00","pending":[{"kind":"submit","count":1,"held":1,"next_due":"2024-08-20T12:00:01+00:00"}]}
            """;

        (await app.DrainAsync()).ToText().ShouldBe(idle);
        (await app.ClockAsync())["pending"]!.GetValue<int>().ShouldBe(1);
        (await app.DoAsync(HttpMethod.Post, "/_emulator/drain", new JsonObject())).ToText().ShouldBe(idle);
        (await app.DoAsync(HttpMethod.Post, "/_emulator/drain", new JsonObject { ["timeout"] = "PT5S" })).ToText()
            .ShouldBe(idle);
        (await NowAsync(app)).ShouldBe(Start);
        foreach (var timeout in new JsonNode[] { "soon", "P1M", -5 })
        {
            var body = new JsonObject { ["timeout"] = timeout };
            _ = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/drain", body);
        }
    }

    [Fact]
    public async Task Two_advances_at_once_happen_one_after_the_other()
    {
        var app = await shared.FreshAsync();
        _ = await app.PostGuideAsync();

        var ledgers = await Task.WhenAll(app.AdvanceAsync("P1D"), app.AdvanceAsync("P1D"), app.AdvanceAsync("P1D"));

        (await NowAsync(app)).ShouldBe(Start.AddDays(3));
        ledgers.Select(ledger => ledger["from"]!.GetValue<DateTimeOffset>()).Order().ShouldBe([Start, Start.AddDays(1), Start.AddDays(2)]);
        ledgers.Sum(ledger => ledger["fired"]!.AsArray().Count).ShouldBe(4);
    }

    private static async Task<DateTimeOffset> NowAsync(EmulatorApp app) => (await app.ClockAsync())["now"]!.GetValue<DateTimeOffset>();
}
