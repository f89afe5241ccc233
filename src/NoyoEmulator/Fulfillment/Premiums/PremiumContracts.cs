using NoyoEmulator.Fulfillment.Plans;

namespace NoyoEmulator.Fulfillment.Premiums;

/// <summary>What is paid to a carrier for a family (OpenAPI). Times are Unix seconds.</summary>
public sealed record MemberPremiumResult
{
    public required Guid Id { get; init; }

    /// <summary>Another one whenever anything else changes.</summary>
    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>total_amount, employer_amount or employee_amount.</summary>
    public required string PremiumType { get; init; }

    /// <summary>In dollars.</summary>
    public required decimal Amount { get; init; }

    public required MemberPremiumPeriod Period { get; init; }

    /// <summary>From when all that the amount is made of is paid.</summary>
    public required DateOnly EffectiveStartDate { get; init; }

    /// <summary>Until when; 9999-12-31 when there is no end.</summary>
    public required DateOnly EffectiveEndDate { get; init; }

    public required IReadOnlyList<MemberPremiumBilledMember> BilledMembers { get; init; }
}

/// <summary>A member's enrollment that a premium is paid for (OpenAPI).</summary>
public sealed record MemberPremiumBilledMember
{
    public required Guid MemberId { get; init; }

    public required string MemberType { get; init; }

    public required string LineOfCoverage { get; init; }

    public required Guid PlanId { get; init; }
}
