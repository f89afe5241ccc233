namespace NoyoEmulator.Fulfillment.MemberRequests.Contracts;

/// <summary>What a new hire takes and turns down. Source: OpenAPI.</summary>
public sealed record MemberRequestNewHireEnrollmentRequest
{
    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiBaseNewHireChangeCarrierCoverages>? Coverages { get; init; }
}

/// <summary>Everything that a new hire takes, in place of what was said before. Source: OpenAPI.</summary>
public sealed record MemberRequestEnrollmentSnapshotRequest
{
    /// <summary>new_hire; required.</summary>
    public string? EnrollmentType { get; init; }

    /// <summary>When the coverage starts; absent for the day that the plans' waiting periods give.</summary>
    public string? TargetDate { get; init; }

    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiBaseNewHireChangeCarrierCoverages>? Coverages { get; init; }
}

/// <summary>That an employee leaves. Source: OpenAPI.</summary>
public sealed record MemberRequestTerminationRequest
{
    /// <summary>Required.</summary>
    public string? LastWorkDate { get; init; }

    /// <summary>Required.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was signed.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>What a family changes during open enrollment. Source: OpenAPI.</summary>
public sealed record MemberRequestOpenEnrollmentRequest
{
    public ApiBaseOpenEnrollmentEventDetails? Event { get; init; }

    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiOpenEnrollmentCarrierCoverages>? Coverages { get; init; }
}

/// <summary>An open enrollment. Source: OpenAPI.</summary>
public sealed record ApiBaseOpenEnrollmentEventDetails
{
    /// <summary>When it takes effect.</summary>
    public string? EventDate { get; init; }

    /// <summary>open_enrollment.</summary>
    public string? EventType { get; init; }
}

/// <summary>What a family changes for something that happened. Source: OpenAPI.</summary>
public sealed record MemberRequestQualifyingLifeEventRequest
{
    /// <summary>Required.</summary>
    public ApiBaseQualifyingLifeEventDetails? Event { get; init; }

    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiQualifyingLifeEventCarrierCoverages>? Coverages { get; init; }
}

/// <summary>What happened. Source: OpenAPI.</summary>
public sealed record ApiBaseQualifyingLifeEventDetails
{
    /// <summary>The day from which the changes hold (inferred); required.</summary>
    public string? EventDate { get; init; }

    /// <summary>Required.</summary>
    public string? EventType { get; init; }
}

/// <summary>Which coverage a family continues under COBRA. Source: OpenAPI.</summary>
public sealed record MemberRequestCOBRAEnrollmentRequest
{
    /// <summary>That the employment ends with it; absent where it has ended.</summary>
    public PublicCOBRATerminationInfo? TerminationInfo { get; init; }

    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiBaseNewHireChangeCarrierCoverages>? Coverages { get; init; }
}

/// <summary>The end of an employment. Source: OpenAPI.</summary>
public sealed record PublicCOBRATerminationInfo
{
    /// <summary>Required.</summary>
    public string? LastWorkDate { get; init; }

    /// <summary>Required.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a family changes in its COBRA coverage during open enrollment. Source: OpenAPI.</summary>
public sealed record MemberRequestCOBRAOpenEnrollmentRequest
{
    public ApiBaseOpenEnrollmentEventDetails? Event { get; init; }

    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiCOBRAOpenEnrollmentCarrierCoverages>? Coverages { get; init; }
}

/// <summary>What a family changes in its COBRA coverage for something that happened. Source: OpenAPI.</summary>
public sealed record MemberRequestCOBRAQualifyingLifeEventRequest
{
    /// <summary>Required.</summary>
    public ApiBaseCOBRAQualifyingLifeEventDetails? Event { get; init; }

    /// <summary>At least one; required.</summary>
    public IReadOnlyList<ApiCOBRAQualifyingLifeEventCarrierCoverages>? Coverages { get; init; }
}

/// <summary>What happened to a family in COBRA coverage. Source: OpenAPI.</summary>
public sealed record ApiBaseCOBRAQualifyingLifeEventDetails
{
    /// <summary>The day from which the changes hold (inferred); required.</summary>
    public string? EventDate { get; init; }

    /// <summary>Required.</summary>
    public string? EventType { get; init; }
}

/// <summary>That COBRA coverage ends. Source: OpenAPI.</summary>
public sealed record MemberRequestCOBRATerminationRequest
{
    /// <summary>The last day of coverage (inferred); required.</summary>
    public string? CobraTerminationDate { get; init; }

    /// <summary>Required.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was signed.</summary>
    public string? SignatureDate { get; init; }
}
