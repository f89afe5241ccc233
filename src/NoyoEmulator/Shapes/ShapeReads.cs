using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Shapes;

/// <summary>Answers reads from what is kept, in the form of the operation that is asked for.</summary>
/// <param name="call">The call. Its owners are there.</param>
/// <param name="answer">The schema of its answer; null where it has none.</param>
/// <param name="reader">The world, pinned.</param>
/// <param name="now">The world's time.</param>
internal sealed class ShapeReads(ShapeCall call, JsonSchema? answer, SqlReader reader, DateTimeOffset now)
{
    private ShapeOperation Operation => call.Operation;

    /// <summary>One object by its id: a kept one, or one that the world has itself, of which its schema says what it is like.</summary>
    public (JsonNode? Answer, ApiErrorResult? Refusal) Read()
    {
        if (call.SubjectId is { } id && reader.Where<ShapeObject>("id = ?", id) is [var kept] && call.IsAbout(kept))
            return (Fit(kept), null);
        return call.SubjectId is { } own && WorldThings.Has(reader, Operation.Subject!.Collection, own) ? (Make(), null) : (null, call.UnknownSubject());
    }

    /// <summary>The object that a path without an id of its own means: the newest of its kind there, or else what its schema says it is like.</summary>
    public JsonNode? ReadOnly()
    {
        if (Operation.Collection is not { } collection)
            return Make();
        var list = ListOf(collection);
        return list.Read(reader, new PageRequest(1, 0)) is [var newest] ? Fit(newest) : Make();
    }

    /// <summary>A page of what is kept.</summary>
    public (JsonNode? Answer, ApiErrorResult? Refusal) List(IQueryCollection query)
    {
        var parameters = new QueryReader(query);
        var items = answer is null ? null : answer.Item ?? answer.ActualProperties["response"].ActualSchema.Item;
        var list = ListOf(Operation.Collection ?? "");
        list.Filter(
            parameters, Operation.Query.Where(parameter => !IsAboutPages(parameter.Name)), items?.ActualSchema.ActualProperties.Keys.ToHashSet(StringComparer.Ordinal) ?? []);
        var page = Operation.IsPaged ? PageOf(parameters, query) : default;
        if (parameters.Failure is { } failure)
            return (null, failure);
        var total = list.Count(reader);
        if (!Operation.IsPaged)
            page = PageRequest.Whole(total);
        var rows = new JsonArray([.. list.Read(reader, page).Select(kept => items is null ? JsonNode.Parse(kept.Document) : Fit(kept, items))]);
        if (answer?.Item is not null)
            return (rows, null);
        var envelope = new JsonObject();
        if (answer?.ActualProperties.ContainsKey("meta") == true)
            envelope["meta"] = JsonSerializer.SerializeToNode(Meta.For(page, total), WireJson.Options);
        envelope["response"] = rows;
        return (envelope, null);
    }

    /// <summary>By its offset, or by its number from 1 where the document has one.</summary>
    private static PageRequest PageOf(QueryReader parameters, IQueryCollection query)
    {
        var page = parameters.Paging();
        return !query.ContainsKey("offset") && parameters.Integer("page", 1, PageRequest.MaxOffset / PageRequest.MaxPageSize) is { } number
            ? page with { Offset = (number - 1) * page.PageSize }
            : page;
    }

    private ShapeList ListOf(string collection)
    {
        var list = new ShapeList(collection);
        foreach (var (owner, id) in call.Owners)
            list.Below(owner, id);
        return list;
    }

    private JsonNode? Fit(ShapeObject kept) => answer is null ? null : Fit(kept, answer);

    private JsonNode? Fit(ShapeObject kept, JsonSchema schema) => new ShapeFit(call.FactsOf(kept)).Of(schema, JsonNode.Parse(kept.Document));

    private JsonNode? Make() => answer is null ? null : new ShapeFit(call.Facts(now)).Of(answer, new JsonObject());

    private static bool IsAboutPages(string name) => name is "page_size" or "offset" or "page" || name.StartsWith("sort_", StringComparison.Ordinal);
}
