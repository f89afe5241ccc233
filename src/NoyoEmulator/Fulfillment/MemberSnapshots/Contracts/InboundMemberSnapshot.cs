namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>
/// The full state of one family at one moment, as a platform sends it. Every property is optional to the type so that
/// validation can answer for all of them at once. Names and shapes: OpenAPI.
/// </summary>
public record InboundMemberSnapshot
{
    /// <summary>How the contents are to be read; required, and <c>current_open</c> is the only value.</summary>
    public string? SnapshotMode { get; init; }

    /// <summary>Required.</summary>
    public InboundMemberSnapshotEmployee? Employee { get; init; }

    public IReadOnlyList<InboundMemberSnapshotDependent>? Dependents { get; init; }

    public IReadOnlyList<InboundMemberSnapshotCoverage>? Coverages { get; init; }

    /// <summary>What happened to the family; referred to by <c>event_id</c> of employee, dependents and enrolled members.</summary>
    public IReadOnlyList<InboundMemberSnapshotEvent>? Events { get; init; }

    /// <summary>Whether members without a known id are looked up by name, birth date and SSN; false when absent.</summary>
    public bool? EnableMemberAutoLink { get; init; }

    public InboundMemberSnapshotOmittedCoverage? OmittedCoverageHandling { get; init; }
}

/// <summary>
/// The snapshot after processing: ids of new members filled in, omitted coverages added, and the like. The same shape as
/// what was sent. Source: OpenAPI.
/// </summary>
public sealed record MemberSnapshotDB : InboundMemberSnapshot;

/// <summary>Something that happened to a member and explains a change. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotEvent
{
    /// <summary>Unique within the snapshot only; required.</summary>
    public string? Id { get; init; }

    /// <summary>Required.</summary>
    public string? Date { get; init; }

    /// <summary>Required.</summary>
    public string? Type { get; init; }

    /// <summary>Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>What to do about active coverages that the snapshot leaves out. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotOmittedCoverage
{
    /// <summary><c>reject</c> when absent.</summary>
    public string? Policy { get; init; }

    /// <summary>How the end date is found under policy <c>terminate</c>.</summary>
    public string? TerminationRule { get; init; }

    public InboundMemberSnapshotOmittedCoverageCustom? Custom { get; init; }
}

/// <summary>The end date under termination rule <c>custom</c>. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotOmittedCoverageCustom
{
    public string? EffectiveEndDate { get; init; }
}
