using Microsoft.AspNetCore.Routing.Matching;

namespace NoyoEmulator.Http.Routing;

/// <summary>One of Noyo's APIs, each of which has a base URL of its own.</summary>
internal enum ApiFamily
{
    Fulfillment,
    Tracking,
    Accounts,
    Carrier,
}

internal sealed record ApiFamilyMetadata(ApiFamily Family);

/// <summary>
/// Serves Noyo's APIs under one port. Which one a request means is said by a path prefix (<c>/tracking/api/v1/…</c>) or by
/// the first label of the host (<c>tracking.localhost</c>); a request that says neither sees the paths of all of them, and
/// where two have the same path, fulfillment's.
/// </summary>
internal static class ApiFamilies
{
    public static TBuilder InFamily<TBuilder>(this TBuilder builder, ApiFamily family)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ApiFamilyMetadata(family)));
        return builder;
    }

    /// <summary>Takes the prefix off the path, or looks at the host. Must come before routing.</summary>
    public static IApplicationBuilder UseApiFamilies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        foreach (var family in Enum.GetValues<ApiFamily>())
        {
            var name = family.ToString();
            if (context.Request.Path.StartsWithSegments("/" + name, StringComparison.OrdinalIgnoreCase, out var matched, out var rest))
            {
                context.Request.PathBase += matched;
                context.Request.Path = rest;
                context.Features.Set(new ApiFamilyMetadata(family));
                break;
            }

            if (context.Request.Host.Host.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase))
                context.Features.Set(new ApiFamilyMetadata(family));
        }

        return next(context);
    });

    /// <summary>The base URL of each API, as the client of a request reaches them.</summary>
    /// <param name="request">Where the client is.</param>
    /// <param name="prefix">What comes before the prefix of the API.</param>
    public static IReadOnlyDictionary<string, string> BaseUrls(HttpRequest request, string prefix) =>
        Enum.GetNames<ApiFamily>().ToDictionary(
        name => name.ToLowerInvariant(), name => $"{request.Scheme}://{request.Host}{prefix}/{name.ToLowerInvariant()}");

    /// <summary>The API that a request means; null for all.</summary>
    public static ApiFamily? Of(HttpContext context) => context.Features.Get<ApiFamilyMetadata>()?.Family;
}

/// <summary>Keeps requests for one API from reaching the endpoints of another.</summary>
internal sealed class ApiFamilyMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the selection by method, so that a path that two APIs share is decided among endpoints that fit.
    public override int Order => int.MaxValue - 100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var wanted = ApiFamilies.Of(httpContext) ?? FirstOf(candidates);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && FamilyOf(candidates[i]) is { } family && family != wanted)
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }

    /// <summary>Where a request names no API, the first one that has the path.</summary>
    private static ApiFamily? FirstOf(CandidateSet candidates) => Enumerable.Range(0, candidates.Count)
        .Where(candidates.IsValidCandidate).Select(i => FamilyOf(candidates[i])).Min();

    private static ApiFamily? FamilyOf(CandidateState candidate) => candidate.Endpoint.Metadata.GetMetadata<ApiFamilyMetadata>()?.Family;
}
