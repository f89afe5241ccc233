using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Journal;

/// <summary>What of a path was taken off before routing.</summary>
internal static class SentPath
{
    /// <summary>The prefix of the API that a request named, such as <c>/fulfillment</c>; empty where it named none.</summary>
    public static string FamilyPrefix(HttpContext context) =>
        ApiFamilies.Of(context) is { } family && $"/{family.ToString()}" is var prefix
            && context.Request.PathBase.Value!.EndsWith(prefix, StringComparison.OrdinalIgnoreCase)
            ? prefix.ToLowerInvariant()
            : "";
}
