using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Contract;

/// <summary>That a wrong answer fails the test that asked for it: otherwise the contract would prove nothing.</summary>
public sealed class ContractHandlerTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Differences = "/tracking/api/v1/differences";

    [Theory]
    [InlineData("response[0].surprise", "1", "$.response[0].surprise: expected no such property")]
    [InlineData("response[0].is_dismissed", "\"no\"", "$.response[0].is_dismissed: expected a boolean, but it is a string")]
    [InlineData("response[0].fields", "{}", "$.response[0].fields: expected an array, but it is an object")]
    [InlineData("response[0].created", "1.5", "$.response[0].created: expected an integer (int64), but it is 1.5")]
    [InlineData("response[0].version", "null", "$.response[0].version: expected a string (uuid), but it is null")]
    [InlineData(
        "response[0].version", "\"4BF04F73-0AAD-48AC-B28A-E5F4DEF7C5E9\"",
        "$.response[0].version: expected a string (uuid), but it is \"4BF04F73")]
    [InlineData(
        "response[0].object_type", "\"pet\"",
        "$.response[0].object_type: expected a string of employee, dependent, individual_enrollment, but it is \"pet\"")]
    [InlineData("meta.page_size", "99999999999", "$.meta.page_size: expected an integer (int32), but it is 99999999999")]
    public async Task A_value_that_is_not_as_declared_fails_the_request(string place, string value, string expected)
    {
        var answer = await DifferencesAsync();

        var failure = await FailureAsync(Differences, HttpStatusCode.OK, answer.With(place, JsonNode.Parse(value)).ToJsonString());

        failure.ShouldContain("getDifferenceList");
        failure.ShouldContain("200");
        failure.ShouldContain(expected);
    }

    [Theory]
    [InlineData("response[0].resolved", "$.response[0].resolved: expected, but it is missing")]
    [InlineData("meta", "$.meta: expected, but it is missing")]
    public async Task A_required_property_that_is_missing_fails_the_request(string place, string expected)
    {
        var answer = await DifferencesAsync();

        (await FailureAsync(Differences, HttpStatusCode.OK, answer.Without(place).ToJsonString())).ShouldContain(expected);
    }

    [Theory]
    [InlineData("GET", Differences, 204, "", "expected one of 200, 401, 422, but it is 204")]
    [InlineData("GET", Differences, 500, """{"message": "Oh", "status": 500}""", "expected one of 200, 401, 422, but it is 500")]
    [InlineData("GET", "/api/v1/unheard", 200, "{}", "expected a refusal, as the contract has no such operation, but it is 200")]
    [InlineData("PUT", Differences, 200, "{}", "expected a refusal, as the contract has no such operation, but it is 200")]
    [InlineData("GET", "/_emulator/clock", 200, "{}", "$.now: expected, but it is missing")]
    [InlineData("POST", "/accounts/auth/public/token", 200, "{}", "$.access_token: expected, but it is missing")]
    public async Task An_answer_that_no_operation_declares_fails_the_request(
        string method, string path, int status, string body, string expected) =>
        (await FailureAsync(path, (HttpStatusCode)status, body, method)).ShouldContain(expected);

    [Theory]
    [InlineData("""{"message": "No", "status": 404}""", "$.status: expected 422, but it is 404")]
    [InlineData("""{"message": " ", "status": 422}""", "$.message: expected words, but there are none")]
    [InlineData("""{"message": "No"}""", "$.status: expected, but it is missing")]
    [InlineData("""{"message": "No", "status": 422, "title": "No"}""", "$.title: expected no such property")]
    [InlineData(
        """{"message": "No", "status": 422, "errors": [{"field": "offset"}]}""", "$.errors[0].message: expected, but it is missing")]
    [InlineData("""{"message": "No", "message": "No", "status": 422}""", "$.message: expected once, but it is there twice")]
    public async Task A_refusal_in_another_form_than_Noyos_fails_the_request(string body, string expected)
    {
        (await FailureAsync(Differences, HttpStatusCode.UnprocessableEntity, body)).ShouldContain(expected);
        (await FailureAsync("/api/v1/unheard", HttpStatusCode.UnprocessableEntity, body)).ShouldContain(expected);
    }

    [Fact]
    public async Task Another_media_type_fails_the_request() =>
        (await FailureAsync(
            Differences, HttpStatusCode.UnprocessableEntity, """{"message": "No", "status": 422}""", mediaType: "application/problem+json"))
            .ShouldContain("expected application/json, but it is application/problem+json");

    [Fact]
    public async Task What_the_emulator_answers_passes()
    {
        using var client = Answering(HttpStatusCode.OK, (await DifferencesAsync()).ToJsonString(), "application/json");

        using var response = await client.GetAsync(Differences, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonObject> DifferencesAsync()
    {
        _ = await App.PostGuideAsync();
        return (await App.GetAsync(Differences)).AsObject();
    }

    private static async Task<string> FailureAsync(
        string path, HttpStatusCode status, string body, string method = "GET", string mediaType = "application/json")
    {
        using var client = Answering(status, body, mediaType);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        return (await Assert.ThrowsAsync<ShouldAssertException>(
            () => client.SendAsync(request, TestContext.Current.CancellationToken))).Message;
    }

    private static HttpClient Answering(HttpStatusCode status, string body, string mediaType) =>
        new(new ContractHandler { InnerHandler = new FixedAnswer(status, body, mediaType) }) { BaseAddress = new Uri("http://localhost") };

    private sealed class FixedAnswer(HttpStatusCode status, string body, string mediaType) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) });
    }
}
