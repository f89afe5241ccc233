using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Routing;

/// <summary>
/// Answers paths that no endpoint has: 501 where Noyo publishes the operation and the emulator does not have it, otherwise
/// 404 with the nearest route in the header <c>X-Emulator-Hint</c>.
/// </summary>
internal static class UnknownPaths
{
    /// <summary>Must come after routing, which puts an endpoint of its own where a path has other methods only.</summary>
    public static IApplicationBuilder UseUnknownPaths(this IApplicationBuilder app) => app.Use((context, next) =>
        !NoyoTraffic.HasEndpoint(context)
            && NoyoOperations.Find(ApiFamilies.Of(context), context.Request.Method, context.Request.Path) is { } operation
            ? ApiErrorResult.NotImplemented(
                $"{operation.Method} {operation.Template} is an operation of Noyo's {operation.Family} API "
                + "that this emulator does not have.")
                .ExecuteAsync(context)
            : next(context));
}

/// <summary>Names the route that is most like an unknown path.</summary>
internal sealed class NearestRoute(EndpointDataSource endpoints) : IUnknownPathHint
{
    // No route is nearly as long, and comparing costs more than the length.
    private const int MaxPathLength = 500;

    public string? HintFor(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.Length > MaxPathLength)
            return null;
        var nearest = endpoints.Endpoints.OfType<RouteEndpoint>()
            // A catch-all is as near to anything.
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text && !text.Contains("{**", StringComparison.Ordinal))
            .Select(endpoint => (Endpoint: endpoint, Path: "/" + endpoint.RoutePattern.RawText!.Trim('/')))
            .Select(candidate => (candidate.Endpoint, candidate.Path, Distance: PathDistance.Between(path, candidate.Path)))
            .MinBy(candidate => candidate.Distance);
        if (nearest.Endpoint is null || nearest.Distance > path.Length)
            return null;
        var methods = nearest.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return $"{string.Join('|', methods)} {PrefixFor(context, nearest.Endpoint)}{nearest.Path}".Trim();
    }

    /// <summary>Names the API of the route where the request asked another one; the paths may be the same.</summary>
    private static string PrefixFor(HttpContext context, RouteEndpoint endpoint) =>
        ApiFamilies.Of(context) is { } asked && endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is { } actual && actual.Family != asked
            ? $"/{actual.Family.ToString().ToLowerInvariant()}"
            : "";
}
