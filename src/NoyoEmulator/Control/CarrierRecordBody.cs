using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Control;

/// <summary>What a carrier is to hold of a person. Ids of enrollments are the platform's, and passed over.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierRecordBody
{
    /// <summary>The one in the path; may be left out.</summary>
    public Guid? IndividualId { get; init; }

    /// <summary>What the member is: employee or dependent; may be left out.</summary>
    public MemberType? IndividualType { get; init; }

    public required PersonRecord Person { get; init; }

    /// <summary>Of employees.</summary>
    public EmploymentRecord? Employment { get; init; }

    /// <summary>Of dependents: to the employee.</summary>
    public string? Relationship { get; init; }

    public IReadOnlyList<EnrollmentRecord> Enrollments { get; init; } = [];
}

/// <summary>Its rules are those of the whole record, which the path makes of it.</summary>
internal sealed class CarrierRecordBodyValidator : AbstractValidator<CarrierRecordBody>;

/// <summary>Any JSON object.</summary>
public sealed record JsonObjectBody;

internal sealed class JsonObjectBodyValidator : AbstractValidator<JsonObjectBody>;

/// <summary>Makes records of what people send.</summary>
internal static class ReceivedRecord
{
    /// <summary>A record as it was sent; whose it is goes without saying.</summary>
    public static (MemberRecord? Record, ApiErrorResult? Error) Whole(
        ReadOnlyMemory<byte> body, Guid individualId, MemberType type, IValidator<MemberRecord> validator)
    {
        var node = Merge(null, JsonNode.Parse(body.Span))!;
        node["individual_id"] ??= $"{individualId:D}";
        node["individual_type"] ??= JsonSerializer.SerializeToNode(type, WireJson.Options);
        return Read(node, individualId, type, before: null, validator);
    }

    /// <summary>A record after a merge patch. It need not be better than it was: a carrier's behavior may have recorded anything.</summary>
    public static (MemberRecord? Record, ApiErrorResult? Error) Patched(
        string document, ReadOnlyMemory<byte> patch, IValidator<MemberRecord> validator)
    {
        var before = WireJson.Read<MemberRecord>(document);
        return Read(Merge(JsonNode.Parse(document), JsonNode.Parse(patch.Span)), before.IndividualId, before.IndividualType, before, validator);
    }

    private static (MemberRecord? Record, ApiErrorResult? Error) Read(
        JsonNode? node, Guid individualId, MemberType type, MemberRecord? before, IValidator<MemberRecord> validator)
    {
        // A misspelt name would change nothing and say nothing.
        var (record, failures) = JsonShape.ReadClosed<MemberRecord>(node.Deserialize<JsonElement>());
        if (record is null || failures.Count > 0)
            return (null, ApiErrorResult.Unprocessable(failures));
        if (record.IndividualId != individualId || record.IndividualType != type)
        {
            return (null, ApiErrorResult.Unprocessable(
                record.IndividualId != individualId ? "$.individual_id" : "$.individual_type",
                "individual_id and individual_type say whose record it is: leave them out, or give the id of the path and the type of the member"));
        }

        // Noyo's ids of enrollments are none of the carrier's.
        record = record with { Enrollments = [.. record.Enrollments.Select(enrollment => enrollment with { Id = null })] };
        var news = Failures(record, validator).Except(before is null ? [] : Failures(before, validator)).ToList();
        return news.Count > 0 ? (null, ApiErrorResult.Unprocessable(news)) : (record, null);
    }

    private static IEnumerable<FieldError> Failures(MemberRecord record, IValidator<MemberRecord> validator) => validator.Validate(record).Errors
        .Select(failure => FieldError.At(JsonPath.FromPropertyPath(failure.PropertyName), failure.ErrorMessage));

    /// <summary>RFC 7396. In the items of a list, which replaces the old one, null means no value as well.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is JsonArray items)
            return new JsonArray([.. items.Select(item => item is JsonObject ? Merge(null, item) : item?.DeepClone())]);
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                _ = result.Remove(name);
            else
                result[name] = Merge(result[name], change);
        }

        return result;
    }
}
