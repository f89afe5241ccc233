using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Contract;

/// <summary>Every answer of Noyo's APIs says how much of it is Noyo's published behavior.</summary>
public sealed class MarkTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Header = "X-Emulator-Fidelity";
    private const string NoId = "ffffffff-0000-4000-8000-000000000000";

    [Fact]
    public async Task Every_endpoint_of_Noyos_APIs_has_a_mark()
    {
        await using var app = new EmulatorApp();

        app.UnmarkedOperations.ShouldBeEmpty("WithFidelity is missing, on the endpoint or its group.");
    }

    [Theory]
    [InlineData("GET", "/api/v1/groups", "documented")]
    [InlineData("GET", "/tracking/api/v1/differences?is_open=maybe", "documented")]
    [InlineData("GET", $"/api/v1/groups/{NoId}", "documented")]
    [InlineData("GET", $"/api/v1/groups/{NoId}/plans", "inferred")]
    [InlineData("PUT", $"/api/v1/groups/{NoId}/{NoId}", "inferred")]
    [InlineData("HEAD", "/carrier/api/v1/carriers", "inferred")]
    [InlineData("GET", "/ping", "documented")]
    [InlineData("POST", "/accounts/auth/public/token", "documented")]
    [InlineData("DELETE", "/api/v1/groups", "inferred")]
    [InlineData("GET", "/api/v1/grups", "inferred")]
    [InlineData("GET", "/api/v1/rule_sets", "none")]
    [InlineData("GET", "/_emulator/info", null)]
    [InlineData("GET", "/_emulator/nothing", null)]
    [InlineData("GET", "/swagger/nothing.json", null)]
    public async Task An_answer_carries_the_mark_of_its_operation_whatever_its_status(string method, string path, string? mark)
    {
        var app = await shared.FreshAsync();

        using var response = await app.SendAsync(new HttpMethod(method), path);

        MarkOf(response).ShouldBe(mark);
    }

    [Fact]
    public async Task Refusals_for_the_lack_of_a_token_or_by_a_fault_carry_it_too()
    {
        var app = await shared.FreshAsync();
        using var anonymous = app.AnonymousClient();
        using var refused = await anonymous.GetAsync("/api/v1/groups", TestContext.Current.CancellationToken);
        using var preferring = new HttpRequestMessage(HttpMethod.Get, "/api/v1/groups") { Headers = { { "Prefer", "code=503" } } };
        using var failed = await app.Client.SendAsync(preferring, TestContext.Current.CancellationToken);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        MarkOf(refused).ShouldBe("documented");
        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        MarkOf(failed).ShouldBe("documented");
    }

    [Fact]
    public async Task The_table_has_every_operation_of_Noyos_once()
    {
        var app = await shared.FreshAsync();

        var rows = await AllAsync(app, "");

        rows.Select(row => $"{row["api"]} {row["method"]} {row["path"]}").ShouldBeUnique();
        rows.Count.ShouldBeGreaterThan(250);
        var tokens = rows.Single(row => (string?)row["operation"] == "createToken");
        JsonNode.DeepEquals(tokens, JsonNode.Parse(
            """{"api":"accounts","operation":"createToken","method":"POST","path":"/auth/public/token","fidelity":"documented"}""")).ShouldBeTrue(tokens.ToJsonString());
        rows.Single(row => (string?)row["path"] == "/api/v1/rule_sets" && (string?)row["method"] == "GET")["fidelity"]!.GetValue<string>().ShouldBe("none");
    }

    [Fact]
    public async Task The_table_can_be_filtered_by_API_and_mark()
    {
        var app = await shared.FreshAsync();

        var carriers = await AllAsync(app, "&api=carrier&fidelity=inferred");
        var both = await AllAsync(app, "&api=carrier,accounts");
        using var refused = await app.SendAsync(HttpMethod.Get, "/_emulator/fidelity?fidelity=certain");

        carriers.Select(row => (string?)row["operation"]).ShouldBe(["queryCarrierPublicList", "createPublicCarrier", "getCarrier"], ignoreOrder: true);
        both.Select(row => (string?)row["api"]).Distinct().ShouldBe(["accounts", "carrier"]);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<List<JsonNode>> AllAsync(EmulatorApp app, string filters)
    {
        var rows = new List<JsonNode>();
        while (true)
        {
            var page = await app.GetAsync($"/_emulator/fidelity?page_size=100&offset={rows.Count}{filters}");
            rows.AddRange(page["response"]!.AsArray().Select(row => row!));
            if (rows.Count >= (int)page["meta"]!["total_records"]!)
                return rows;
        }
    }

    private static string? MarkOf(HttpResponseMessage response) => response.Headers.TryGetValues(Header, out var values) ? values.Single() : null;
}
