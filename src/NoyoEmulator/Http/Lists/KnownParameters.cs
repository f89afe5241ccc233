using Microsoft.AspNetCore.Http.Features;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Lists;

/// <summary>
/// Refuses query parameters that an operation does not have (decision): a misspelt filter would filter nothing, and say nothing.
/// </summary>
internal static class KnownParameters
{
    /// <summary>Says that the endpoints have no parameters but those they name with <see cref="EndpointDescription.Takes"/>.</summary>
    /// <param name="builder">The endpoints.</param>
    /// <param name="areOurs">They are not Noyo's, so that no option lets them be as a real account may be.</param>
    public static TBuilder OnlyKnownParameters<TBuilder>(this TBuilder builder, bool areOurs = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(new KnownParametersMetadata(areOurs));
            endpoint.Metadata.Add(
                new ProducesResponseTypeMetadata(StatusCodes.Status422UnprocessableEntity, typeof(ApiError), ["application/json"]));
        });
        return builder;
    }

    /// <summary>Must come after whatever decides who may ask.</summary>
    public static IApplicationBuilder UseKnownParameters(this IApplicationBuilder app)
    {
        var isLenient = app.ApplicationServices.GetRequiredService<NoyoOptions>().UnknownFilters == UnknownFilterAnswer.Ignore;
        return app.Use((context, next) =>
        {
            if (!context.Request.QueryString.HasValue || context.GetEndpoint()?.Metadata.GetMetadata<KnownParametersMetadata>() is not { } kept)
                return next(context);
            var known = context.GetEndpoint()!.Metadata.GetMetadata<QueryParametersMetadata>()?.Parameters ?? [];
            if (isLenient && !kept.AreOurs)
            {
                // Not even by a name in another case, or one that only another list has.
                context.Features.Set<IQueryFeature>(new QueryFeature(QueryReader.Restricted(context.Request.QueryString, known)));
                return next(context);
            }

            var reader = new QueryReader(context.Request.Query);
            reader.Only(context.Request.QueryString, known);
            return reader.Failure is { } failure ? failure.ExecuteAsync(context) : next(context);
        });
    }

    private sealed record KnownParametersMetadata(bool AreOurs);
}
