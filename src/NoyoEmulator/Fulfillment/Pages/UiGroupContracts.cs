using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Plans;

namespace NoyoEmulator.Fulfillment.Pages;

/// <summary>A group with all that belongs to it (OpenAPI).</summary>
public sealed record UIGroupParentResult
{
    public required UIGroupResultWithCustomIdentifiers Group { get; init; }

    public required IReadOnlyList<LocationResult> Locations { get; init; }

    /// <summary>As they are today.</summary>
    public required IReadOnlyList<PublicGroupCarrierConfigurationResult> GroupCarrierConfigurations { get; init; }

    /// <summary>As they are today, newest first.</summary>
    public required IReadOnlyList<GroupEnrollmentPublicResult> GroupEnrollments { get; init; }

    /// <summary>As they are today.</summary>
    public required UIPlans Plans { get; init; }
}

/// <summary>A group's plans by line of coverage; a line without plans is absent (OpenAPI).</summary>
public sealed record UIPlans
{
    public IReadOnlyList<GroupPlanResult>? Accident { get; init; }

    public IReadOnlyList<GroupPlanResult>? Add { get; init; }

    public IReadOnlyList<GroupPlanResult>? Cancer { get; init; }

    public IReadOnlyList<GroupPlanResult>? CriticalIllness { get; init; }

    public IReadOnlyList<GroupPlanResult>? Dental { get; init; }

    public IReadOnlyList<GroupPlanResult>? HealthFund { get; init; }

    public IReadOnlyList<GroupPlanResult>? HospitalIndemnity { get; init; }

    public IReadOnlyList<GroupPlanResult>? Life { get; init; }

    public IReadOnlyList<GroupPlanResult>? Ltd { get; init; }

    public IReadOnlyList<GroupPlanResult>? Medical { get; init; }

    public IReadOnlyList<GroupPlanResult>? Pharmacy { get; init; }

    public IReadOnlyList<GroupPlanResult>? Std { get; init; }

    public IReadOnlyList<GroupPlanResult>? Vision { get; init; }

    public IReadOnlyList<GroupPlanResult>? Wellness { get; init; }

    internal static UIPlans Of(IEnumerable<GroupPlanResult> plans)
    {
        var lines = plans.ToLookup(plan => plan.LineOfCoverage);
        return new UIPlans
        {
            Accident = Of("accident"),
            Add = Of("add"),
            Cancer = Of("cancer"),
            CriticalIllness = Of("critical_illness"),
            Dental = Of("dental"),
            HealthFund = Of("health_fund"),
            HospitalIndemnity = Of("hospital_indemnity"),
            Life = Of("life"),
            Ltd = Of("ltd"),
            Medical = Of("medical"),
            Pharmacy = Of("pharmacy"),
            Std = Of("std"),
            Vision = Of("vision"),
            Wellness = Of("wellness"),
        };

        IReadOnlyList<GroupPlanResult>? Of(string line) => lines.Contains(line) ? [.. lines[line]] : null;
    }
}

/// <summary>A group as Noyo's own pages know it (OpenAPI). Times are Unix seconds; what is not known is absent.</summary>
public sealed record UIGroupResultWithCustomIdentifiers
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Name { get; init; }

    public string? SicCode { get; init; }

    public string? DbaName { get; init; }

    public string? FederalEin { get; init; }

    /// <summary>Always absent: there are no test groups.</summary>
    public Guid? TestGroupId { get; init; }

    /// <summary>Always absent: there are no test groups.</summary>
    public Guid? SourceGroupId { get; init; }

    /// <summary>Whether the platform cannot disconnect it by itself.</summary>
    public required bool IsProtectedGroup { get; init; }

    /// <summary>Always absent: a seed protects groups without saying since when.</summary>
    public long? ProtectedAt { get; init; }

    internal static UIGroupResultWithCustomIdentifiers Of(Group group) => new()
    {
        Id = group.Id,
        Version = group.Version,
        Created = group.Created.ToUnixTimeSeconds(),
        Modified = group.Modified.ToUnixTimeSeconds(),
        OrganizationId = group.OrganizationId,
        Name = group.Name,
        SicCode = group.SicCode,
        DbaName = group.DbaName,
        FederalEin = group.FederalEin,
        IsProtectedGroup = group.IsProtected,
    };
}
