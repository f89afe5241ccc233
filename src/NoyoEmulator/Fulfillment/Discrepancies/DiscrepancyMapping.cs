using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>A difference that became a discrepancy, with the latest outcome that was asked for.</summary>
internal sealed record Discrepancy(Difference Difference, DiscrepancyStep? Latest)
{
    /// <summary>Whether a difference is one, and the older operations have a name for it.</summary>
    public static bool Is(Difference difference) => difference.DiscrepancyTime is not null && TypeOf(difference) is not null;

    public static DiscrepancyType? TypeOf(Difference difference) => DiscrepancyType.All
        .FirstOrDefault(type => type.DifferenceType == difference.DifferenceType && type.Classification == difference.Classification);

    public DiscrepancyStatus Status => !Difference.IsOpen ? DiscrepancyStatus.Resolved
        : Difference.IsDismissed ? DiscrepancyStatus.Dismissed
        : Latest is not null ? DiscrepancyStatus.Processing
        : DiscrepancyStatus.NeedsReview;
}

/// <summary>Discrepancies in their public forms.</summary>
internal static class DiscrepancyMapping
{
    public static DiscrepancyPublicResult ToPublic(Discrepancy discrepancy)
    {
        var difference = discrepancy.Difference;
        return new DiscrepancyPublicResult
        {
            Id = difference.Id,
            Version = difference.Version,
            Created = difference.Created.ToUnixTimeSeconds(),
            Modified = difference.Modified.ToUnixTimeSeconds(),
            Body = BodyOf(difference),
            CarrierId = difference.CarrierId,
            Context = discrepancy.Latest?.RequestContext ?? "",
            DiscrepancyType = Discrepancy.TypeOf(difference)!.Name,
            GroupId = difference.GroupId,
            Status = EnumName.Of(discrepancy.Status),
            SubjectId = difference.ObjectId,
            SubjectType = DiscrepancyTerms.SubjectTypeOf(difference.ObjectType),
        };
    }

    public static ReconciliationIssuePublicResult ToIssue(Discrepancy discrepancy)
    {
        var known = ToPublic(discrepancy);
        return new ReconciliationIssuePublicResult
        {
            Id = known.Id,
            Version = known.Version,
            Created = known.Created,
            Modified = known.Modified,
            Body = known.Body,
            CarrierId = known.CarrierId,
            Context = known.Context,
            ReconciliationIssueType = known.DiscrepancyType,
            GroupId = known.GroupId,
            Status = known.Status,
            SubjectId = known.SubjectId,
            SubjectType = known.SubjectType,
        };
    }

    public static DiscrepancyResolutionResult ToResolution(DiscrepancyStep step) => new()
    {
        Id = step.Id,
        Version = step.Version,
        Created = step.Created.ToUnixTimeSeconds(),
        Modified = step.Created.ToUnixTimeSeconds(),
        DiscrepancyId = step.DifferenceId,
        DistributorAction = step.DistributorAction!,
        Outcome = step.Outcome!,
        RequestContext = step.RequestContext ?? "",
        ResolutionType = step.ResolutionType!,
        Result = [],
    };

    public static ReconciliationIssueResolutionResult ToIssueResolution(DiscrepancyStep step) => new()
    {
        Id = step.Id,
        Version = step.Version,
        Created = step.Created.ToUnixTimeSeconds(),
        Modified = step.Created.ToUnixTimeSeconds(),
        ReconciliationIssueId = step.DifferenceId,
        DistributorAction = step.DistributorAction!,
        Outcome = step.Outcome!,
        RequestContext = step.RequestContext ?? "",
        ResolutionType = step.ResolutionType!,
        Result = [],
    };

    public static DiscrepancyNoteResult ToNote(DiscrepancyStep step) => new()
    {
        Id = DiscrepancyStep.NoteOf(step.Id),
        Version = step.Version,
        Created = step.Created.ToUnixTimeSeconds(),
        Modified = step.Created.ToUnixTimeSeconds(),
        AuthorType = "organization",
        Content = step.RequestContext!,
        DiscrepancyId = step.DifferenceId,
    };

    private static JsonObject BodyOf(Difference difference)
    {
        var fields = WireJson.Read<List<FieldDifference>>(difference.Fields);
        return new JsonObject
        {
            ["carrier_value"] = SideOf(fields, field => field.CarrierValue),
            ["distributor_value"] = SideOf(fields, field => field.PlatformValue),
        };
    }

    private static JsonNode? SideOf(List<FieldDifference> fields, Func<FieldDifference, string?> side)
    {
        if (fields is [var only])
            return NodeOf(only.Key, side(only));
        var values = new JsonObject();
        foreach (var field in fields)
            values[field.Key] = NodeOf(field.Key, side(field));
        return values;
    }

    private static JsonNode? NodeOf(string key, string? value) =>
        value is null ? null : key == DifferenceCatalogue.ObjectKey ? JsonNode.Parse(value) : JsonValue.Create(value);
}
