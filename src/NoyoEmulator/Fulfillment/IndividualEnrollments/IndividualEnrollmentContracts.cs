using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.IndividualEnrollments;

/// <summary>One member's enrollment as of a day (OpenAPI). Times are Unix seconds.</summary>
public sealed record PublicIndividualEnrollmentResultWithConfig
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupEnrollmentId { get; init; }

    public required Guid PlanId { get; init; }

    public required string LineOfCoverage { get; init; }

    public required Guid IndividualId { get; init; }

    public required string IndividualType { get; init; }

    /// <summary>pending before the first day, terminated after the last one; waived when not a day is covered.</summary>
    public required string Status { get; init; }

    public required DateOnly EffectiveStartDate { get; init; }

    /// <summary>The last day; 9999-12-31 when there is none, the day before the start when waived.</summary>
    public required DateOnly EffectiveEndDate { get; init; }

    /// <summary>Volume in whole dollars and premium, where they are known and coverage has begun.</summary>
    public required JsonObject EnrollData { get; init; }

    /// <summary>The carrier's own settings.</summary>
    [JsonFreeObject]
    public required JsonElement IndividualEnrollmentConfiguration { get; init; }

    public required IndividualEnrollmentCOBRAEnrollment CobraEnrollment { get; init; }

    public COBRADetails? CobraDetails { get; init; }

    public PCPDetails? PcpDetails { get; init; }
}

/// <summary>Whether coverage goes on under COBRA; empty when it does not (OpenAPI).</summary>
public sealed record IndividualEnrollmentCOBRAEnrollment
{
    public bool? CobraEnrolled { get; init; }

    /// <summary>federal or state.</summary>
    public string? CobraType { get; init; }
}

/// <summary>What makes a member eligible for COBRA, and for how long (OpenAPI).</summary>
public sealed record COBRADetails
{
    public required string EligibilityStartDate { get; init; }

    public string? EligibilityEndDate { get; init; }

    public string? QualifyingEventDate { get; init; }

    public string? QualifyingEventReason { get; init; }
}

/// <summary>The primary care providers of a member (OpenAPI).</summary>
public sealed record PCPDetails
{
    public required IReadOnlyList<PrimaryCareProvider> Providers { get; init; }
}

/// <summary>A primary care provider (OpenAPI).</summary>
public sealed record PrimaryCareProvider
{
    public required string IdentificationCode { get; init; }

    public required string IdentificationCodeType { get; init; }

    public string? EntityIdentifierCode { get; init; }

    public string? EntityType { get; init; }

    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    public string? LastName { get; init; }

    public string? OrganizationName { get; init; }

    public string? PatientRelationshipCode { get; init; }
}
