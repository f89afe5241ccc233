using System.Text.Json;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Tracking;

/// <summary>Writes differences in Noyo's shape.</summary>
internal static class DifferenceMapping
{
    private static readonly JsonElement Null = JsonSerializer.SerializeToElement<object?>(null);

    /// <summary>As lists show it.</summary>
    public static BasicDifferenceResult ToBasic(Difference difference, DifferenceForm form) => new()
    {
        OmitsNulls = form.OmitsNulls,
        Id = difference.Id,
        Version = difference.Version,
        Created = difference.Created.ToUnixTimeSeconds(),
        Modified = difference.Modified.ToUnixTimeSeconds(),
        OrganizationId = difference.OrganizationId,
        GroupId = difference.GroupId,
        CarrierId = difference.CarrierId,
        EmployeeId = difference.EmployeeId,
        ObjectType = EnumName.Of(difference.ObjectType),
        ObjectId = difference.ObjectId,
        ImpactScore = difference.ImpactScore,
        DifferenceClassification = EnumName.Of(difference.Classification),
        DifferenceType = difference.DifferenceType,
        Resolved = difference.Resolved?.ToUnixTimeSeconds(),
        ReplacedBy = difference.ReplacedById,
        IsDismissed = difference.IsDismissed,
        IsSuppressed = difference.IsSuppressed,
        AssigneeId = difference.AssigneeId,
        DiscrepancyTime = difference.DiscrepancyTime?.ToUnixTimeSeconds(),
        Fields = WireJson.Read<List<FieldDifference>>(difference.Fields).ConvertAll(field => new DifferenceField
        {
            Key = field.Key,
            PlatformValue = Value(field.Key, field.PlatformValue, form),
            CarrierValue = Value(field.Key, field.CarrierValue, form),
        }),
    };

    /// <summary>With its sources, oldest first.</summary>
    public static PublicSingleDifferenceResult ToSingle(Difference difference, DifferenceForm form) => new(ToBasic(difference, form))
    {
        Sources = [.. difference.Sources.OrderBy(source => source.Created).ThenBy(source => source.Id).Select(source => new DifferenceSourceResult
        {
            Id = source.Id,
            Version = source.Version,
            Created = source.Created.ToUnixTimeSeconds(),
            Modified = source.Modified.ToUnixTimeSeconds(),
            Stage = EnumName.Of(source.Stage),
            ObjectType = source.TransactionId is null ? "carrier_sync" : "member_transaction",
            ObjectId = source.TransactionId ?? source.SyncedCarrierId!.Value,
            IsDiscrepancy = source.IsDiscrepancy,
            ResolvesDifference = source.ResolvesDifference,
            SuppressDiscrepancies = false,
            LastSeen = source.CarrierFetchTime.ToUnixTimeSeconds(),
            CarrierFetchTime = source.CarrierFetchTime.ToUnixTimeSeconds(),
            MemberSnapshotId = source.SnapshotId,
        })],
    };

    /// <summary>The guide prints an object for the key <c>object</c>; everything else is text.</summary>
    private static JsonElement? Value(string key, string? value, DifferenceForm form)
    {
        if (value is null)
            return Null;
        return key == DifferenceCatalogue.ObjectKey && !form.HasTexts
            ? JsonSerializer.Deserialize<JsonElement>(value)
            : JsonSerializer.SerializeToElement(value, WireJson.Options);
    }
}
