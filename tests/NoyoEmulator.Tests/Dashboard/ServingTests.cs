using System.Net;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Dashboard;

/// <summary>How the files of the dashboard are served.</summary>
public sealed partial class ServingTests(FrozenWorld world) : IClassFixture<FrozenWorld>
{
    private static readonly string PageFolder = Path.Combine(Repository.Root, "src", "NoyoEmulator", "Dashboard", "Page");

    private static readonly string[] Files =
        [.. Directory.GetFiles(PageFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(PageFolder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static readonly string[] OwnFiles = [.. Files.Where(file => !file.StartsWith("vendor/", StringComparison.Ordinal))];

    [Fact]
    public async Task The_page_may_run_nothing_but_what_the_emulator_carries_and_speak_to_nobody_else()
    {
        using var answer = await GetAsync("/");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'; script-src 'self' 'sha256-");
        policy.ShouldContain("; connect-src 'self'; ");
        policy.ShouldContain("; frame-ancestors 'none'; ");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
        policy.ShouldNotContain("*");
        policy.ShouldNotContain("data:");
        (await TextAsync(answer)).ShouldNotContain("<!-- modules -->");
    }

    [Fact]
    public async Task A_file_that_a_browser_has_is_not_sent_again()
    {
        foreach (var path in Files.Where(file => file != "index.html").Select(file => $"/dashboard/{file}").Append("/"))
        {
            using var first = await GetAsync(path);
            first.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            first.Headers.CacheControl!.ToString().ShouldBe("no-cache", path);
            var tag = first.Headers.ETag.ShouldNotBeNull(path).ToString();

            using var again = await GetAsync(path, tag);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, path);
            (await TextAsync(again)).ShouldBeEmpty();
            using var other = await GetAsync(path, "\"another\"");
            other.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Each_file_says_what_it_is()
    {
        foreach (var file in Files.Where(file => file != "index.html"))
        {
            using var answer = await GetAsync($"/dashboard/{file}");
            answer.Content.Headers.ContentType!.ToString().ShouldBe(
                Path.GetExtension(file) switch
                {
                    ".js" or ".mjs" => "text/javascript",
                    ".css" => "text/css",
                    ".svg" => "image/svg+xml",
                    _ => "text/plain; charset=utf-8",
                },
                file);
        }

        using var none = await GetAsync("/dashboard/nothing.js");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // What is no file of the page is not read from the disk.
        using var outside = await GetAsync("/dashboard/..%2fappsettings.json");
        outside.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_module_that_is_imported_is_there_and_the_page_names_each()
    {
        var page = await (await GetAsync("/")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var named = MapEntry.Matches(page).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["file"].Value);
        named.Values.ShouldAllBe(path => Files.Contains(path));
        foreach (var file in Files.Where(file => file.EndsWith("js", StringComparison.Ordinal)))
        {
            page.ShouldContain($"<link rel=\"modulepreload\" href=\"dashboard/{file}\">");
            foreach (var module in Import.Matches(await ReadAsync(file)).Select(match => match.Groups["module"].Value))
            {
                if (module.StartsWith('.'))
                    Files.ShouldContain(new Uri(new Uri($"http://page/{file}"), module).AbsolutePath[1..], $"{file} imports {module}");
                else
                    named.Keys.ShouldContain(module, $"{file} imports {module}");
            }
        }

        File.Exists(Path.Combine(PageFolder, "app.js")).ShouldBeTrue();
        page.ShouldContain("<script type=\"module\" src=\"dashboard/app.js\">");
    }

    [Fact]
    public async Task The_pages_own_files_ask_nobody_else_for_anything()
    {
        foreach (var file in OwnFiles)
        {
            var text = await ReadAsync(file);
            // Addresses that are shown as an example, and the name of a namespace, are no requests.
            Address.Matches(text).Select(match => match.Value)
                .Where(url => url is not ("http://localhost:9000/hooks" or "http://www.w3.org/2000/svg")).ShouldBeEmpty(file);
            foreach (var way in new[] { "innerHTML", "insertAdjacentHTML", "dangerouslySetInnerHTML", "document.write", "eval(", "new Function(", "style=\"", "onclick=\"", "@import" })
                text.ShouldNotContain(way, Case.Sensitive, file);
        }
    }

    [Fact]
    public async Task Whatever_others_wrote_is_listed_with_its_licence()
    {
        var list = await ReadAsync("vendor/README.md");
        var listed = VendorRow.Matches(list).Select(match => (File: match.Groups["file"].Value, Licence: match.Groups["licence"].Value)).ToList();

        listed.Select(row => $"vendor/{row.File}").Order(StringComparer.Ordinal)
            .ShouldBe(Files.Where(file => file.StartsWith("vendor/", StringComparison.Ordinal) && file.EndsWith(".mjs", StringComparison.Ordinal)));
        listed.Select(row => $"vendor/{row.Licence}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ShouldBe(Files.Where(file => file.StartsWith("vendor/LICENSE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/fulfillment/", "/")]
    [InlineData("/tracking/", "/")]
    [InlineData("/w/default", "/#/default/snapshots")]
    [InlineData("/w/default/", "/#/default/snapshots")]
    [InlineData("/w/default/fulfillment/", "/#/default/snapshots")]
    public async Task Whatever_stands_before_it_leads_to_the_page(string path, string page)
    {
        using var client = world.App.WithoutRedirects();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe(page);
    }

    [Fact]
    public async Task Where_it_is_switched_off_nothing_of_it_is_served()
    {
        await using var app = new EmulatorApp(("Emulator:Dashboard", "off"));
        using var client = app.UncheckedClient();

        using var root = await app.WithoutRedirects().GetAsync("/", TestContext.Current.CancellationToken);
        root.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        root.Headers.Location!.OriginalString.ShouldBe("/swagger");
        using var script = await client.GetAsync("/dashboard/app.js", TestContext.Current.CancellationToken);
        script.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag).ShouldBeTrue();
        return await world.App.UncheckedClient().SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(PageFolder, file), TestContext.Current.CancellationToken);

    [GeneratedRegex("""(?:\bfrom|\bimport)\s*["'](?<module>[@./\w-]+)["']""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Import { get; }

    [GeneratedRegex("""
        "(?<name>[^"]+)": "\./dashboard/(?<file>[^"]+)"
        """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MapEntry { get; }

    [GeneratedRegex("""https?://[^\s'"`)<]+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address { get; }

    [GeneratedRegex("""`(?<file>[^`]+)` \| \[[^\]]+\]\((?<licence>[^)]+)\) \|""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex VendorRow { get; }
}
