using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NoyoEmulator.Configuration;
using NoyoEmulator.Simulation;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>Gives every operation the values with which it succeeds in the world that was asked about, and an answer to it.</summary>
internal sealed class DocumentExamples(IHttpContextAccessor http, NoyoOptions noyo) : IDocumentAsyncFilter
{
    public async Task ApplyAsync(OpenApiDocument swaggerDoc, DocumentFilterContext context, CancellationToken cancellationToken)
    {
        var world = http.HttpContext!.RequestServices.GetRequiredService<World>();
        var ids = await WorldExamples.ReadAsync(world, cancellationToken);
        // With other options some answers are others.
        var hasAnswers = noyo == new NoyoOptions();
        foreach (var operation in swaggerDoc.Paths.SelectMany(path => path.Value.Operations!.Values))
        {
            var bodies = ExampleBodies.Of(operation.OperationId!, ids);
            if (bodies.Count > 0 && operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>().FirstOrDefault() is { } content)
            {
                content.Examples = bodies.ToDictionary(
                    body => body.Key, IOpenApiExample (body) => new OpenApiExample { Summary = body.Summary, Value = body.Parse() });
            }

            if (hasAnswers && ExampleAnswers.Of(context.DocumentName, operation.OperationId!) is { } answer)
                SetAnswer(operation, answer);

            var parameters = operation.Parameters?.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path).ToList() ?? [];
            var isOfDependent = parameters.Exists(parameter => parameter.Name == "dependent_id");
            foreach (var parameter in parameters)
                SetExample(parameter, operation.OperationId!, ids, isOfDependent);
        }
    }

    private static void SetAnswer(OpenApiOperation operation, JsonNode answer)
    {
        foreach (var (status, response) in operation.Responses!)
        {
            if (status.StartsWith('2') && response.Content?.Values.OfType<OpenApiMediaType>().FirstOrDefault() is { } content)
                content.Example = answer.DeepClone();
        }
    }

    private static void SetExample(OpenApiParameter parameter, string operationId, WorldExamples ids, bool isOfDependent)
    {
        // The two bodies belong to two groups, so the parameter has two examples as well, under the same names.
        if (operationId == "createMemberSnapshot" && ids is { CreateGroupId: { } published, GuideGroupId: { } guide })
        {
            parameter.Examples = new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal)
            {
                [ExampleBodies.Create] = new OpenApiExample
                {
                    Summary = "A group without members",
                    Value = JsonValue.Create($"{published}"),
                },
                [ExampleBodies.Guide] = new OpenApiExample { Summary = "The guide's group", Value = JsonValue.Create($"{guide}") },
            };
            return;
        }

        var value = (operationId, parameter.Name) switch
        {
            ("createMemberSnapshot" or "testCreateMemberSnapshot", _) => ids.CreateGroupId?.ToString(),
            ("explain", _) => ids.SnapshotId?.ToString(),
            (_, "name") => ExampleBodies.Name,
            _ => isOfDependent ? ids.OfDependent(parameter.Name!) : ids.Groups.Of(operationId, parameter.Name!) ?? ids.Of(operationId, parameter.Name!),
        };
        parameter.Example = value is null ? null : JsonValue.Create(value);
    }
}
