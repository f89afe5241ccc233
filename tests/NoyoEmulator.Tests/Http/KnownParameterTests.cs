using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Http;

/// <summary>A filter that nobody knows would filter nothing, and let tests pass for the wrong reason.</summary>
public sealed class KnownParameterTests
{
    private const string Snapshots = "/api/v1/member_snapshots";

    public static TheoryData<HttpMethod, string> WithoutParameters => new()
    {
        { HttpMethod.Get, $"{Snapshots}/{Uuid}" },
        { HttpMethod.Post, $"/api/v1/groups/{Defaults.GuideGroup}/member_snapshots" },
        { HttpMethod.Get, $"/api/v1/employees/{Uuid}/status" },
        { HttpMethod.Get, $"/fulfillment/api/v1/member_transactions/{Uuid}" },
        { HttpMethod.Get, $"/tracking/api/v1/differences/{Uuid}" },
        { HttpMethod.Put, $"/tracking/api/v1/differences/{Uuid}/dismiss" },
        { HttpMethod.Get, "/_emulator/clock" },
        { HttpMethod.Post, "/_emulator/drain" },
        { HttpMethod.Get, "/_emulator/info" },
    };

    private static string Uuid => "0ee5f1dd-3c8c-4a5e-9d8a-5f3f0a8ab0aa";

    [Fact]
    public async Task An_unknown_parameter_is_refused_with_the_one_that_was_meant_and_all_there_are()
    {
        await using var app = new EmulatorApp();

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Snapshots}?statuses=completed&page_size=5");

        var entry = error["errors"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)entry["field"]).ShouldBe("statuses");
        ((string?)entry["message"]).ShouldBe(
            "statuses is not known; did you mean status? The parameters there are: page_size, offset, status, id, "
            + "fulfillment_summary_carrier_id, fulfillment_summary_status, employee_id, group_id");
    }

    [Fact]
    public async Task Each_unknown_parameter_is_named_once()
    {
        await using var app = new EmulatorApp();

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/tracking/api/v1/differences?is_opened=true&employee=1&employee=2&is_open=true&=3");

        error["errors"]!.AsArray().Select(entry => (string?)entry!["field"]).ShouldBe(["is_opened", "employee", ""]);
        ((string?)error["message"]).ShouldStartWith("is_opened is not known; did you mean is_open? ");
        ((string?)error["message"]).ShouldEndWith(" (and 2 more errors)");
        ((string?)error["errors"]![1]!["message"]).ShouldStartWith("employee is not known; the parameters there are: ");
    }

    [Theory]
    [InlineData($"{Snapshots}?Page_Size=5", "Page_Size", "page_size")]
    [InlineData($"{Snapshots}?page_size=5&PAGE_SIZE=5", "PAGE_SIZE", "page_size")]
    [InlineData("/_emulator/webhooks/events?Type=member_snapshot.created", "Type", "type")]
    public async Task A_name_in_another_case_is_another_name(string path, string name, string meant)
    {
        await using var app = new EmulatorApp();

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, path);

        ((string?)error["message"]).ShouldStartWith($"{name} is not known; did you mean {meant}? ");
    }

    [Theory]
    [MemberData(nameof(WithoutParameters))]
    public async Task An_operation_without_parameters_takes_none(HttpMethod method, string path)
    {
        await using var app = new EmulatorApp();

        var error = await app.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, method, $"{path}?page_size=1", method == HttpMethod.Get ? null : new JsonObject());

        ((string?)error["message"]).ShouldBe("page_size is not known; there are no parameters here");
    }

    [Theory]
    [InlineData("/api/v1/employees/{0}/member_snapshots?status=processing")]
    [InlineData("/tracking/api/v1/groups/{0}/differences?group_id={0}")]
    public async Task A_filter_of_another_list_is_no_filter_of_this_one(string path)
    {
        await using var app = new EmulatorApp();

        await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, path.Replace("{0}", Uuid, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("status=completed", "status")]
    [InlineData("id=0ee5f1dd-3c8c-4a5e-9d8a-5f3f0a8ab0aa", "id")]
    [InlineData("fulfillment_summary_status=completed", "fulfillment_summary_status")]
    public async Task What_Noyo_declares_and_the_emulator_lacks_is_refused_as_that(string query, string name)
    {
        await using var app = new EmulatorApp();
        var path = $"/api/v1/employees/{Defaults.GuideEmployee}/member_snapshot?{query}";

        var error = await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, path);

        ((string?)error["message"]).ShouldBe(
            $"{name} is a parameter of Noyo's that this emulator does not support here: a calculated snapshot has no id, no status and no summary");
        await using var lenient = new EmulatorApp(("Noyo:UnknownFilters", "ignore"));
        await lenient.GetAsync(path);
    }

    [Fact]
    public async Task Noyos_operations_can_be_told_to_ignore_what_they_do_not_have()
    {
        await using var app = new EmulatorApp(("Noyo:UnknownFilters", "ignore"));
        await app.PostGuideAsync();

        var all = await app.GetAsync($"{Snapshots}?statuses=canceled&PAGE_SIZE=1&page_size=50");
        var ofEmployee = await app.GetAsync($"/api/v1/employees/{Defaults.GuideEmployee}/member_snapshots?status=canceled");

        all["meta"]!["page_size"]!.GetValue<int>().ShouldBe(50);
        all["response"]!.AsArray().Count.ShouldBeGreaterThan(1);
        ofEmployee["response"]!.AsArray().Count.ShouldBeGreaterThan(0);
        var journal = await app.GetAsync("/_emulator/requests?operation=getMemberSnapshotsList");
        ((string?)journal["response"]![0]!["query"]).ShouldBe("?statuses=canceled&PAGE_SIZE=1&page_size=50");
        await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, "/_emulator/carriers?page=1");
        await app.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Snapshots}?page_size=0");
    }

    [Fact]
    public async Task Who_may_not_ask_is_told_that_first()
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", "key"));
        using var client = app.AnonymousClient();

        foreach (var path in new[] { $"{Snapshots}?page=1", "/_emulator/clock?page=1" })
        {
            using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [InlineData("GET", "/ping?x=1")]
    [InlineData("GET", "/tracking/ping?x=1")]
    [InlineData("GET", "/_emulator/health/live?x=1")]
    [InlineData("GET", "/_emulator/health/ready?x=1")]
    [InlineData("GET", "/swagger/index.html?x=1")]
    [InlineData("GET", "/swagger/fulfillment/swagger.json?x=1")]
    [InlineData("POST", "/_emulator/inbox/orders?token=1")]
    public async Task What_others_call_with_a_query_of_their_own_takes_any(string method, string path)
    {
        await using var app = new EmulatorApp();
        using var response = await app.SendAsync(new HttpMethod(method), path, method == "POST" ? new JsonObject() : null);

        response.IsSuccessStatusCode.ShouldBeTrue();
    }
}
