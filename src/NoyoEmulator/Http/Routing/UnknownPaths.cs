using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Routing;

/// <summary>
/// Answers paths that no endpoint has: 501 where Noyo publishes the operation and the emulator does not have it, otherwise
/// 404 with the nearest route in the header <c>X-Emulator-Hint</c>.
/// </summary>
internal static class UnknownPaths
{
    /// <summary>Must come after routing.</summary>
    public static IApplicationBuilder UseUnknownPaths(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint() is null && NoyoOperations.Find(ApiFamilies.Of(context), context.Request.Method, context.Request.Path) is { } operation
            ? ApiErrorResult.NotImplemented($"{operation.Method} {operation.Template} is an operation of Noyo's {operation.Family} API that this emulator does not have.")
                .ExecuteAsync(context)
            : next(context));
}

/// <summary>Names the route that is most like an unknown path.</summary>
internal sealed class NearestRoute(EndpointDataSource endpoints) : IUnknownPathHint
{
    public string? HintFor(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var nearest = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is not null)
            .Select(endpoint => (Endpoint: endpoint, Distance: PathDistance.Between(path, endpoint.RoutePattern.RawText!)))
            .MinBy(candidate => candidate.Distance);
        if (nearest.Endpoint is null || nearest.Distance > path.Length)
            return null;
        var methods = nearest.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return $"{string.Join('|', methods)} {nearest.Endpoint.RoutePattern.RawText}".Trim();
    }
}
