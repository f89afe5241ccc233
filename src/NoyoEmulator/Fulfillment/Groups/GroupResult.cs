namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A group (OpenAPI). Times are Unix seconds; what is not known is absent.</summary>
public sealed record GroupResult
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

    internal static GroupResult Of(Group group) => new()
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
    };
}
