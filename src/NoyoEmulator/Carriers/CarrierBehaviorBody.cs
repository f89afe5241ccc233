using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Carriers;

/// <summary>A carrier's behavior as it is sent, before it is known to make sense.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierBehaviorBody
{
    /// <summary><c>sync</c> (the default) or <c>send</c>.</summary>
    public string? Tier { get; init; }

    public CarrierDelaysBody? Delays { get; init; }

    /// <summary>The number of the confirmation that makes a discrepancy of what is still different.</summary>
    public int? Confirmations { get; init; }

    /// <summary>How new connections of groups to the carrier go.</summary>
    public CarrierConnectingBody? Connection { get; init; }

    public IReadOnlyList<CarrierRuleBody>? Rules { get; init; }

    /// <summary>The behavior; only for a body that was found valid.</summary>
    internal CarrierBehavior ToBehavior() => new()
    {
        Tier = Tier is null ? CarrierTier.Sync : EnumName.Parse<CarrierTier>(Tier),
        Delays = Delays?.ToDelays(),
        Confirmations = Confirmations,
        Connection = Connection?.ToConnecting(),
        Rules = [.. (Rules ?? []).Select(rule => rule.ToRule())],
    };
}

/// <summary>The delays of a behavior, as durations, or <c>manual</c> for a step that waits until it is released.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierDelaysBody
{
    public string? Submit { get; init; }

    public string? Process { get; init; }

    public string? Confirm { get; init; }

    internal CarrierDelays ToDelays() => new() { Submit = Meant(Submit), Process = Meant(Process), Confirm = Meant(Confirm) };

    internal static bool IsManual(string text) => string.Equals(text, CarrierDelays.Manual, StringComparison.OrdinalIgnoreCase);

    internal static string? Meant(string? text) => text is not null && IsManual(text) ? CarrierDelays.Manual : text;
}

/// <summary>How new connections of groups to a carrier go.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierConnectingBody
{
    /// <summary>The status in which they come to rest by themselves; absent: completed.</summary>
    public string? Outcome { get; init; }

    /// <summary>How long they take: a duration, or <c>manual</c> for until somebody moves them.</summary>
    public string? Delay { get; init; }

    internal CarrierConnecting ToConnecting() => new()
    {
        Outcome = Outcome is null ? ConnectionOutcome.Completed : EnumName.Parse<ConnectionOutcome>(Outcome),
        Delay = CarrierDelaysBody.Meant(Delay),
    };
}

/// <summary>One rule of a behavior.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierRuleBody
{
    public CarrierMatchBody? Match { get; init; }

    /// <summary>To how many transactions it applies.</summary>
    public int? Times { get; init; }

    /// <summary>To how many it was applied already, as a behavior that was read says; absent: none.</summary>
    public int? Used { get; init; }

    /// <summary>
    /// <c>"accept"</c>, <c>"drop"</c>, <c>"hold"</c>, or an object with one of <c>effective_start_date</c>, <c>reject</c>,
    /// <c>set</c>, <c>truncate</c> and <c>uppercase</c>.
    /// </summary>
    public JsonElement? Effect { get; init; }

    internal CarrierRule ToRule() => new()
    {
        Match = Match?.ToMatch() ?? new CarrierMatch(),
        Times = Times,
        Used = Used ?? 0,
        Effect = Effect is { } effect ? CarrierEffectReader.Read(effect).Effect! : new CarrierEffect(),
    };
}

/// <summary>Which changes a rule is about.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierMatchBody
{
    public string? GroupId { get; init; }

    public string? EmployeeId { get; init; }

    public string? IndividualId { get; init; }

    public string? LineOfCoverage { get; init; }

    public string? PlanId { get; init; }

    public string? PlanName { get; init; }

    internal CarrierMatch ToMatch() => new()
    {
        GroupId = Uuid.ParseOptional(GroupId),
        EmployeeId = Uuid.ParseOptional(EmployeeId),
        IndividualId = Uuid.ParseOptional(IndividualId),
        LineOfCoverage = MemberSnapshotVocabulary.LinesOfCoverage.Find(LineOfCoverage),
        PlanId = Uuid.ParseOptional(PlanId),
        PlanName = PlanName,
    };
}

/// <summary>Reads an effect in any of its forms.</summary>
internal static class CarrierEffectReader
{
    private const string Forms =
        "must be \"accept\", \"drop\", \"hold\", {\"effective_start_date\": \"first_of_next_month\", \"+P10D\" or a date}, "
        + "{\"reject\": {\"errors\": [\"...\"]}}, {\"set\": {\"person.last_name\": \"...\"}}, "
        + "{\"truncate\": {\"person.last_name\": 10}}, or {\"uppercase\": [\"person.last_name\"]}";

    private const int LongestText = 10_000;

    /// <summary>The effect, or what is wrong with it as a predicate.</summary>
    public static (CarrierEffect? Effect, string? Error) Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => OfName(element.GetString()!),
        JsonValueKind.Object when Stated(element).ToList() is [var property] => OfProperty(property),
        _ => (null, Forms),
    };

    /// <summary>What is null is as good as left out, but for the values that a carrier records.</summary>
    private static IEnumerable<JsonProperty> Stated(JsonElement element) =>
        element.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null);

    private static (CarrierEffect? Effect, string? Error) OfProperty(JsonProperty property) => property.Name switch
    {
        "effective_start_date" when property.Value.ValueKind == JsonValueKind.String
            && StartDateEffect.Meant(property.Value.GetString()!) is { } start => (new CarrierEffect { EffectiveStartDate = start }, null),
        "reject" when property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("errors", out var texts)
            && Texts(texts) is { Count: > 0 } errors => (new CarrierEffect { Reject = new CarrierRejection { Errors = errors } }, null),
        "reject" => (null, "must say with which errors it rejects: {\"reject\": {\"errors\": [\"...\"]}}"),
        "set" when Fields(property.Value, withNulls: true) is { Count: > 0 } values => OfSet(values),
        "truncate" when Fields(property.Value, withNulls: false) is { Count: > 0 } values => OfTruncate(values),
        "uppercase" when Texts(property.Value) is { Count: > 0 } paths => OfUppercase(paths),
        "set" or "truncate" => (null, $"must say which fields: {{\"{property.Name}\": {{\"person.last_name\": …}}}}"),
        "uppercase" => (null, "must say which fields: {\"uppercase\": [\"person.last_name\"]}"),
        _ when property.Value.ValueKind is JsonValueKind.True or JsonValueKind.Object => OfName(property.Name),
        _ => (null, Forms),
    };

    private static (CarrierEffect? Effect, string? Error) OfName(string name) => name.ToLowerInvariant() switch
    {
        "accept" => (new CarrierEffect { Accept = true }, null),
        "drop" => (new CarrierEffect { Drop = true }, null),
        "hold" => (new CarrierEffect { Hold = true }, null),
        _ => (null, Forms),
    };

    private static (CarrierEffect? Effect, string? Error) OfSet(Dictionary<string, JsonElement> values)
    {
        foreach (var (path, value) in values)
        {
            if (Unknown(path) is { } error)
                return (null, error);
            if (!RecordField.All[path].Accepts(value))
                return (null, $"sets {path} to {value.GetRawText()}, which it cannot hold");
        }

        return (new CarrierEffect { Set = values }, null);
    }

    private static (CarrierEffect? Effect, string? Error) OfTruncate(Dictionary<string, JsonElement> values)
    {
        var lengths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (path, value) in values)
        {
            if (UnknownText(path) is { } error)
                return (null, error);
            if (OwnSpelling.Number(value) is not { } number || !number.TryGetInt32(out var length) || length is < 1 or > LongestText)
                return (null, $"truncates {path} to {value.GetRawText()}, which is not a number from 1 to {LongestText}");
            lengths[path] = length;
        }

        return (new CarrierEffect { Truncate = lengths }, null);
    }

    private static (CarrierEffect? Effect, string? Error) OfUppercase(List<string> paths) =>
        paths.Select(UnknownText).FirstOrDefault(error => error is not null) is { } error
            ? (null, error)
            : (new CarrierEffect { Uppercase = paths }, null);

    private static string? Unknown(string path) => RecordField.All.ContainsKey(path)
        ? null
        : $"names the field {path}, which a carrier record does not have; it has: {string.Join(", ", RecordField.All.Keys)}";

    private static string? UnknownText(string path) =>
        Unknown(path) ?? (RecordField.All[path].IsText ? null : $"names the field {path}, which is not a text");

    private static Dictionary<string, JsonElement>? Fields(JsonElement values, bool withNulls) => values.ValueKind == JsonValueKind.Object
        ? (withNulls ? values.EnumerateObject() : Stated(values)).DistinctBy(property => property.Name)
            .ToDictionary(property => property.Name, property => property.Value.Clone(), StringComparer.Ordinal)
        : null;

    private static List<string>? Texts(JsonElement texts) => texts.ValueKind == JsonValueKind.Array
        && texts.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String)
            ? [.. texts.EnumerateArray().Select(text => text.GetString()!)]
            : null;
}

internal sealed class CarrierBehaviorBodyValidator : AbstractValidator<CarrierBehaviorBody>
{
    private const int MostConfirmations = 100;
    private const int MostRules = 1000;

    // Far beyond any use, and near enough that adding it to an instant cannot overflow.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(3_650);

    public CarrierBehaviorBodyValidator()
    {
        _ = RuleFor(body => body.Tier).Must(tier => tier is null || EnumName.TryParse<CarrierTier>(tier, out _))
            .WithMessage("must be sync or send");
        _ = RuleFor(body => body.Confirmations).InclusiveBetween(1, MostConfirmations)
            .WithMessage($"must be a number from 1 to {MostConfirmations}");
        _ = RuleFor(body => body.Delays!).ChildRules(delays =>
        {
            BeDuration(delays, delay => delay.Submit);
            BeDuration(delays, delay => delay.Process);
            BeDuration(delays, delay => delay.Confirm);
        }).When(body => body.Delays is not null);
        _ = RuleFor(body => body.Connection!).ChildRules(connection =>
        {
            _ = connection.RuleFor(body => body.Outcome).Must(outcome => outcome is null || EnumName.TryParse<ConnectionOutcome>(outcome, out _))
                .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionOutcome>())}");
            BeDuration(connection, body => body.Delay);
        }).When(body => body.Connection is not null);
        _ = RuleFor(body => body.Rules).Must(rules => rules is null || rules.Count <= MostRules)
            .WithMessage($"must be at most {MostRules} rules");
        _ = RuleForEach(body => body.Rules).ChildRules(rule =>
        {
            _ = rule.RuleFor(body => body.Times).GreaterThan(0).WithMessage("must be at least 1, or absent for always");
            _ = rule.RuleFor(body => body.Used).GreaterThanOrEqualTo(0).WithMessage("must be at least 0");
            _ = rule.RuleFor(body => body.Effect).Custom((effect, context) =>
            {
                if (effect is null)
                    context.AddFailure("is required");
                else if (CarrierEffectReader.Read(effect.Value).Error is { } error)
                    context.AddFailure(error);
            });
            _ = rule.RuleFor(body => body.Match!).ChildRules(match =>
            {
                BeId(match, body => body.GroupId);
                BeId(match, body => body.EmployeeId);
                BeId(match, body => body.IndividualId);
                BeId(match, body => body.PlanId);
                _ = match.RuleFor(body => body.LineOfCoverage)
                    .Must(line => line is null || MemberSnapshotVocabulary.LinesOfCoverage.Find(line) is not null)
                    .WithMessage($"must be one of: {MemberSnapshotVocabulary.LinesOfCoverage.Listing}");
            }).When(body => body.Match is not null);
        });
    }

    private static void BeDuration<T>(AbstractValidator<T> validator, Expression<Func<T, string?>> property) =>
        validator.RuleFor(property).Must(text => text is null || CarrierDelaysBody.IsManual(text)
            || (SpokenDuration.TryParse(text, out var delay, out _) && delay <= LongestDelay))
            .WithMessage(
                $"must be a duration such as PT2S, 2s or P1D, at most {IsoDuration.Format(LongestDelay)}, or {CarrierDelays.Manual}");

    private static void BeId<T>(AbstractValidator<T> validator, Expression<Func<T, string?>> property) =>
        validator.RuleFor(property).Must(text => text is null || Guid.TryParseExact(text, "D", out _)).WithMessage("must be a uuid");
}
