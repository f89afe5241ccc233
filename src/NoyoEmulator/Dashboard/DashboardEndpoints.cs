using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.OpenApi;

namespace NoyoEmulator.Dashboard;

/// <summary>
/// The dashboard at <c>/</c>: a page that shows a world and lets people act on it, by the control plane and Noyo's paths alone. Without it,
/// <c>/</c> leads to Swagger UI.
/// </summary>
internal static class DashboardEndpoints
{
    private const string WorldPath = "/w/";
    private const string Example = "NoyoEmulator.Examples.guide-enroll-dependent.json";

    public static IServiceCollection AddDashboard(this IServiceCollection services) => services.AddSingleton<DashboardFiles>();

    public static void MapDashboard(this WebApplication app)
    {
        if (app.Services.GetRequiredService<EmulatorOptions>().Dashboard == DashboardMode.Off)
        {
            _ = app.MapGet("/", (HttpContext context) => TypedResults.Redirect(RootPath.Of(context) + OpenApiDocuments.PagePath)).ExcludeFromDescription();
            return;
        }

        _ = app.MapGet("/", Page).ExcludeFromDescription();
        _ = app.MapGet("/dashboard/{**path}", File).ExcludeFromDescription();
        _ = app.MapGet("/dashboard/guide-enroll-dependent.json", GuideExample).ExcludeFromDescription();
    }

    /// <summary>The page is the same for all worlds, and names the one it shows after the hash; a path that names a world leads there.</summary>
    private static Results<FileContentHttpResult, RedirectHttpResult> Page(HttpContext context, DashboardFiles files)
    {
        var root = RootPath.Of(context);
        if (root.LastIndexOf(WorldPath, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
            return TypedResults.Redirect($"{root[..at]}/#/{root[(at + WorldPath.Length)..]}/snapshots");
        // What the page asks for is found from where it stands.
        if (root.Length < context.Request.PathBase.Value?.Length || !context.Request.Path.HasValue)
            return TypedResults.Redirect($"{root}/");
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = files.ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        return Answer(context, files.Page);
    }

    private static Results<FileContentHttpResult, ApiErrorResult> File(string path, HttpContext context, DashboardFiles files) =>
        files.Find(path) is { } file ? Answer(context, file) : ApiErrorResult.NotFound($"The dashboard has no file {path}");

    private static FileStreamHttpResult GuideExample() =>
        TypedResults.Stream(typeof(DashboardEndpoints).Assembly.GetManifestResourceStream(Example)!, "application/json");

    private static FileContentHttpResult Answer(HttpContext context, DashboardFile file)
    {
        // A browser asks whether it still has the newest, as another version of the emulator may be there tomorrow.
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }
}
