using System.Globalization;
using Microsoft.OpenApi;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Shapes;

/// <summary>
/// Tells from a document what its operations do. Things are of one kind when the same word stands before their ids in paths, or when
/// they are answered with the same schema.
/// </summary>
internal sealed class ShapeReading
{
    private readonly ApiFamily _family;
    private readonly OpenApiDocument _document;
    private readonly HashSet<string> _addressed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bySchema = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sameAs = new(StringComparer.Ordinal);

    public ShapeReading(ApiFamily family, OpenApiDocument document)
    {
        _family = family;
        _document = document;
        var gets = All().Where(operation => operation.Method == HttpMethod.Get).Select(operation => (Path: new ShapePath(operation.Path), operation.Definition)).ToList();
        foreach (var path in document.Paths.Keys)
            _addressed.UnionWith(new ShapePath(path).Ids.Select(id => id.Collection));
        foreach (var (path, definition) in gets)
        {
            if (path.Subject is { } subject && NameOf(ResponseOf(definition)) is { } schema)
                _ = _bySchema.TryAdd(schema, subject.Collection);
        }

        foreach (var (path, definition) in gets)
        {
            if (path.Tail is not { } word || ItemsOf(ResponseOf(definition)) is not { } items)
                continue;
            _ = _listed.Add(word);
            if (NameOf(items) is not { } schema)
                continue;
            if (!_bySchema.TryAdd(schema, word) && !_addressed.Contains(word))
                _ = _sameAs.TryAdd(word, _bySchema[schema]);
        }
    }

    /// <summary>The operations that the emulator does not have itself.</summary>
    /// <param name="isHad">Whether it has one, by method and path.</param>
    public IEnumerable<ShapeOperation> Operations(Func<string, string, bool> isHad) =>
        from operation in All()
        where !isHad(operation.Method.Method.ToUpperInvariant(), operation.Path)
        select Read(operation.Path, operation.Method, operation.Definition, operation.Shared);

    /// <summary>The schema of the items of a list, be it bare or in an envelope; null when the schema is that of no list.</summary>
    public static IOpenApiSchema? ItemsOf(IOpenApiSchema? schema) => schema switch
    {
        null => null,
        { Items: { } items } => items,
        { Properties: { } properties } => properties.TryGetValue("response", out var response) ? response.Items : null,
        _ => null,
    };

    private IEnumerable<(string Path, HttpMethod Method, OpenApiOperation Definition, IList<IOpenApiParameter> Shared)> All() =>
        from path in _document.Paths
        from operation in path.Value.Operations ?? []
        select (path.Key, operation.Key, operation.Value, path.Value.Parameters ?? []);

    private ShapeOperation Read(string template, HttpMethod method, OpenApiOperation definition, IList<IOpenApiParameter> shared)
    {
        var path = new ShapePath(template);
        var success = ShapeOperation.SuccessOf(definition);
        var kind = KindOf(method, path, definition);
        var parameters = shared.Concat(definition.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Query && parameter.Name is not null).ToList();
        var content = success?.Value.Content?.FirstOrDefault();
        var name = method.Method.ToUpperInvariant();
        return new ShapeOperation
        {
            Family = _family,
            Method = name,
            Template = template,
            OperationId = definition.OperationId ?? $"{name} {template}",
            Kind = kind,
            Collection = CollectionOf(kind, path, definition),
            Owners = kind == ShapeKind.Act ? [.. path.Ids.SkipLast(1)] : path.Owners,
            Subject = kind == ShapeKind.Act && path.Ids is [.., var last] ? last : path.Subject,
            Version = path.Version,
            Query = QueryOf(parameters),
            RequiredQuery = [.. parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name!)],
            Status = success is { Key: var code } && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : StatusCodes.Status200OK,
            ContentType = content?.Key,
            TextExample = content?.Value?.Example?.GetValueKind() == System.Text.Json.JsonValueKind.String ? content.Value.Value.Example.GetValue<string>() : null,
            NeedsBody = definition.RequestBody?.Required,
            Definition = definition,
        };
    }

    private static ShapeKind KindOf(HttpMethod method, ShapePath path, OpenApiOperation definition)
    {
        if (method == HttpMethod.Get)
        {
            return ItemsOf(ResponseOf(definition)) is not null && path.Subject is null ? ShapeKind.List
                : path.Subject is not null ? ShapeKind.Read : ShapeKind.ReadOnly;
        }

        if (method == HttpMethod.Post)
            return ShapeKind.Create;
        if (method == HttpMethod.Delete)
            return ShapeKind.Delete;
        return path.Tail is null ? ShapeKind.Edit : ShapeKind.Act;
    }

    /// <summary>The word of the path, where it is one of things; otherwise that of things with the schema of the answer; otherwise the word before.</summary>
    private string? CollectionOf(ShapeKind kind, ShapePath path, OpenApiOperation definition)
    {
        if (path.Subject is { } subject)
            return subject.Collection;
        if (path.Tail is { } word && (_addressed.Contains(word) || _listed.Contains(word)))
            return _sameAs.GetValueOrDefault(word, word);
        if (NameOf(ResponseOf(definition)) is { } schema && _bySchema.TryGetValue(schema, out var known))
            return known;
        return kind is ShapeKind.Create or ShapeKind.Act && ResponseOf(definition)?.Properties?.ContainsKey("id") == true ? path.Tail : null;
    }

    private static IOpenApiSchema? ResponseOf(OpenApiOperation definition) => ShapeOperation.OfJson(ShapeOperation.SuccessOf(definition)?.Value.Content);

    private static string? NameOf(IOpenApiSchema? schema) => (schema as OpenApiSchemaReference)?.Reference.Id;

    /// <summary>The parameters of the query; whatever has pages can be asked from any place on.</summary>
    private static List<QueryParameter> QueryOf(IEnumerable<IOpenApiParameter> declared)
    {
        var parameters = declared.DistinctBy(parameter => parameter.Name).Select(ToQuery).ToList();
        var isPaged = parameters.Exists(parameter => parameter.Name == "page_size");
        return [.. parameters, .. QueryParameter.Paging.Where(own => isPaged && !parameters.Exists(parameter => parameter.Name == own.Name))];
    }

    private static QueryParameter ToQuery(IOpenApiParameter parameter)
    {
        var isArray = parameter.Schema?.Type?.HasFlag(JsonSchemaType.Array) == true;
        var single = isArray ? parameter.Schema!.Items : parameter.Schema;
        var type = isArray ? "array"
            : single?.Type?.HasFlag(JsonSchemaType.Integer) == true ? "integer"
            : single?.Type?.HasFlag(JsonSchemaType.Boolean) == true ? "boolean" : "string";
        var values = single?.Enum?.Where(value => value?.GetValueKind() == System.Text.Json.JsonValueKind.String).Select(value => value!.GetValue<string>()).ToList();
        return new QueryParameter(parameter.Name!, type, parameter.Description ?? "", single?.Format, values is { Count: > 0 } ? values : null);
    }
}
