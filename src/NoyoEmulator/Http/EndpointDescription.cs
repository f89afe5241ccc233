using Microsoft.AspNetCore.Http.Metadata;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http;

/// <summary>A query parameter, as the OpenAPI document and Swagger UI show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">string, integer, boolean or array (comma separated).</param>
/// <param name="Description">What it does.</param>
/// <param name="Format">uuid or date, where it is one.</param>
/// <param name="Values">The values there are, when they are few; of an array, those of its items.</param>
/// <param name="Lack">Of one that Noyo declares and the emulator refuses: why.</param>
internal sealed record QueryParameter(
    string Name, string Type, string Description, string? Format = null, IReadOnlyList<string>? Values = null, string? Lack = null)
{
    public static readonly IReadOnlyList<QueryParameter> Paging =
    [
        new("page_size", "integer", "The most records of a page, 1 to 100; 20 if absent."),
        new("offset", "integer", "How many records to leave out first; 0 if absent."),
    ];
}

internal sealed record QueryParametersMetadata(IReadOnlyList<QueryParameter> Parameters);

/// <summary>
/// Marks a path parameter that is an id in Noyo's documents; it is read as text, so that a bad one is answered as an unknown one.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class RouteIdAttribute : Attribute, IFromRouteMetadata
{
    public required string Name { get; init; }

    /// <summary>The word <see cref="RouteId.Latest"/> is taken as well.</summary>
    public bool AcceptsLatest { get; init; }

    /// <summary>The platform's own id of the object is taken as well.</summary>
    public bool IsOfPlatformToo { get; init; }
}

/// <summary>Words that stand for an id in a path.</summary>
internal static class RouteId
{
    /// <summary>The newest object of its kind, where the control plane allows it.</summary>
    public const string Latest = "latest";
}

/// <summary>
/// The id of an operation in the OpenAPI document, where it is not the endpoint's name, which must be unique across documents.
/// </summary>
internal sealed record OperationIdMetadata(string Id);

/// <summary>Says about endpoints what their handlers' signatures do not say.</summary>
internal static class EndpointDescription
{
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder builder, IReadOnlyList<QueryParameter> parameters) =>
        builder.WithMetadata(new QueryParametersMetadata(parameters));

    /// <summary>Its id in the OpenAPI document, where it is not its name.</summary>
    public static RouteHandlerBuilder WithOperationId(this RouteHandlerBuilder builder, string id) =>
        builder.WithMetadata(new OperationIdMetadata(id));

    public static string? OperationIdOf(IEnumerable<object> metadata) =>
        metadata.OfType<OperationIdMetadata>().LastOrDefault()?.Id
            ?? metadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName;

    /// <summary>The same, for what is asked at every request.</summary>
    public static string? OperationIdOf(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<OperationIdMetadata>()?.Id ?? metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    /// <summary>The statuses with which it refuses.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            _ = builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"]));
        return builder;
    }
}
