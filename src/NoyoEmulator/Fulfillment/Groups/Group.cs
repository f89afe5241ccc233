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
}

/// <summary>That a group's data is exchanged with a carrier. Only a completed connection is fulfilled.</summary>
internal sealed class GroupConnection
{
    public Guid Id { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public ConnectionStatus Status { get; set; }
}

/// <summary>The status of a group connection (OpenAPI).</summary>
internal enum ConnectionStatus
{
    Created,
    Processing,
    NoyoReview,
    WaitingOnCarrier,
    CarrierAuthorization,
    ActionRequired,
    UnableToConnect,
    Completed,
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
        builder.HasIndex(group => new { group.Created, group.Id });
        builder.HasIndex(group => new { group.OrganizationId, group.Created, group.Id });
    }
}

internal sealed class GroupConnectionConfiguration : IEntityTypeConfiguration<GroupConnection>
{
    public void Configure(EntityTypeBuilder<GroupConnection> builder)
    {
        builder.HasKey(connection => new { connection.GroupId, connection.CarrierId });
        builder.HasIndex(connection => connection.Id).IsUnique();
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
