using NoyoEmulator.Comparison;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>The files that a carrier gets (OpenAPI). Times are Unix seconds, but for those that are texts.</summary>
public sealed record PublicFeedResult
{
    public required Guid Id { get; init; }

    /// <summary>That of the latest run, or of the carrier where there is none (inferred).</summary>
    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    public required PublicFeedConfiguration Configuration { get; init; }

    public required IReadOnlyList<Guid> GroupIds { get; init; }

    public UIFeedsLastTransmissionResult? LastTransmission { get; init; }

    public required string Name { get; init; }

    /// <summary>When the next file goes out, as an ISO 8601 instant; absent while none is to go.</summary>
    public string? NextTransmission { get; init; }

    /// <summary>Whether files wait until somebody releases them.</summary>
    public required bool Paused { get; init; }

    /// <summary>active or retired; in the published examples, and not in the schema.</summary>
    public required string Status { get; init; }
}

/// <summary>How a feed is set up (OpenAPI).</summary>
public sealed record PublicFeedConfiguration
{
    public required Cadence Cadence { get; init; }
}

/// <summary>When files go out (OpenAPI): here as soon as there is something to send.</summary>
public sealed record Cadence
{
    /// <summary>The day on which the last connection ends.</summary>
    public required string EndDate { get; init; }

    /// <summary>When the next file goes out; null while none is to go.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)]
    public required string? NextTransmission { get; init; }

    public required bool Paused { get; init; }

    public required string Rrule { get; init; }

    /// <summary>The day on which the first connection was asked for.</summary>
    public required string StartDate { get; init; }

    public required string TimeOfDay { get; init; }

    public required string ZoneInfo { get; init; }
}

/// <summary>The last file that a carrier got (OpenAPI).</summary>
public sealed record UIFeedsLastTransmissionResult
{
    public required Guid Id { get; init; }

    public required long SentTimestamp { get; init; }
}

/// <summary>A file that a carrier got (OpenAPI). Times are Unix seconds.</summary>
public sealed record PublicFeedRunResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    public required long Completed { get; init; }

    public required FeedRunDetails Details { get; init; }

    public required Guid FeedId { get; init; }

    public required IReadOnlyList<Guid> GroupIds { get; init; }

    public required long Initiated { get; init; }

    /// <summary>completed.</summary>
    public required string Status { get; init; }
}

/// <summary>What came of a run (OpenAPI).</summary>
public sealed record FeedRunDetails
{
    public required FeedRunFile File { get; init; }

    public required FeedRunTransmission Transmission { get; init; }
}

/// <summary>The file of a run (OpenAPI).</summary>
public sealed record FeedRunFile
{
    public required FeedRunAudit Audit { get; init; }

    public required string Name { get; init; }
}

/// <summary>What is in the file of a run (OpenAPI).</summary>
public sealed record FeedRunAudit
{
    public required FeedRunCount Count { get; init; }
}

/// <summary>How much is in the file of a run (OpenAPI).</summary>
public sealed record FeedRunCount
{
    public required int Dependents { get; init; }

    /// <summary>Without those that are waived.</summary>
    public required int Enrollments { get; init; }

    /// <summary>Employees and dependents.</summary>
    public required int Members { get; init; }

    /// <summary>Employees.</summary>
    public required int Primaries { get; init; }

    /// <summary>Enrollments that have an end.</summary>
    public required int Terminations { get; init; }
}

/// <summary>That the file of a run was sent (OpenAPI).</summary>
public sealed record FeedRunTransmission
{
    public required Guid Id { get; init; }

    public required long SentTimestamp { get; init; }
}

/// <summary>Where the file of a run is (OpenAPI).</summary>
public sealed record PublicFeedRunFileResult
{
    /// <summary>Below the base URL of the request. Unlike a signed URL of Noyo's it wants the token, and does not expire.</summary>
    public required string SignedUrl { get; init; }
}

/// <summary>A run as Noyo's app sees it (OpenAPI).</summary>
public sealed record UIFeedRun
{
    public required UIFeedRunCarrierTransmission CarrierTransmission { get; init; }

    public required UIFeedRunFile File { get; init; }

    public required UIFeedRunWorkflow Workflow { get; init; }
}

/// <summary>That the file of a run was sent (OpenAPI).</summary>
public sealed record UIFeedRunCarrierTransmission
{
    public required Guid Id { get; init; }

    public required long SentTimestamp { get; init; }
}

/// <summary>The file of a run (OpenAPI).</summary>
public sealed record UIFeedRunFile
{
    /// <summary>A path in the form of Noyo's: feed and run.</summary>
    public required string GcsPath { get; init; }

    /// <summary>True: whatever goes out is about people.</summary>
    public required bool IncludesPhi { get; init; }

    /// <summary>Whether the carrier had not agreed to files of the group yet.</summary>
    public required bool IsTest { get; init; }

    public required string Name { get; init; }
}

/// <summary>The making of a file (OpenAPI).</summary>
public sealed record UIFeedRunWorkflow
{
    public required long Created { get; init; }

    /// <summary>The run's.</summary>
    public required Guid Id { get; init; }

    /// <summary>completed.</summary>
    public required string Status { get; init; }
}

/// <summary>The content of a file: what a carrier got, in a form of the emulator's own.</summary>
public sealed record FeedFile
{
    public required string Name { get; init; }

    public required Guid CarrierId { get; init; }

    public required Guid GroupId { get; init; }

    public required DateTimeOffset Sent { get; init; }

    /// <summary>Each person with all enrollments at the carrier, in the form of the records that carriers hold.</summary>
    public required IReadOnlyList<MemberRecord> Members { get; init; }
}
