using Microsoft.AspNetCore.Routing.Template;

namespace NoyoEmulator.Http.Routing;

/// <summary>
/// The methods of a path. Routing names those of every route that fits, also of one with a parameter in the place of a word of the path:
/// here the most literal route decides.
/// </summary>
internal sealed class AllowedMethods(EndpointDataSource endpoints)
{
    /// <summary>The methods, in order; none where the API that is asked has no such path.</summary>
    public IReadOnlyList<string> Of(HttpContext context)
    {
        var asked = ApiFamilies.Of(context);
        var fitting = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsIn(asked, endpoint) && Fits(endpoint, context.Request.Path)).ToList();
        if (fitting.Count == 0)
            return [];
        var mostLiteral = fitting.Min(endpoint => endpoint.RoutePattern.InboundPrecedence);
        return
        [
            .. fitting.Where(endpoint => endpoint.RoutePattern.InboundPrecedence == mostLiteral)
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Tokens are given by all APIs, and what belongs to none is everywhere.</summary>
    private static bool IsIn(ApiFamily? asked, RouteEndpoint endpoint) =>
        asked is null || endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is not { Family: not ApiFamily.Accounts and var family } || family == asked;

    private static bool Fits(RouteEndpoint endpoint, PathString path) =>
        new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}
