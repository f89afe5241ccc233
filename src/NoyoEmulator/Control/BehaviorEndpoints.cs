using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Carriers;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;

namespace NoyoEmulator.Control;

/// <summary>A behavior that an employee's classifications can choose.</summary>
public sealed record NamedBehaviorResult
{
    /// <summary>The value of the classification.</summary>
    public required string Name { get; init; }

    /// <summary>What comes of it.</summary>
    public required string Description { get; init; }

    /// <summary>What it consists of.</summary>
    public required CarrierBehavior Behavior { get; init; }
}

internal static class BehaviorEndpoints
{
    public static void MapBehaviors(this IEndpointRouteBuilder control) =>
        control.MapGet("/behaviors", List).WithName("listBehaviors").WithTags("Carriers")
            .WithSummary("The behaviors that need no configuration")
            .WithDescription(
                $"An employee whose classifications carry {NamedBehavior.Classification} with one of these names is treated so "
                + "by every carrier.")
            .Takes(QueryParameter.Paging).Refuses(StatusCodes.Status422UnprocessableEntity);

    private static Results<Ok<Paginated<NamedBehaviorResult>>, ApiErrorResult> List(HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var page = reader.Paging();
        return reader.Failure is { } failure ? failure : TypedResults.Ok(Paginated<NamedBehaviorResult>.For(
            page,
            NamedBehavior.All.Count,
            [.. NamedBehavior.All.Skip(page.Offset).Take(page.PageSize)
                .Select(named => new NamedBehaviorResult
                {
                    Name = named.Name,
                    Description = named.Description,
                    Behavior = named.Behavior,
                })]));
    }
}
