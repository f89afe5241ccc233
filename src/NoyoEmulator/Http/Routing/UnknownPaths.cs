using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Routing;

/// <summary>
/// Answers paths that no endpoint has: 501 where Noyo publishes the operation and the emulator does not have it, otherwise
/// 404 with the nearest route in the header <c>X-Emulator-Hint</c>. A path that has other methods only is a 405 with these.
/// </summary>
internal static class UnknownPaths
{
    /// <summary>Must come after routing, which puts an endpoint of its own where a path has other methods only.</summary>
    public static IApplicationBuilder UseUnknownPaths(this IApplicationBuilder app)
    {
        var methods = new AllowedMethods(app.ApplicationServices.GetRequiredService<EndpointDataSource>());
        return app.Use((context, next) =>
        {
            if (NoyoTraffic.HasEndpoint(context))
                return next(context);
            if (NoyoOperations.Find(ApiFamilies.Of(context), context.Request.Method, context.Request.Path) is { } operation)
            {
                return ApiErrorResult.NotImplemented(
                    $"{operation.Method} {operation.Template} is an operation of Noyo's {operation.Family} API that this emulator does not have.")
                    .ExecuteAsync(context);
            }

            return NoyoTraffic.HasOtherMethods(context) ? RefuseAsync(context, next, methods.Of(context)) : next(context);
        });
    }

    private static Task RefuseAsync(HttpContext context, RequestDelegate next, IReadOnlyList<string> allowed)
    {
        if (allowed.Count == 0)
        {
            // The path is one of another API's.
            context.SetEndpoint(null);
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return Task.CompletedTask;
    }
}

/// <summary>Names the route that is most like an unknown path.</summary>
internal sealed class NearestRoute(EndpointDataSource endpoints) : IUnknownPathHint
{
    // No route is nearly as long, and comparing costs more than the length.
    private const int MaxPathLength = 500;

    public PathHint? HintFor(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (path.Length > MaxPathLength)
            return null;
        var nearest = endpoints.Endpoints.OfType<RouteEndpoint>()
            // A catch-all is as near to anything.
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text && !text.Contains("{**", StringComparison.Ordinal))
            .Select(endpoint => (Endpoint: endpoint, Path: "/" + endpoint.RoutePattern.RawText!.Trim('/')))
            .Select(candidate => (candidate.Endpoint, candidate.Path, Distance: PathDistance.Between(path, candidate.Path)))
            .MinBy(candidate => (candidate.Distance, PrefixFor(context, candidate.Endpoint).Length));
        if (nearest.Endpoint is null || nearest.Distance > path.Length)
            return null;
        var methods = nearest.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        var prefix = PrefixFor(context, nearest.Endpoint);
        return new PathHint($"{string.Join('|', methods)} {prefix}{nearest.Path}".Trim(), prefix.Length > 0);
    }

    /// <summary>Names the API of the route where the request asked another one; the paths may be the same.</summary>
    private static string PrefixFor(HttpContext context, RouteEndpoint endpoint) =>
        ApiFamilies.Of(context) is { } asked && endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is { } actual && actual.Family != asked
            ? $"/{actual.Family.ToString().ToLowerInvariant()}"
            : "";
}
