using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>Who only looks leaves no trace.</summary>
public sealed class ObserverTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Header = "X-Emulator-Observer";
    private const string Differences = "/tracking/api/v1/differences";
    private const string Faults = "/_emulator/faults";
    private const string Repro = "/_emulator/repro";

    [Fact]
    public async Task No_fault_hits_an_observer_and_none_is_used_up()
    {
        var fault = (await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"path": "/**", "status": 503, "times": 1}"""))).Id();

        (await StatusAsync(HttpMethod.Get, Differences)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(HttpMethod.Head, Differences)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(HttpMethod.Get, Differences, ("Prefer", "code=503"))).ShouldBe(HttpStatusCode.OK);

        (await App.GetAsync($"{Faults}/{fault}")).Number("hits").ShouldBe(0);
        _ = await App.RefusedAsync(HttpStatusCode.ServiceUnavailable, HttpMethod.Get, Differences);
    }

    [Fact]
    public async Task What_an_observer_reads_is_in_no_journal_verification_stream_or_repro()
    {
        // Faults make reads a part of what happened.
        _ = await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"path": "/nothing", "status": 503}"""));
        await using var listener = await StreamListener.OpenAsync(App);

        _ = await StatusAsync(HttpMethod.Get, Differences);
        (await StatusAsync(HttpMethod.Get, "/tracking/api/v1/diferences")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(HttpMethod.Get, $"{Differences}?page_size=0")).ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await listener.UntilMarkAsync(App)).ShouldBeEmpty();
        (await App.GetAsync("/_emulator/requests")).Total().ShouldBe(0);
        (await App.GetAsync("/_emulator/requests/unmatched")).Total().ShouldBe(0);
        var verified = await App.DoAsync(
            HttpMethod.Post, "/_emulator/verify", JsonNode.Parse($$"""{"requests": [{"method": "GET", "path": "{{Differences}}", "count": 0}]}"""));
        verified["verified"]!.GetValue<bool>().ShouldBeTrue(verified.ToText());
        Paths(await App.GetAsync(Repro)).ShouldNotContain(path => path.Contains("/tracking/", StringComparison.Ordinal));

        _ = await App.GetAsync(Differences);
        (await App.GetAsync("/_emulator/requests")).Total().ShouldBe(1);
        Paths(await App.GetAsync(Repro)).ShouldContain(Differences);
    }

    [Fact]
    public async Task Who_changes_something_is_no_observer()
    {
        var fault = (await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"path": "/**", "status": 503, "times": 1}"""))).Id();
        var path = $"/api/v1/groups/{Defaults.GuideGroup}/member_snapshots";
        var body = SnapshotBody.FromFile("guide-enroll-dependent.json").ToJsonString();

        (await StatusAsync(HttpMethod.Post, path, body: body)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(HttpMethod.Post, path, body: body)).ShouldBe(HttpStatusCode.Created);

        (await App.GetAsync($"{Faults}/{fault}")).Number("hits").ShouldBe(1);
        (await App.GetAsync("/_emulator/requests")).Total().ShouldBe(2);
        Paths(await App.GetAsync(Repro)).Count(one => one == path).ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_text_the_header_means_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Differences);
        request.Headers.TryAddWithoutValidation(Header, "").ShouldBeTrue();

        using var response = await App.Client.SendAsync(request, TestContext.Current.CancellationToken);

        (await App.GetAsync("/_emulator/requests")).Total().ShouldBe(1);
    }

    [Fact]
    public async Task Reading_that_lets_time_pass_is_a_change_whoever_reads()
    {
        _ = await App.PostGuideAsync();

        _ = await StatusAsync(HttpMethod.Get, "/_emulator/webhooks/events/await?count=2&advance=auto");

        Paths(await App.GetAsync(Repro)).ShouldContain(path => path.StartsWith("/_emulator/webhooks/events/await", StringComparison.Ordinal));
    }

    private static List<string> Paths(JsonNode repro) => [.. repro["calls"]!.AsArray().Select(call => call!.Text("path"))];

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, (string Name, string Value)? also = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add(Header, "a page");
        if (also is var (name, value))
            request.Headers.Add(name, value);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await App.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
