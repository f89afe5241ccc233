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

    /// <summary>Whether the platform cannot disconnect it by itself.</summary>
    public bool IsProtected { get; set; }
}

/// <summary>A carrier's plan that a group offers.</summary>
internal sealed class Plan
{
    public Guid Id { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public required string LineOfCoverage { get; set; }

    public required string Name { get; set; }

    /// <summary>Noyo's plan type, such as <c>ppo</c> or <c>voluntary</c>; null when it is not known.</summary>
    public string? PlanType { get; set; }
}

internal sealed class GroupConfiguration : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.HasKey(group => group.Id);
        builder.Property(group => group.Id).ValueGeneratedNever();
    }
}

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        // One carrier plan may be offered to several groups.
        builder.HasKey(plan => new { plan.GroupId, plan.Id });
    }
}
