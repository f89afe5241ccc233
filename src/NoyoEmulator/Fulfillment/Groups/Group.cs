using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>An employer whose members' coverages are managed.</summary>
internal sealed class Group
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid OrganizationId { get; set; }

    public required string Name { get; set; }

    /// <summary>What it does business as; null when that is its name.</summary>
    public string? DbaName { get; set; }

    /// <summary>Its Federal Employer Identification Number, as it was stated; null when it is not known.</summary>
    public string? FederalEin { get; set; }

    /// <summary>Its Standard Industrial Classification, in digits; null when it is not known.</summary>
    public string? SicCode { get; set; }

    /// <summary>Whether the platform cannot disconnect it by itself.</summary>
    public bool IsProtected { get; set; }
}

internal sealed class GroupConfiguration : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.HasKey(group => group.Id);
        builder.Property(group => group.Id).ValueGeneratedNever();
        builder.HasIndex(group => new { group.Created, group.Id });
        builder.HasIndex(group => new { group.OrganizationId, group.Created, group.Id });
    }
}
