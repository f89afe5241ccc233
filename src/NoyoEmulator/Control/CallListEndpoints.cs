using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace NoyoEmulator.Control;

/// <summary>A call of the control plane.</summary>
public sealed record CallResult
{
    /// <summary>The method, such as GET.</summary>
    public required string Method { get; init; }

    /// <summary>The path, with the names of its parameters in braces.</summary>
    public required string Path { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required string Summary { get; init; }
}

/// <summary>The calls of the control plane.</summary>
public sealed record CallListResult
{
    /// <summary>In the order of their paths.</summary>
    public required IReadOnlyList<CallResult> Calls { get; init; }
}

/// <summary>What there is to call, for whoever has no page at hand.</summary>
internal static class CallListEndpoints
{
    public static void MapCallList(this IEndpointRouteBuilder control) =>
        control.MapGet("", List).WithName("listCalls").WithTags("Emulator").WithSummary("The calls of the control plane")
            .WithDescription("Each with its method, its path and a line about what it does. Those about a world take the prefix /w/{name} as well.");

    private static Ok<CallListResult> List(EndpointDataSource endpoints) => TypedResults.Ok(new CallListResult
    {
        Calls =
        [
            .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
               let path = "/" + endpoint.RoutePattern.RawText?.Trim('/')
               where path.StartsWith(ControlEndpoints.Prefix, StringComparison.Ordinal)
               let summary = endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary
               where summary is not null
               from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
               orderby path, method
               select new CallResult { Method = method, Path = path, Summary = summary },
        ],
    });
}
