using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>One of Noyo's operations, and how much of it is Noyo's published behavior.</summary>
public sealed record FidelityResult
{
    /// <summary>fulfillment, tracking, accounts or carrier.</summary>
    public required string Api { get; init; }

    /// <summary>Its id in the OpenAPI documents.</summary>
    public required string Operation { get; init; }

    public required string Method { get; init; }

    /// <summary>Below the base URL of its API.</summary>
    public required string Path { get; init; }

    /// <summary>documented, inferred or shape, as its answers say; none for one that answers 501.</summary>
    public required string Fidelity { get; init; }
}

/// <summary>How faithful each of Noyo's operations is.</summary>
internal static class FidelityEndpoints
{
    private static readonly IReadOnlyList<QueryParameter> Filters =
    [
        new("api", "array", "Only operations of these APIs.", Values: EnumName.All<ApiFamily>()),
        new("fidelity", "array", "Only operations with one of these marks.", Values: EnumName.All<Fidelity>()),
    ];

    public static void MapFidelity(this IEndpointRouteBuilder control) =>
        control.MapGet("/fidelity", List).WithName("listFidelity").WithTags("Emulator").WithSummary("How faithful each of Noyo's operations is")
            .WithDescription(
                "All operations that Noyo publishes, by API and path, also those that answer 501 here. Every answer of Noyo's APIs carries "
                + $"the mark of its operation in `{Fidelities.Header}`.")
            .Takes([.. QueryParameter.Paging, .. Filters]).Refuses(StatusCodes.Status422UnprocessableEntity);

    private static Results<Ok<Paginated<FidelityResult>>, ApiErrorResult> List(HttpContext context, FidelityTable table)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        var apis = reader.Enums<ApiFamily>("api");
        var marks = reader.Enums<Fidelity>("fidelity");
        if (reader.Failure is { } failure)
            return failure;
        var found = table.All.Where(operation => (apis is [] || apis.Contains(operation.Family)) && (marks is [] || marks.Contains(operation.Fidelity))).ToList();
        return TypedResults.Ok(Paginated<FidelityResult>.For(page, found.Count, [.. found.Skip(page.Offset).Take(page.PageSize).Select(ToResult)]));
    }

    private static FidelityResult ToResult(OperationFidelity operation) => new()
    {
        Api = EnumName.Of(operation.Family),
        Operation = operation.OperationId,
        Method = operation.Method,
        Path = operation.Template,
        Fidelity = EnumName.Of(operation.Fidelity),
    };
}
