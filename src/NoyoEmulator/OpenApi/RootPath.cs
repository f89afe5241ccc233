using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.OpenApi;

/// <summary>Where the emulator begins on the host that a request came to.</summary>
internal static class RootPath
{
    /// <summary>What stands before all paths: a proxy's prefix, and <c>/w/{world}</c>; not the prefix of an API.</summary>
    public static string Of(HttpContext context)
    {
        var path = context.Request.PathBase.Value ?? "";
        var prefix = ApiDocument.PrefixOf(ApiFamilies.Of(context));
        return prefix.Length > 0 && path.EndsWith(prefix, StringComparison.OrdinalIgnoreCase) ? path[..^prefix.Length] : path;
    }

    /// <summary>The same as a URL.</summary>
    public static string UrlOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{Of(context)}";
}
