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
/// the first label of the host (<c>tracking.localhost</c>, or <c>tracking-sandbox.…</c> as in Noyo's sandbox); a request that says neither sees the paths of all of them, and
/// where two have the same path, fulfillment's.
/// </summary>
internal static class ApiFamilies
{
    private const string Sandbox = "-sandbox";

    private static readonly (ApiFamilyMetadata Metadata, PathString Prefix, string Name)[] Families =
        [.. Enum.GetValues<ApiFamily>().Select(family => (new ApiFamilyMetadata(family), new PathString($"/{family}"), $"{family}"))];

    public static TBuilder InFamily<TBuilder>(this TBuilder builder, ApiFamily family)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ApiFamilyMetadata(family)));
        return builder;
    }

    /// <summary>Takes the prefix off the path, or looks at the host. Must come before routing.</summary>
    public static IApplicationBuilder UseApiFamilies(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var host = context.Request.Host.Host;
        foreach (var (metadata, prefix, name) in Families)
        {
            if (context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase, out var matched, out var rest))
            {
                context.Request.PathBase += matched;
                context.Request.Path = rest;
                context.Features.Set(metadata);
                break;
            }

            if (IsOf(name, host))
                context.Features.Set(metadata);
        }

        return next(context);
    });

    /// <summary>Whether the first label of a host is the name of an API, or that of its sandbox.</summary>
    private static bool IsOf(ReadOnlySpan<char> name, ReadOnlySpan<char> host)
    {
        if (!host.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = host[name.Length..];
        if (rest.StartsWith(Sandbox, StringComparison.OrdinalIgnoreCase))
            rest = rest[Sandbox.Length..];
        return rest is ['.', ..];
    }

    /// <summary>The base URL of each API, as the client of a request reaches them.</summary>
    /// <param name="request">Where the client is.</param>
    /// <param name="prefix">What comes before the prefix of the API.</param>
    public static IReadOnlyDictionary<string, string> BaseUrls(HttpRequest request, string prefix) =>
        Enum.GetNames<ApiFamily>().ToDictionary(
        name => name.ToLowerInvariant(), name => $"{request.Scheme}://{request.Host}{prefix}/{name.ToLowerInvariant()}");

    /// <summary>The API that a request means; null for all.</summary>
    public static ApiFamily? Of(HttpContext context) => context.Features.Get<ApiFamilyMetadata>()?.Family;
}

/// <summary>
/// Keeps requests for one API from reaching the endpoints of another. Tokens are given by all of them: OAuth clients are set up with one
/// base URL.
/// </summary>
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
            if (candidates.IsValidCandidate(i) && FamilyOf(candidates[i]) is { } family && family != wanted && family != ApiFamily.Accounts)
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }

    /// <summary>Where a request names no API, the first one that has the path.</summary>
    private static ApiFamily? FirstOf(CandidateSet candidates) => Enumerable.Range(0, candidates.Count)
        .Where(candidates.IsValidCandidate).Select(i => FamilyOf(candidates[i])).Min();

    private static ApiFamily? FamilyOf(CandidateState candidate) => candidate.Endpoint.Metadata.GetMetadata<ApiFamilyMetadata>()?.Family;
}
