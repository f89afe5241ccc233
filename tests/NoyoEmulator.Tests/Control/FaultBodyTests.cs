using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>Which faults there can be, and what is said about those that there cannot.</summary>
public sealed class FaultBodyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Faults = "/_emulator/faults";

    [Theory]
    [InlineData("""{}""", "$")]
    [InlineData("""{"status": 500}""", "$")]
    [InlineData("""{"operation": "ping"}""", "$")]
    [InlineData("""{"operation": "getDiference", "status": 500}""", "$.operation")]
    [InlineData("""{"operation": "resetWorld", "status": 500}""", "$.operation")]
    [InlineData("""{"operation": "ping", "path": "/ping", "status": 500}""", "$.path")]
    [InlineData("""{"operation": "ping", "method": "GET", "status": 500}""", "$.method")]
    [InlineData("""{"path": "/ping", "method": "FETCH", "status": 500}""", "$.method")]
    [InlineData("""{"path": "ping", "status": 500}""", "$.path")]
    [InlineData("""{"path": "/ping?x=1", "status": 500}""", "$.path")]
    [InlineData("""{"path": "/_emulator/**", "status": 500}""", "$.path")]
    [InlineData("""{"path": "/swagger", "status": 500}""", "$.path")]
    [InlineData("""{"operation": "ping", "status": 399}""", "$.status")]
    [InlineData("""{"operation": "ping", "status": 600}""", "$.status")]
    [InlineData("""{"operation": "ping", "status": "soon"}""", "$.status")]
    [InlineData("""{"operation": "ping", "status": "0500"}""", "$.status")]
    [InlineData("""{"operation": "ping", "status": "500.5"}""", "$.status")]
    [InlineData("""{"path": "/w/other/tracking/**", "status": 500}""", "$.path")]
    [InlineData("""{"operation": "ping", "status": 500, "abort": true}""", "$.abort")]
    [InlineData("""{"operation": "ping", "abort": true, "truncate": true}""", "$.truncate")]
    [InlineData("""{"operation": "ping", "status": 500, "expired_token": true}""", "$.expired_token")]
    [InlineData("""{"operation": "ping", "abort": false}""", "$")]
    [InlineData("""{"operation": "ping", "abort": true, "message": "x"}""", "$.message")]
    [InlineData("""{"operation": "ping", "status": 500, "message": ""}""", "$.message")]
    [InlineData("""{"operation": "ping", "status": 500, "retry_after": "PT1S"}""", "$.retry_after")]
    [InlineData("""{"operation": "ping", "status": 503, "retry_after": "soon"}""", "$.retry_after")]
    [InlineData("""{"operation": "ping", "status": 503, "retry_after": "PT0.5S"}""", "$.retry_after")]
    [InlineData("""{"operation": "ping", "delay": "PT0S"}""", "$.delay")]
    [InlineData("""{"operation": "ping", "delay": "PT11M"}""", "$.delay")]
    [InlineData("""{"operation": "ping", "delay": "5 fortnights"}""", "$.delay")]
    [InlineData("""{"operation": "ping", "delay": "-PT1S"}""", "$.delay")]
    [InlineData("""{"operation": "ping", "status": 500, "times": 0}""", "$.times")]
    [InlineData("""{"operation": "ping", "status": 500, "times": 1.5}""", "$.times")]
    [InlineData("""{"operation": "ping", "status": 500, "probability": 1.1}""", "$.probability")]
    [InlineData("""{"operation": "ping", "status": 500, "probability": -0.1}""", "$.probability")]
    [InlineData("""{"operation": "ping", "status": 500, "seed": 1}""", "$.seed")]
    [InlineData("""{"operation": "ping", "status": 500, "time": 1}""", "$.time")]
    public async Task A_fault_that_makes_no_sense_is_refused_by_the_name_of_its_field(string body, string field)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse(body));

        error["errors"]!.AsArray().Select(failure => (string?)failure!["field"]).ShouldContain(field);
        (await App.GetAsync(Faults))["meta"]!.Number("total_records").ShouldBe(0);
    }

    [Fact]
    public async Task An_operation_that_does_not_exist_is_refused_with_those_that_are_like_it()
    {
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse(
                """{"operation": "getDiferenceList", "status": 500}"""));

        ((string?)error["message"]).ShouldBe(
            "operation is not a known operation; did you mean getDifferenceList?");

        error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "breakfast", "status": 500}"""));
        error.Text("message").ShouldBe("operation is not a known operation; Swagger UI at /swagger has the ids of all");
    }

    [Theory]
    [InlineData("""{"operation": "ping", "status": "soon", "message": "Later", "retry_after": "PT1S"}""", "status must be an integer, not a string")]
    [InlineData("""{"operation": "ping", "status": 503, "probability": [], "seed": 4}""", "probability must be a number, not an array")]
    [InlineData("""{"operatoin": "ping", "status": 503}""", "operatoin is not known")]
    public async Task What_follows_from_a_field_that_cannot_be_read_is_not_told_beside_it(string body, string message)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse(body));

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("message").ShouldStartWith(message);
    }

    [Fact]
    public async Task A_path_with_the_prefix_of_a_world_is_refused_as_a_fault_is_of_its_world()
    {
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse("""{"path": "/w/x/tracking/**", "status": 503}"""));

        error.Text("message").ShouldBe(
            "path must be without /w/{world}: a fault is of the world in which it is made, which is chosen by the URL of this call");
    }

    [Fact]
    public async Task An_effect_of_false_is_none()
    {
        var fault = await App.DoAsync(
            HttpMethod.Post, Faults, JsonNode.Parse(
                """{"operation": "ping", "status": "503", "abort": false, "truncate": "false", "expired_token": false, "times": "2"}"""));

        fault.Number("status").ShouldBe(503);
        fault.Number("remaining").ShouldBe(2);
        fault.AsObject().Select(field => field.Key).ShouldNotContain("abort");
    }

    [Fact]
    public async Task A_field_that_does_not_exist_is_refused_with_those_that_do()
    {
        var error = await App.RefusedAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse(
                """{"operation": "ping", "statuscode": 500, "status": 500}"""));

        ((string?)error["message"]).ShouldBe(
            "statuscode is not known; the fields there are: operation, path, method, status, message, retry_after, delay, abort, "
            + "truncate, lose_answer, expired_token, times, probability, seed");
    }
}
