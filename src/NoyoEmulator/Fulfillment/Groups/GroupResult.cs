namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A group as Noyo knows it. Times are Unix seconds. Source: OpenAPI.</summary>
public sealed record GroupResult
{
    public required Guid Id { get; init; }

    /// <summary>Another one after each change.</summary>
    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>The client of Noyo's that owns it.</summary>
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
