using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Journal;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Control;

/// <summary>What is expected to have happened.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record VerifyBody
{
    /// <summary>Requests to Noyo's APIs, looked for in the journal.</summary>
    public IReadOnlyList<ExpectedRequest>? Requests { get; init; }

    /// <summary>Events, and their deliveries to subscriptions.</summary>
    public IReadOnlyList<ExpectedWebhook>? Webhooks { get; init; }
}

/// <summary>A request that is expected. What is left out may be anything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExpectedRequest
{
    public string? Method { get; init; }

    /// <summary>* stands for anything within a segment, ** for any number of segments.</summary>
    public string? Path { get; init; }

    /// <summary>The id of an operation, in place of method and path.</summary>
    public string? Operation { get; init; }

    /// <summary>The status that it was answered with.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// What its body has, at least. Each item of an array must be like some item of the actual one. Personal values are *** in
    /// the journal.
    /// </summary>
    public JsonElement Body { get; init; }

    /// <summary>A number, or an object with at_least, at_most or both; at least one if absent.</summary>
    public JsonElement Count { get; init; }

    /// <summary>That there is none.</summary>
    public bool? None { get; init; }

    internal RequestExpectation ToExpectation(OperationIds operations) => new()
    {
        Method = Method?.ToUpperInvariant(),
        Path = PathPattern.TryParse(Path, out var path) ? path : null,
        Operation = operations.Find(Operation),
        Status = Status,
        Body = Body.ValueKind == JsonValueKind.Undefined ? null : Body,
    };
}

/// <summary>An event that is expected, or with a status or a subscription a delivery. What is left out may be anything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExpectedWebhook
{
    /// <summary>The event's type.</summary>
    public string? Type { get; init; }

    /// <summary>The object that the event is about.</summary>
    public string? ObjectId { get; init; }

    /// <summary>The status of the delivery.</summary>
    public string? Status { get; init; }

    /// <summary>The subscription that it is delivered to.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>A number, or an object with at_least, at_most or both; at least one if absent.</summary>
    public JsonElement Count { get; init; }

    /// <summary>That there is none.</summary>
    public bool? None { get; init; }

    /// <summary>The same in the spelling of events and deliveries; only for one that was found valid.</summary>
    internal ExpectedWebhook Spelt() => this with
    {
        Type = WebhookEventType.Find(Type),
        Status = Status is null ? null : EnumName.Of(EnumName.Parse<DeliveryStatus>(Status)),
    };

    /// <summary>Whether deliveries are counted, and not events.</summary>
    internal bool IsDelivery => Status is not null || SubscriptionId is not null;
}

internal sealed class VerifyBodyValidator : AbstractValidator<VerifyBody>
{
    private const int MaxExpectations = 100;
    private const int LeastStatus = 100;
    private const int MostStatus = 599;

    public VerifyBodyValidator(OperationIds operations) => RuleFor(body => body).Custom((body, context) =>
    {
        var expected = (body.Requests?.Count ?? 0) + (body.Webhooks?.Count ?? 0);
        if (expected is 0 or > MaxExpectations)
            context.AddFailure(JsonPath.Root, $"must expect something, in requests or webhooks, and at most {MaxExpectations} things");
        foreach (var (place, problem) in Places("requests", body.Requests, request => Problems(request, operations))
            .Concat(Places("webhooks", body.Webhooks, Problems)))
        {
            context.AddFailure(place, problem);
        }
    });

    private static IEnumerable<(string Place, string Problem)> Places<T>(
        string list, IReadOnlyList<T>? items, Func<T, IEnumerable<(string Field, string Problem)>> problems)
        where T : class =>
        (items ?? []).SelectMany(
            (item, index) =>
                (item is null ? [] : problems(item)).Select(problem => ($"$.{list}[{index}].{problem.Field}", problem.Problem)));

    private static IEnumerable<(string Field, string Problem)> Problems(ExpectedRequest request, OperationIds operations)
    {
        if (request.Operation is { } operation)
        {
            if (operations.Problem(operation) is { } problem)
                yield return ("operation", problem);
            if (request.Path is not null)
                yield return ("path", "cannot be combined with operation");
            if (request.Method is not null)
                yield return ("method", "cannot be combined with operation, which has a method of its own");
        }

        if (request.Method is "")
            yield return ("method", "must not be empty");
        if (request.Path is not null && !PathPattern.TryParse(request.Path, out _))
            yield return ("path", PathPattern.Rule);
        if (request.Path is ['/', ..] && NoyoTraffic.IsOwn(request.Path))
            yield return ("path", "is the emulator's own: the journal has no requests to the control plane or Swagger UI");
        if (WorldInPath.IsIn(request.Path))
            yield return ("path", $"must be without {WorldInPath.Form}: the journal is that of the world in which it is asked for");
        if (request.Status is < LeastStatus or > MostStatus)
            yield return ("status", $"must be from {LeastStatus} to {MostStatus}");
        if (request.Body.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array))
            yield return ("body", "must be a JSON object or array");
        foreach (var problem in PersonalIn(request.Body, "body", isPersonal: false))
            yield return problem;
        foreach (var problem in CountProblems(request.Count, request.None))
            yield return problem;
    }

    private static IEnumerable<(string Field, string Problem)> Problems(ExpectedWebhook webhook)
    {
        if (webhook.Type is not null && WebhookEventType.Find(webhook.Type) is null)
            yield return ("type", Subscriptions.EventRule);
        if (webhook.ObjectId is not null && !Uuid.TryParse(webhook.ObjectId, out _))
            yield return ("object_id", "must be a uuid");
        if (webhook.Status is not null && !EnumName.TryParse<DeliveryStatus>(webhook.Status, out _))
            yield return ("status", $"must be one of: {string.Join(", ", EnumName.All<DeliveryStatus>())}");
        if (webhook.SubscriptionId is not null && !Uuid.TryParse(webhook.SubscriptionId, out _))
            yield return ("subscription_id", "must be a uuid");
        foreach (var problem in CountProblems(webhook.Count, webhook.None))
            yield return problem;
    }

    private static IEnumerable<(string Field, string Problem)> CountProblems(JsonElement count, bool? none)
    {
        if (none is true && count.ValueKind != JsonValueKind.Undefined)
            yield return ("count", "cannot be combined with none");
        if (ExpectedCount.Read(count).Problem is { } problem)
            yield return ("count", problem);
    }

    /// <summary>What could never match, because the journal does not have it.</summary>
    private static IEnumerable<(string Field, string Problem)> PersonalIn(
        JsonElement element, string path, bool isPersonal) => element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            JsonValueKind.String when element.ValueEquals(PersonalFields.Mask) => [],
            _ when isPersonal || (element.ValueKind == JsonValueKind.String && PersonalFields.LooksPersonal(element.GetString())) =>
                [(path, $"is personal, and masked in the journal; expect \"{PersonalFields.Mask}\" to say that it was there")],
            JsonValueKind.Object => element.EnumerateObject()
                .SelectMany(
                    property => PersonalIn(property.Value, JsonPath.Property(path, property.Name), PersonalFields.IsPersonal(property.Name))),
            JsonValueKind.Array =>
                element.EnumerateArray().SelectMany((item, index) => PersonalIn(item, JsonPath.Item(path, index), isPersonal: false)),
            _ => [],
        };
}
