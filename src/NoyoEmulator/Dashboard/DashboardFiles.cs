using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace NoyoEmulator.Dashboard;

/// <summary>The files of the dashboard, which the program carries. Each is read when it is first asked for, so that a start costs nothing.</summary>
internal sealed class DashboardFiles
{
    private const string ResourcePrefix = "NoyoEmulator.Dashboard/";
    private const string PageFile = "index.html";
    private const string ModulesMark = "<!-- modules -->";
    private const string ImportMapBegin = "<script type=\"importmap\">";
    private const string ImportMapEnd = "</script>";

    private static readonly Assembly Assembly = typeof(DashboardFiles).Assembly;

    private readonly ConcurrentDictionary<string, DashboardFile?> _files = new(StringComparer.Ordinal);
    private readonly Lazy<(DashboardFile Page, string Policy)> _page = new(MakePage);

    /// <summary>The page itself.</summary>
    public DashboardFile Page => _page.Value.Page;

    /// <summary>
    /// What the page may do in a browser: run the program's own scripts and no other, speak to this emulator and nobody else, and stand in no frame.
    /// </summary>
    public string ContentSecurityPolicy => _page.Value.Policy;

    /// <summary>The file at a path below the dashboard's; null where there is none.</summary>
    public DashboardFile? Find(string path) => _files.GetOrAdd(path, static path => path == PageFile ? null : Read(path));

    private static DashboardFile? Read(string path)
    {
        using var resource = Assembly.GetManifestResourceStream(ResourcePrefix + path);
        if (resource is null || TypeOf(path) is not { } type)
            return null;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return new DashboardFile(content, type);
    }

    private static string? TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".js" or ".mjs" => "text/javascript",
        ".css" => "text/css",
        ".html" => "text/html; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        ".md" or ".txt" => "text/plain; charset=utf-8",
        _ => null,
    };

    /// <summary>All modules are named in the page, so that a browser gets them at once and not one after the other.</summary>
    private static (DashboardFile Page, string Policy) MakePage()
    {
        var text = Encoding.UTF8.GetString(Read(PageFile)!.Content);
        var modules = Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && TypeOf(name) == "text/javascript")
            .Order(StringComparer.Ordinal)
            .Select(name => $"<link rel=\"modulepreload\" href=\"dashboard/{name[ResourcePrefix.Length..]}\">");
        var page = text.Replace(ModulesMark, string.Join("\n  ", modules), StringComparison.Ordinal);
        return (new DashboardFile(Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8"), PolicyOf(page));
    }

    /// <summary>An import map can only stand in the page itself: this one is allowed by its digest, and no other inline script is.</summary>
    private static string PolicyOf(string page)
    {
        var begin = page.IndexOf(ImportMapBegin, StringComparison.Ordinal) + ImportMapBegin.Length;
        var importMap = page[begin..page.IndexOf(ImportMapEnd, begin, StringComparison.Ordinal)];
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(importMap)));
        return $"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
    }
}
