using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberRequests.Contracts;

/// <summary>What a new hire takes and turns down at one carrier. Source: OpenAPI.</summary>
public sealed record ApiBaseNewHireChangeCarrierCoverages
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Names and values that the carrier asks for; required, and may be empty.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    /// <summary>Required.</summary>
    public ApiBaseNewHireMemberLinesOfCoverage? LinesOfCoverage { get; init; }

    /// <summary>When the family decided on this coverage.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>Who takes a line of coverage and who turns it down. Source: OpenAPI.</summary>
public sealed record ApiBaseNewHireMemberCoverageActionWithVolume
{
    public IReadOnlyList<ApiBaseMemberAddingCoverageWithVolume>? EnrollingMembers { get; init; }

    public IReadOnlyList<BaseMemberWaivingCoverage>? WaivingMembers { get; init; }
}

/// <summary>What a family changes at one carrier. Source: OpenAPI.</summary>
public sealed record ApiQualifyingLifeEventCarrierCoverages
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Names and values that the carrier asks for; required, and may be empty.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    /// <summary>Required.</summary>
    public ApiMembersChangeLinesOfCoverage? LinesOfCoverage { get; init; }

    /// <summary>When the family decided on this coverage.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>What a family changes at one carrier during open enrollment. Source: OpenAPI.</summary>
public sealed record ApiOpenEnrollmentCarrierCoverages
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Names and values that the carrier asks for; required, and may be empty.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    /// <summary>Required.</summary>
    public ApiMembersChangeLinesOfCoverage? LinesOfCoverage { get; init; }

    /// <summary>When the changes take effect; absent for the date of the event, or of the group's renewal.</summary>
    public string? CoverageStartDate { get; init; }

    /// <summary>When the family decided on this coverage.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>What a family changes in its COBRA coverage at one carrier. Source: OpenAPI.</summary>
public sealed record ApiCOBRAQualifyingLifeEventCarrierCoverages
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Names and values that the carrier asks for; required, and may be empty.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    /// <summary>Required.</summary>
    public ApiCOBRAMembersChangeLinesOfCoverage? LinesOfCoverage { get; init; }

    /// <summary>When the family decided on this coverage.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>What a family changes in its COBRA coverage at one carrier during open enrollment. Source: OpenAPI.</summary>
public sealed record ApiCOBRAOpenEnrollmentCarrierCoverages
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Names and values that the carrier asks for; required, and may be empty.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    /// <summary>Required.</summary>
    public ApiCOBRAMembersChangeLinesOfCoverage? LinesOfCoverage { get; init; }

    /// <summary>When the changes take effect; absent for the date of the event, or of the group's renewal.</summary>
    public string? CoverageStartDate { get; init; }

    /// <summary>When the family decided on this coverage.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>Who comes into a line of coverage, who changes it, and who leaves it. Source: OpenAPI.</summary>
public sealed record ApiMembersChangeCoverageActionWithVolume
{
    public IReadOnlyList<ApiBaseMemberAddingCoveragePriorCoverageWithVolume>? AddingCoverage { get; init; }

    public IReadOnlyList<ApiBaseMemberModifyingCoverageWithVolume>? ModifyingCoverage { get; init; }

    public IReadOnlyList<BaseMemberRemovingCoverage>? RemovingCoverage { get; init; }
}

/// <summary>A member that an action is about.</summary>
public abstract record MemberAction
{
    /// <summary>Noyo's id; required.</summary>
    public string? Id { get; init; }

    /// <summary>Employee or dependent; required.</summary>
    public string? MemberType { get; init; }

    /// <summary>The plan; absent for the one that the member has, or the only one of its line that the group offers at the carrier (inferred).</summary>
    public string? PlanId { get; init; }
}

/// <summary>Somebody who takes coverage. Source: OpenAPI.</summary>
public sealed record ApiBaseMemberAddingCoverageWithVolume : MemberAction
{
    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }
}

/// <summary>Somebody who turns coverage down. Source: OpenAPI.</summary>
public sealed record BaseMemberWaivingCoverage : MemberAction
{
    /// <summary>Why; required.</summary>
    public string? Reason { get; init; }
}

/// <summary>Somebody who comes into coverage. Source: OpenAPI.</summary>
public sealed record ApiBaseMemberAddingCoveragePriorCoverageWithVolume : MemberAction
{
    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }

    /// <summary>What the member had before, elsewhere.</summary>
    public BaseAddingCoveragePriorCoverage? PriorCoverage { get; init; }
}

/// <summary>Coverage that a member had elsewhere. Source: OpenAPI.</summary>
public sealed record BaseAddingCoveragePriorCoverage
{
    /// <summary>Required.</summary>
    public string? CarrierName { get; init; }

    /// <summary>Required.</summary>
    public string? LastCoverageDate { get; init; }
}

/// <summary>Somebody whose coverage changes. Source: OpenAPI.</summary>
public sealed record ApiBaseMemberModifyingCoverageWithVolume : MemberAction
{
    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }
}

/// <summary>Somebody who leaves coverage. Source: OpenAPI.</summary>
public sealed record BaseMemberRemovingCoverage : MemberAction
{
    /// <summary>Why; required.</summary>
    public string? Reason { get; init; }
}
