namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A group with all that belongs to it (OpenAPI).</summary>
public sealed record UIGroupParentResult
{
    public required UIGroupResultWithCustomIdentifiers Group { get; init; }

    public required IReadOnlyList<LocationResult> Locations { get; init; }

    /// <summary>As they are today.</summary>
    public required IReadOnlyList<PublicGroupCarrierConfigurationResult> GroupCarrierConfigurations { get; init; }

    public required UIPlans Plans { get; init; }
}

/// <summary>A group's plans by line of coverage (OpenAPI).</summary>
public sealed record UIPlans;

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
