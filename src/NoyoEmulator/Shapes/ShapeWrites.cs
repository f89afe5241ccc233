using System.Text.Json.Nodes;
using NJsonSchema;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Shapes;

/// <summary>What a write answers, or why it was refused.</summary>
internal sealed record ShapeWritten(JsonNode? Answer, ApiErrorResult? Refusal)
{
    public static ShapeWritten Of(JsonNode? answer) => new(answer, null);

    public static ShapeWritten Refused(ApiErrorResult refusal) => new(null, refusal);
}

/// <summary>Keeps what is sent, in one transaction for each call.</summary>
/// <param name="call">The call. Its owners are there.</param>
/// <param name="answer">The schema of its answer; null where it has none.</param>
/// <param name="isOwn">Whether the world has the object that it is about itself.</param>
internal sealed class ShapeWrites(ShapeCall call, JsonSchema? answer, bool isOwn)
{
    private ShapeOperation Operation => call.Operation;

    /// <summary>Makes the change.</summary>
    public ShapeWritten Run(WorldSession session)
    {
        if (Operation.Subject is null)
            return ShapeWritten.Of(Create(session));
        if (call.SubjectId is not { } id || session.Rows.Find<ShapeObject>(id) is not { } kept || !call.IsAbout(kept))
            return isOwn ? AnswerForOwn(session) : ShapeWritten.Refused(call.UnknownSubject());
        if (Operation.Version is not null && call.SeenVersion != kept.Version)
            return ShapeWritten.Refused(ApiErrorResult.StaleVersion(kept.Version));
        if (Operation.Kind == ShapeKind.Delete)
        {
            _ = session.Rows.Delete(kept);
            return ShapeWritten.Of(null);
        }

        // An act that answers with a thing of another kind makes one: a transition, a resolution.
        return ShapeWritten.Of(Operation.Kind == ShapeKind.Act && Operation.Collection is { } made && made != kept.Collection ? Create(session) : Edit(session, kept));
    }

    /// <summary>What the emulator keeps in a form of its own is not changed by an operation that it knows the shape of only.</summary>
    private ShapeWritten AnswerForOwn(WorldSession session) => Operation.Kind == ShapeKind.Delete
        ? ShapeWritten.Refused(ApiErrorResult.Conflict("The emulator has this object itself, and knows no more of this operation than its shape"))
        : ShapeWritten.Of(Fit(call.Facts(session.Now), call.Body ?? []));

    private JsonNode? Create(WorldSession session)
    {
        var owners = call.Owners.Select(owner => owner.Id);
        if (Operation.Kind == ShapeKind.Act)
            owners = owners.Append(call.SubjectId!.Value.ToString());
        var kept = new ShapeObject
        {
            Id = session.NewId(),
            Collection = Operation.Collection ?? "",
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            Owners = new JsonArray([.. owners.Select(id => JsonValue.Create(id))]).ToJsonString(),
        };
        var made = Fit(call.FactsOf(kept), call.Body ?? []);
        if (Operation.Collection is null)
            return made;
        kept.Document = Merge(call.Body ?? [], made).ToJsonString();
        session.Rows.Insert(kept);
        return made;
    }

    private JsonNode? Edit(WorldSession session, ShapeObject kept)
    {
        kept.Version = session.NewId();
        kept.Modified = session.Now;
        var document = Merge(JsonNode.Parse(kept.Document)!.AsObject(), call.Body);
        var made = Fit(call.FactsOf(kept), document);
        kept.Document = Merge(document, made).ToJsonString();
        session.Rows.Update(kept);
        return made;
    }

    private JsonNode? Fit(ShapeFacts facts, JsonObject source) => answer is null ? null : new ShapeFit(facts).Of(answer, source);

    /// <summary>An object with the fields of another one in the place of its own.</summary>
    private static JsonObject Merge(JsonObject first, JsonNode? second)
    {
        var merged = first.DeepClone().AsObject();
        foreach (var (name, value) in second as JsonObject ?? [])
            merged[name] = value?.DeepClone();
        return merged;
    }
}
