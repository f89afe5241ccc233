using Microsoft.OpenApi;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Shapes;

/// <summary>What an operation does, as far as its method, its path and its schemas say.</summary>
internal enum ShapeKind
{
    /// <summary>Lists what is kept.</summary>
    List,

    /// <summary>Answers one object by its id.</summary>
    Read,

    /// <summary>Answers an object that has no id of its own in the path, or something that is no JSON.</summary>
    ReadOnly,

    /// <summary>Keeps what is sent.</summary>
    Create,

    /// <summary>Changes what is kept.</summary>
    Edit,

    /// <summary>Does something about one object, which only its name says.</summary>
    Act,

    /// <summary>Removes what is kept.</summary>
    Delete,
}

/// <summary>An id in a path.</summary>
/// <param name="Collection">What kind of thing it is the id of.</param>
/// <param name="Parameter">The name of the parameter.</param>
internal sealed record PathId(string Collection, string Parameter);

/// <summary>One operation that is answered by its shape.</summary>
internal sealed record ShapeOperation
{
    public required ApiFamily Family { get; init; }

    /// <summary>In capitals.</summary>
    public required string Method { get; init; }

    public required string Template { get; init; }

    public required string OperationId { get; init; }

    public required ShapeKind Kind { get; init; }

    /// <summary>The kind of things that it is about; null where nothing is kept.</summary>
    public string? Collection { get; init; }

    /// <summary>What must be there before anything else is looked at.</summary>
    public required IReadOnlyList<PathId> Owners { get; init; }

    /// <summary>The object that it is about; null where the path names none.</summary>
    public PathId? Subject { get; init; }

    /// <summary>The parameter with the version that is edited; null where there is none.</summary>
    public string? Version { get; init; }

    public required IReadOnlyList<QueryParameter> Query { get; init; }

    /// <summary>The parameters without which it is refused.</summary>
    public required IReadOnlyList<string> RequiredQuery { get; init; }

    /// <summary>The status that it declares for its success.</summary>
    public required int Status { get; init; }

    /// <summary>The type of the answer; null for one without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>The answer that the document gives for an example, where it is no JSON.</summary>
    public string? TextExample { get; init; }

    /// <summary>Whether it takes a body, and whether it can do without.</summary>
    public bool? NeedsBody { get; init; }

    /// <summary>What the document says of it.</summary>
    public required OpenApiOperation Definition { get; init; }

    public bool IsPaged => Query.Any(parameter => parameter.Name == "page_size");

    /// <summary>The schema of the body; null where there is none.</summary>
    public IOpenApiSchema? RequestSchema => OfJson(Definition.RequestBody?.Content);

    /// <summary>The schema of the answer; null where there is none.</summary>
    public IOpenApiSchema? ResponseSchema => OfJson(Success?.Value.Content);

    /// <summary>The first answer of success.</summary>
    public KeyValuePair<string, IOpenApiResponse>? Success => SuccessOf(Definition);

    public static KeyValuePair<string, IOpenApiResponse>? SuccessOf(OpenApiOperation operation) =>
        operation.Responses?.Where(response => response.Key.StartsWith('2')).OrderBy(response => response.Key, StringComparer.Ordinal)
            .Select(response => (KeyValuePair<string, IOpenApiResponse>?)response).FirstOrDefault();

    public static IOpenApiSchema? OfJson(IDictionary<string, IOpenApiMediaType>? content) =>
        content?.FirstOrDefault(media => media.Key.Contains("json", StringComparison.OrdinalIgnoreCase)).Value?.Schema;
}
