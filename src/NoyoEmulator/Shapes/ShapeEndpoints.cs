using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing.Patterns;
using NoyoEmulator.Accounts;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Shapes;

/// <summary>Says of an endpoint which operation of a document it answers by its shape.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Api">The document.</param>
internal sealed record ShapeMetadata(ShapeOperation Operation, ShapeApi Api);

/// <summary>Answers the operations of the user's OpenAPI documents that the emulator does not have.</summary>
internal static class ShapeEndpoints
{
    /// <summary>Must come after everything that the emulator has itself, which goes before.</summary>
    /// <exception cref="ConfigurationException">A file is missing, or is no OpenAPI document.</exception>
    public static void MapShapes(this IEndpointRouteBuilder routes, OpenApiFiles files)
    {
        if (files.Fulfillment is { } fulfillment)
            Map(routes, ApiFamily.Fulfillment, fulfillment);
        if (files.Tracking is { } tracking)
            Map(routes, ApiFamily.Tracking, tracking);
        if (files.Carrier is { } carrier)
            Map(routes, ApiFamily.Carrier, carrier);
    }

    private static void Map(IEndpointRouteBuilder routes, ApiFamily family, string file)
    {
        var had = routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ApiFamilyMetadata>()?.Family == family)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => (method, PathPattern.ShapeOf(endpoint.RoutePattern.RawText!)))).ToHashSet();
        var api = ShapeApi.Read(family, file, (method, template) => had.Contains((method, PathPattern.ShapeOf(template))));
        var all = routes.MapGroup("").InFamily(family).WithFidelity(Fidelity.Shape).RequireToken().OnWorld().OnlyKnownParameters().ExcludeFromDescription();
        foreach (var operation in api.Operations)
        {
            _ = all.MapMethods(PatternOf(operation, file), [operation.Method], AnswerAsync).WithOperationId(operation.OperationId)
                .Takes(operation.Query).WithMetadata(new ShapeMetadata(operation, api));
        }
    }

    private static string PatternOf(ShapeOperation operation, string file)
    {
        try
        {
            return RoutePatternFactory.Parse(operation.Template).RawText!;
        }
        catch (RoutePatternException exception)
        {
            throw new ConfigurationException($"{file} has the path {operation.Template}, which cannot be served: {exception.Message}");
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, World world, CancellationToken cancellationToken)
    {
        var (operation, api) = context.GetEndpoint()!.Metadata.GetMetadata<ShapeMetadata>()!;
        var query = context.Request.Query;
        if (operation.RequiredQuery.Where(name => !query.ContainsKey(name)).ToList() is { Count: > 0 } missing)
            return ApiErrorResult.Unprocessable([.. missing.Select(name => new FieldError(name, $"{name} is required"))]);
        var (body, refusal) = await ReadBodyAsync(context, operation, api.Schemas);
        if (refusal is not null)
            return refusal;
        var call = new ShapeCall(operation, context.Request.RouteValues) { Body = body };
        var schema = api.Schemas.ResponseOf(operation);
        bool isOwn;
        using (var reader = world.OpenSqlReader())
        {
            reader.Pin();
            if (call.MissingOwner(reader) is { } unknown)
                return unknown;
            var reads = new ShapeReads(call, schema, reader, world.Clock.GetUtcNow());
            switch (operation.Kind)
            {
                case ShapeKind.List:
                    return ToResult(operation, reads.List(query));
                case ShapeKind.Read:
                    return ToResult(operation, reads.Read());
                case ShapeKind.ReadOnly:
                    return ToResult(operation, (reads.ReadOnly(), null));
            }

            isOwn = call.SubjectId is { } id && WorldThings.Has(reader, operation.Subject!.Collection, id);
        }

        var writes = new ShapeWrites(call, schema, isOwn);
        var written = await world.WriteAsync(writes.Run, cancellationToken);
        return ToResult(operation, (written.Answer, written.Refusal));
    }

    private static async Task<(JsonObject? Body, ApiErrorResult? Refusal)> ReadBodyAsync(HttpContext context, ShapeOperation operation, ShapeSchemas schemas)
    {
        if (operation.NeedsBody is not { } isNeeded || (!isNeeded && await EmptyBodies.IsEmptyAsync(context)))
            return (null, null);
        var bytes = await JsonBodyReader.ReadAsync(context);
        using (JsonBodyReader.Parse(bytes))
        {
            var text = Encoding.UTF8.GetString(bytes.Span);
            return schemas.RequestOf(operation) is { } schema && BodyJudge.Failures(schema, text) is { Count: > 0 } failures
                ? (null, ApiErrorResult.Unprocessable(failures))
                : (JsonNode.Parse(text)!.AsObject(), null);
        }
    }

    private static IResult ToResult(ShapeOperation operation, (JsonNode? Answer, ApiErrorResult? Refusal) answered)
    {
        if (answered.Refusal is { } refusal)
            return refusal;
        if (answered.Answer is { } answer)
            return TypedResults.Json(answer, WireJson.Options, statusCode: operation.Status);
        return operation.ContentType is null or "application/json"
            ? TypedResults.StatusCode(operation.Status)
            : TypedResults.Text(operation.TextExample ?? "", operation.ContentType, Encoding.UTF8, operation.Status);
    }
}
