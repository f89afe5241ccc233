using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>One line of coverage at one carrier under one plan, with the members in it. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotCoverage
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Required.</summary>
    public string? LineOfCoverage { get; init; }

    /// <summary>Required when <see cref="PlanName"/> is absent.</summary>
    public string? PlanId { get; init; }

    /// <summary>Required when <see cref="PlanId"/> is absent.</summary>
    public string? PlanName { get; init; }

    /// <summary>The platform's own id of the plan; only beside one of the other two.</summary>
    public string? CustomPlanId { get; init; }

    /// <summary>Required.</summary>
    public IReadOnlyList<InboundMemberSnapshotEnrolledMember>? EnrolledMembers { get; init; }

    /// <summary>Names and values that the carrier asks for.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    public InboundMemberSnapshotCOBRADetails? CobraDetails { get; init; }

    /// <summary>When the family decided on this coverage.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>One member in a coverage. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotEnrolledMember
{
    /// <summary>Employee or dependent; required.</summary>
    public string? IndividualType { get; init; }

    /// <summary>Noyo's id of a member of this snapshot.</summary>
    [JsonNullable]
    public string? IndividualId { get; init; }

    /// <summary>The platform's own id of a member of this snapshot.</summary>
    [JsonNullable]
    public string? CustomIndividualId { get; init; }

    /// <summary>Required.</summary>
    public string? EffectiveStartDate { get; init; }

    /// <summary>
    /// The last day of coverage; required. 9999-12-31 when open, the day before the start when waived. Source: the page on end dates.
    /// </summary>
    public string? EffectiveEndDate { get; init; }

    public string? LatestChangeEffectiveDate { get; init; }

    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }

    public InboundMemberSnapshotPCPDetails? PcpDetails { get; init; }

    public string? EventId { get; init; }
}

/// <summary>COBRA continuation of a coverage. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotCOBRADetails
{
    /// <summary>Required.</summary>
    public bool? CobraEnrolled { get; init; }

    /// <summary>Required.</summary>
    public string? EligibilityStartDate { get; init; }

    /// <summary>Required.</summary>
    public string? EligibilityEndDate { get; init; }

    public string? QualifyingEventDate { get; init; }

    public string? QualifyingEventReason { get; init; }
}

/// <summary>The primary care providers a member chose. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPCPDetails
{
    /// <summary>Required.</summary>
    public IReadOnlyList<InboundMemberSnapshotPrimaryCareProvider>? Providers { get; init; }
}

/// <summary>One primary care provider. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPrimaryCareProvider
{
    /// <summary>Required.</summary>
    public string? IdentificationCode { get; init; }

    /// <summary>Required.</summary>
    public string? IdentificationCodeType { get; init; }

    public string? EntityIdentifierCode { get; init; }

    public string? EntityType { get; init; }

    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    public string? LastName { get; init; }

    public string? OrganizationName { get; init; }

    public string? PatientRelationshipCode { get; init; }
}
