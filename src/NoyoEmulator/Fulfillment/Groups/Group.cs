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

internal sealed class GroupConfiguration : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.HasKey(group => group.Id);
        builder.Property(group => group.Id).ValueGeneratedNever();
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
