using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NoyoEmulator.Control;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Control;

/// <summary>A world with snapshots of several families, for reading only; each is named by its letter, those of the seed by a question mark.</summary>
public sealed class SnapshotSearchWorld : IAsyncLifetime
{
    private readonly Dictionary<string, string> _letters = [];

    public EmulatorApp App { get; } = new();

    public async ValueTask InitializeAsync()
    {
        // g is the guide's; a completed; b replaced by c, which one of two carriers refuses; d in progress.
        await AddAsync("g", App.PostGuideAsync());
        await AddAsync("a", App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 2).Enroll(Offer.Dental, "2024-09-01")));
        _ = await App.AdvanceAsync("PT1H");
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("Not this one")));
        await AddAsync("b", App.PostSnapshotAsync(Defaults.SnapshotGroup, Named(Family(2), "Zoë", "Öztürk").Enroll(Offer.Vision, "2024-09-01")));
        _ = await App.AdvanceAsync("PT2S");
        await AddAsync("c", App.PostSnapshotAsync(Defaults.SnapshotGroup, Named(Family(2), "Zoë", "Öztürk").Enroll(Offer.Dental, "2024-09-01").Enroll(Offer.Vision, "2024-09-01")));
        _ = await App.AdvanceAsync("PT1H");
        await AddAsync("d", App.PostSnapshotAsync(Defaults.GuideGroup, Named(Family(3), "100%", "O'Test_Case\\").Enroll(Offer.Vision, "2024-09-01")));
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal string LetterOf(JsonNode snapshot) => _letters.GetValueOrDefault(snapshot.Id(), "?");

    internal string IdOf(string letter) => _letters.Single(pair => pair.Value == letter).Key;

    private static JsonObject Family(int number) => FamilyBody.Of(number);

    private static JsonObject Named(JsonObject body, string first, string last) =>
        body.With("employee.person.first_name", first).With("employee.person.last_name", last);

    private async Task AddAsync(string letter, Task<JsonNode> posting) => _letters.Add((await posting).Id(), letter);
}

/// <summary>The member snapshots as people look for them.</summary>
public sealed class SnapshotSearchTests(SnapshotSearchWorld world) : IClassFixture<SnapshotSearchWorld>
{
    private const string Snapshots = "/_emulator/snapshots";

    private EmulatorApp App { get; } = world.App;

    [Fact]
    public async Task A_row_has_names_carriers_and_what_is_open()
    {
        var row = (await App.GetAsync($"{Snapshots}?employee_id={Defaults.GuideEmployee}&status=completed&offset=0&page_size=1"))["response"]![0]!;

        row.ToText().ShouldBe($$"""
            {"id":"{{world.IdOf("g")}}","created":"2024-08-20T12:00:00+00:00","modified":"2024-08-20T12:00:06+00:00","status":"completed",
            "group":{"id":"{{Defaults.GuideGroup}}","name":"Cedar Maps"},
            "employee":{"id":"{{Defaults.GuideEmployee}}","first_name":"Opal","last_name":"Cornwall"},"dependents":1,
            "carriers":[{"id":"{{Defaults.ShiftingCarrier}}","name":"Lantern Vision","status":"sent","errors":[]}],
            "differences":{"total":2,"open":1,"discrepancies":1} }
            """.Replace("\n", "").Replace(" }", "}"));
    }

    [Fact]
    public async Task Differences_are_those_that_a_list_of_differences_has_for_the_snapshot()
    {
        foreach (var row in (await App.GetAsync($"{Snapshots}?page_size=100"))["response"]!.AsArray())
        {
            var differences = await App.DifferencesAsync($"member_snapshot_id={row!.Id()}");
            var open = await App.DifferencesAsync($"member_snapshot_id={row!.Id()}&is_open=true");
            var discrepancies = await App.DifferencesAsync($"member_snapshot_id={row!.Id()}&is_open=true&is_discrepancy=true");
            row!["differences"]!.ToText().ShouldBe($"{{\"total\":{differences.Count},\"open\":{open.Count},\"discrepancies\":{discrepancies.Count}}}");
        }
    }

    [Fact]
    public async Task A_carrier_that_refuses_is_there_with_its_reasons()
    {
        var row = (await App.GetAsync($"{Snapshots}?carrier_id={Defaults.AcceptingCarrier}&employee_id={FamilyBody.Id(2)}"))["response"]!.AsArray().ShouldHaveSingleItem()!;

        row["carriers"]!.AsArray().Select(carrier => $"{carrier!.Text("name")} {carrier!.Text("status")} {carrier!["errors"]!.ToText()}")
            .ShouldBe(["Harbor Mutual invalid [\"Not this one\"]", "Lantern Vision sent []"]);
    }

    [Theory]
    [InlineData("", "dcbag?????")]
    [InlineData("page_size=2&offset=1", "cb")]
    [InlineData("offset=50", "")]
    [InlineData("status=processing,submitted", "d?")]
    [InlineData("status=replaced", "b")]
    [InlineData("status=canceled", "")]
    [InlineData("group_id=" + Defaults.SnapshotGroup, "cb?")]
    [InlineData("group_id=" + Defaults.ExampleGroup, "a")]
    [InlineData("group_id=" + Defaults.ExampleGroup + "&status=replaced", "")]
    [InlineData("group_id=" + Defaults.ExampleGroup + "&status=completed&carrier_id=" + Defaults.AcceptingCarrier + "&search=ada", "a")]
    [InlineData("employee_id=00000002-0000-4000-8000-000000000001", "cb")]
    [InlineData("employee_id=00000002-0000-4000-8000-000000000001&carrier_id=" + Defaults.AcceptingCarrier, "c")]
    [InlineData("employee_id=" + Defaults.Jade, "")]
    [InlineData("carrier_id=" + Defaults.Jade, "")]
    [InlineData("search=ada", "a")]
    [InlineData("search=ÖZTÜRK", "cb")]
    [InlineData("search=zoë tür", "cb")]
    [InlineData("search=türk zoë", "")]
    [InlineData("search=da", "dag")]
    [InlineData("search=JUNIPER t", "a")]
    [InlineData("search=cedar&employee_id=" + Defaults.GuideEmployee, "g")]
    [InlineData("search=cedar maps", "dg")]
    [InlineData("search=cornwall", "g")]
    [InlineData("search=Jade", "")]
    [InlineData("search=  ", "dcbag?????")]
    [InlineData("search=%", "d")]
    [InlineData("search=100%", "d")]
    [InlineData("search=_", "d")]
    [InlineData("search=t_c", "d")]
    [InlineData("search=\\", "d")]
    [InlineData("search=o'", "d")]
    [InlineData("search=' OR 1=1 --", "")]
    [InlineData("search=\"", "")]
    [InlineData("search=NOT*", "")]
    [InlineData("search=\0", "")]
    public async Task Filters_leave_what_meets_all_of_them(string query, string letters)
    {
        var list = await App.GetAsync($"{Snapshots}?{string.Join('&', query.Split('&').Select(Escaped))}");

        string.Concat(list["response"]!.AsArray().Select(row => world.LetterOf(row!))).ShouldBe(letters);
        if (!query.Contains("offset"))
            list.Total().ShouldBe(letters.Length);

        static string Escaped(string parameter) => parameter.Split('=', 2) is [var name, var value] ? $"{name}={Uri.EscapeDataString(value)}" : parameter;
    }

    [Fact]
    public async Task Text_as_long_as_a_request_may_have_finds_nothing() =>
        (await App.GetAsync($"{Snapshots}?search={string.Join("%20", Enumerable.Repeat("a%25", 1000))}")).Total().ShouldBe(0);

    [Fact]
    public async Task What_is_wrong_is_told_with_its_name()
    {
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Snapshots}?status=done&group_id=mine&carrier_id=1&employee_id=&page_size=0");

        error["errors"]!.AsArray().Select(it => it!.Text("field")).ShouldBe(["page_size", "status", "group_id", "employee_id", "carrier_id"]);
    }

    [Fact]
    public async Task One_has_its_family_as_well()
    {
        var one = await App.GetAsync($"{Snapshots}/{world.IdOf("g")}");

        one["members"]!.ToText().ShouldBe($$"""
            [{"id":"{{Defaults.GuideEmployee}}","type":"employee","first_name":"Opal","last_name":"Cornwall"},
            {"id":"{{Defaults.Jade}}","type":"dependent","first_name":"Jade","last_name":"Cornwall","relationship":"child"}]
            """.Replace("\n", ""));
        _ = one.AsObject().Remove("members");
        one.ToText().ShouldBe((await App.GetAsync($"{Snapshots}?search=opal&status=completed&page_size=1"))["response"]![0]!.ToText());
    }

    [Theory]
    [InlineData("00000000-0000-4000-8000-000000000000")]
    [InlineData("mine")]
    public async Task One_that_is_not_there_is_unknown(string id) =>
        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"{Snapshots}/{id}")).Text("message").ShouldBe($"MemberSnapshot not found with UUID {id}");

    [Fact]
    public async Task A_page_is_read_by_as_many_statements_as_one_row()
    {
        await using var bare = await BareWorld.OpenAsync();
        for (var family = 1; family <= 5; family++)
            await bare.PostAsync(Defaults.ExampleGroup, FamilyBody.Of(family, dependents: 1).Enroll(Offer.Dental, "2024-09-01"));
        using var reader = bare.World.OpenSqlReader();
        reader.Pin();

        // How many there are is counted once while nothing happens.
        _ = RunsOf("search=ada");

        var (one, many) = (RunsOf("page_size=1&search=ada"), RunsOf("page_size=100&search=ada"));

        one.Rows.ShouldBe(1);
        many.Rows.ShouldBe(5);
        many.Statements.ShouldBe(one.Statements);

        (int Rows, int Statements) RunsOf(string query)
        {
            var before = reader.Runs;
            var page = Query(query).Run(reader);
            page.Response.ShouldAllBe(row => row.Carriers.Count == 1 && row.Differences.Total == 2);
            return (page.Response.Count, reader.Runs - before);
        }
    }

    internal static SnapshotSearch Query(string query)
    {
        var read = SnapshotSearch.Read(new QueryCollection(
            query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('=')).ToDictionary(pair => pair[0], pair => new StringValues(pair[1]))));
        read.Failure.ShouldBeNull(query);
        return read;
    }
}
