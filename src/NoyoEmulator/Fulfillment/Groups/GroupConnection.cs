using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>
/// That a group's data is, or is to be, exchanged with a carrier: a group connection of Noyo's, or group setup request, as its
/// documents also call it. A group has at most one with a carrier that is in use or on its way.
/// </summary>
internal sealed class GroupConnection
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public ConnectionRequestType RequestType { get; set; }

    public ConnectionStatus Status { get; set; }

    /// <summary>When it was completed; null while it was not.</summary>
    public DateTimeOffset? Completed { get; set; }

    /// <summary>The carrier's own id of the group, as it was stated; null where nobody stated one.</summary>
    public string? CarrierGroupId { get; set; }

    public string? FederalEin { get; set; }

    /// <summary>What else was stated for the carrier, such as the broker's tax numbers, as JSON.</summary>
    public string? GroupData { get; set; }

    /// <summary>What the platform keeps beside it, as a JSON object; null for nothing.</summary>
    public string? SetupData { get; set; }

    /// <summary>The day from which the carrier takes nothing new; null while the group was not disconnected.</summary>
    public DateOnly? DisconnectedOn { get; set; }

    /// <summary>Whether it was tried again: what the platform was asked to do is taken for done.</summary>
    public bool WasRetried { get; set; }

    /// <summary>Whether changes go to the carrier.</summary>
    public bool IsInUse => Status == ConnectionStatus.Completed && DisconnectedOn is null;

    /// <summary>Whether another connection to the same carrier can be asked for.</summary>
    public bool IsOver => Status == ConnectionStatus.UnableToConnect || DisconnectedOn is not null;
}

/// <summary>Whether a group came into being with its connection (OpenAPI).</summary>
internal enum ConnectionRequestType
{
    /// <summary>The group is new.</summary>
    Initial,

    /// <summary>The group was there before.</summary>
    Incremental,
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

internal sealed class GroupConnectionConfiguration : IEntityTypeConfiguration<GroupConnection>
{
    public void Configure(EntityTypeBuilder<GroupConnection> builder)
    {
        builder.HasKey(connection => connection.Id);
        builder.Property(connection => connection.Id).ValueGeneratedNever();
        builder.Ignore(connection => connection.IsInUse);
        builder.Ignore(connection => connection.IsOver);
        builder.HasIndex(connection => new { connection.GroupId, connection.CarrierId });
        builder.HasIndex(connection => new { connection.CarrierId, connection.CarrierGroupId });
        builder.HasIndex(connection => new { connection.Created, connection.Id });
    }
}
