using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>What a single request asks for itself, with the header Prefer.</summary>
public sealed class RequestPreferenceTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Faults = "/_emulator/faults";
    private const string Differences = "/tracking/api/v1/differences";
    private const string Header = "X-Emulator-Fault";

    [Theory]
    [InlineData("code=503", "503")]
    [InlineData("respond-async, CODE = \"404\"; foo=bar", "404")]
    [InlineData("code=429, code=500", "429")]
    public async Task A_request_can_ask_for_a_status_itself(string preference, string code)
    {
        var before = await App.StateAsync();
        using var answer = await PreferAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots", preference);

        ((int)answer.StatusCode).ShouldBe(int.Parse(code));
        Single(answer, "Preference-Applied").ShouldBe($"code={code}");
        Single(answer, Header).ShouldBe("prefer");
        ((int?)JsonNode.Parse(await TextAsync(answer))!["status"]).ShouldBe(int.Parse(code));
        (await App.StateAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("code=200")]
    [InlineData("code=99999999999")]
    [InlineData("code=-500")]
    [InlineData("code=teapot")]
    [InlineData("code")]
    public async Task A_status_that_cannot_be_asked_for_is_refused(string preference)
    {
        using var answer = await PreferAsync(HttpMethod.Get, Differences, preference);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await TextAsync(answer)).ShouldContain("Prefer can ask for a code from 400 to 599, as in code=503");
        answer.Headers.Contains("Preference-Applied").ShouldBeFalse();
        answer.Headers.Contains(Header).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_request_asks_for_comes_before_faults_and_does_not_count_as_their_hit()
    {
        _ = await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"operation": "getDifferenceList", "status": 500}"""));

        using var answer = await PreferAsync(HttpMethod.Get, Differences, "code=503");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ((int?)(await App.GetAsync($"{Faults}/latest"))["hits"]).ShouldBe(0);
    }

    [Fact]
    public async Task Other_preferences_and_those_of_control_plane_calls_are_ignored()
    {
        using var list = await PreferAsync(HttpMethod.Get, Differences, "wait=10, return=minimal");
        using var clock = await PreferAsync(HttpMethod.Get, "/_emulator/clock", "code=503");

        foreach (var answer in new[] { list, clock })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.Contains("Preference-Applied").ShouldBeFalse();
        }
    }

    private async Task<HttpResponseMessage> PreferAsync(HttpMethod method, string path, string preference)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Prefer", preference).ShouldBeTrue();
        return await App.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Single(HttpResponseMessage response, string header) => response.Headers.GetValues(header).ShouldHaveSingleItem();

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
