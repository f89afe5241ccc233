using System.Net;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>Everything on the page can be executed as it stands there.</summary>
public sealed class TryItOutTests
{
    public static TheoryData<string, string> Pages =>
        new MatrixTheoryData<string, string>(["fulfillment", "tracking", "carrier", "control"], ["any", "strict"]);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_example_succeeds_from_the_top_of_a_fresh_page_to_its_bottom(string document, string authentication)
    {
        await using var app = new EmulatorApp(("Emulator:Authentication", authentication));
        using var client = app.AnonymousClient();

        foreach (var operation in (await DocumentPage.OpenAsync(app, document)).Operations)
        {
            foreach (var example in operation.Examples)
            {
                using var request = await operation.ToRequestAsync(client, example);
                using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
                var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                response.IsSuccessStatusCode.ShouldBeTrue(
                    $"{operation.Id} {example}: {request.Method} {request.RequestUri} answered {(int)response.StatusCode} {body}");
                operation.Definition["responses"]!.AsObject().Select(entry => entry.Key).ShouldContain($"{(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Ids_are_those_of_the_newest_objects()
    {
        await using var app = new EmulatorApp();
        var snapshot = await app.PostSnapshotAsync(Defaults.GuideGroup, Builders.SnapshotBody.FromFile("guide-enroll-dependent.json"));

        var page = await DocumentPage.OpenAsync(app, "fulfillment");

        var example = page.Operations.Single(operation => operation.Id == "getMemberSnapshot").Parameters.Single()["example"];
        ((string?)example).ShouldBe((string?)snapshot["id"]);
    }

    [Fact]
    public async Task A_page_below_a_world_tries_that_world()
    {
        await using var app = new EmulatorApp();

        var page = await DocumentPage.OpenAsync(app, "tracking", "/w/default");

        page.Operations.ShouldAllBe(operation => operation.FullPath.StartsWith("/w/default/tracking/"));
        await app.GetAsync(page.Operations[0].FullPath);
        await app.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, "/w/none/swagger/tracking/swagger.json");
    }

    [Fact]
    public async Task The_control_key_is_asked_for_only_where_there_is_one()
    {
        await using var open = new EmulatorApp();
        (await DocumentPage.OpenAsync(open, "control")).Document["components"]!["securitySchemes"].ShouldBeNull();

        await using var locked = new EmulatorApp(("Emulator:ControlKey", "key"));
        var page = await DocumentPage.OpenAsync(locked, "control");

        ((string?)page.Document["components"]!["securitySchemes"]!["control_key"]!["name"]).ShouldBe("X-Emulator-Key");
        page.Operations.Single(operation => operation.Id == "getClock").Security.ShouldBe("control_key");
        page.Operations.Single(operation => operation.Id == "getLiveness").Security.ShouldBeNull();
    }

    [Theory]
    [InlineData("/", "/swagger")]
    [InlineData("/w/default/", "/w/default/swagger")]
    [InlineData("/fulfillment/", "/swagger")]
    public async Task Without_a_dashboard_the_root_leads_to_the_page(string path, string target)
    {
        await using var app = new EmulatorApp(("Emulator:Dashboard", "off"));
        using var response = await app.WithoutRedirects().GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.ShouldBe(target);
    }

    [Fact]
    public async Task The_page_brings_its_own_files()
    {
        await using var app = new EmulatorApp();
        var page = await app.Client.GetStringAsync("/swagger/index.html", TestContext.Current.CancellationToken);

        page.ShouldContain("emulator.js");
        page.ShouldContain("emulator.css");
        page.ShouldNotContain("http://");
        page.ShouldNotContain("https://");
        foreach (var file in new[] { "emulator.js", "emulator.css", "index.js", "swagger-ui-bundle.js", "swagger-ui-standalone-preset.js",
            "swagger-ui.css" })
        {
            (await app.Client.GetStringAsync($"/swagger/{file}", TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
        }
    }
}
