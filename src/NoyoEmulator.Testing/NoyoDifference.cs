using System.Text.Json;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>What differs between what the platform sent and what a carrier has.</summary>
public sealed record NoyoDifference
{
    internal NoyoDifference(JsonElement json)
    {
        Json = json;
        Fields = json.List("fields", field => new NoyoDifferenceField(field));
    }

    /// <summary>Its id.</summary>
    public Guid Id => Json.Id("id");

    /// <summary>What kind it is, such as <c>ie_effective_start_date</c>.</summary>
    public string Type => Json.Text("difference_type");

    /// <summary><c>missing_from_carrier</c>, <c>field_mismatch</c> or <c>missing_from_platform</c>.</summary>
    public string Classification => Json.Text("difference_classification");

    /// <summary><c>employee</c>, <c>dependent</c> or <c>individual_enrollment</c>.</summary>
    public string ObjectType => Json.Text("object_type");

    /// <summary>What it is about.</summary>
    public Guid ObjectId => Json.Id("object_id");

    /// <summary>The carrier.</summary>
    public Guid CarrierId => Json.Id("carrier_id");

    /// <summary>The group.</summary>
    public Guid GroupId => Json.Id("group_id");

    /// <summary>The employee whose family it is about.</summary>
    public Guid EmployeeId => Json.Id("employee_id");

    /// <summary>Whether the carrier has confirmed it often enough that somebody has to look at it.</summary>
    public bool IsDiscrepancy => DiscrepancyTime is not null;

    /// <summary>When it became a discrepancy, to the second; null where it is none.</summary>
    public DateTimeOffset? DiscrepancyTime => Json.FindUnixTime("discrepancy_time");

    /// <summary>When it was resolved, to the second; null while it is open.</summary>
    public DateTimeOffset? Resolved => Json.FindUnixTime("resolved");

    /// <summary>The fields that differ.</summary>
    public IReadOnlyList<NoyoDifferenceField> Fields { get; }

    /// <summary>All of it.</summary>
    public JsonElement Json { get; }

    /// <summary>Its kind, and each field with both values: <c>ie_effective_start_date: 2024-08-22 here, 2024-09-01 at the carrier</c>.</summary>
    public override string ToString() => $"{Type}: {string.Join("; ", Fields)}";
}

/// <summary>A field that differs.</summary>
public sealed record NoyoDifferenceField
{
    internal NoyoDifferenceField(JsonElement json) => Json = json;

    /// <summary>Its name, such as <c>effective_start_date</c>; <c>object</c> for a whole object that one side does not have.</summary>
    public string Key => Json.Text("key");

    /// <summary>What the platform says: the text of a text, the JSON of an object, null for nothing.</summary>
    public string? PlatformValue => Json.FindText("platform_value");

    /// <summary>What the carrier says: the text of a text, the JSON of an object, null for nothing.</summary>
    public string? CarrierValue => Json.FindText("carrier_value");

    /// <summary>All of it.</summary>
    public JsonElement Json { get; }

    /// <summary>Both values.</summary>
    public override string ToString() => $"{PlatformValue ?? "nothing"} here, {CarrierValue ?? "nothing"} at the carrier";
}
