using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Fulfillment.Transactions;

namespace NoyoEmulator.Fulfillment.MemberSnapshots;

/// <summary>The status of a member snapshot (OpenAPI; the meanings are those of Noyo's snapshot status page).</summary>
internal enum SnapshotStatus
{
    /// <summary>Received and stored; nothing handed to a carrier yet.</summary>
    Submitted,

    /// <summary>Carriers are working on it.</summary>
    Processing,

    /// <summary>Every carrier is done.</summary>
    Completed,

    /// <summary>Nothing of it reaches a carrier.</summary>
    Canceled,

    /// <summary>A newer snapshot for the same employee arrived while this one was in progress.</summary>
    Replaced,
}

/// <summary>How far a snapshot has come with one of its carriers (OpenAPI; meanings inferred from the names).</summary>
internal enum FulfillmentStatus
{
    /// <summary>Passed validation, not worked on yet.</summary>
    Valid,

    /// <summary>Rejected; the errors say why.</summary>
    Invalid,

    /// <summary>The carrier already has all of it.</summary>
    NoChanges,

    /// <summary>The carrier is working on it.</summary>
    Processing,

    /// <summary>Waits for the next file to a Send carrier.</summary>
    Scheduled,

    /// <summary>Delivered to the carrier.</summary>
    Sent,

    /// <summary>A newer snapshot took over.</summary>
    Replaced,

    /// <summary>The group has no completed connection to the carrier; nothing is sent.</summary>
    NotConnected,
}

/// <summary>Where a snapshot comes from.</summary>
internal enum SnapshotOrigin
{
    /// <summary>A platform posted it.</summary>
    Posted,

    /// <summary>A member request means it: no list of snapshots has it, and it has no events of its own.</summary>
    Requested,
}

/// <summary>A family's coverages as they should be: as a platform sent them, or as a member request means them.</summary>
internal sealed class MemberSnapshot
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    /// <summary>When it was posted, in real time.</summary>
    public DateTimeOffset RealAt { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    public SnapshotOrigin Origin { get; set; }

    public SnapshotStatus Status { get; set; }

    public Guid? ReplacedById { get; set; }

    /// <summary>What it says; null where it was not read along.</summary>
    public MemberSnapshotContent? Content { get; set; }

    /// <summary>One entry per carrier.</summary>
    public List<CarrierFulfillment> Fulfillments { get; } = [];

    /// <summary>Every carrier that was to do something refused.</summary>
    public bool IsRefused => Fulfillments.Exists(entry => entry.Status == FulfillmentStatus.Invalid)
        && Fulfillments.TrueForAll(entry => entry.Status is FulfillmentStatus.Invalid or FulfillmentStatus.NotConnected || entry.CarrierId == MemberTransaction.NoyoItself);
}

/// <summary>One carrier's entry in a snapshot's fulfillment summary.</summary>
internal sealed class CarrierFulfillment
{
    public Guid SnapshotId { get; set; }

    public Guid CarrierId { get; set; }

    /// <summary>The carrier's place in the summary.</summary>
    public int Position { get; set; }

    public FulfillmentStatus Status { get; set; }

    /// <summary>Error texts, as JSON.</summary>
    public string Errors { get; set; } = "[]";

    /// <summary>Noyo's own part, which is still to be done.</summary>
    public static CarrierFulfillment OfNoyo(MemberSnapshot snapshot) => new()
    {
        SnapshotId = snapshot.Id,
        CarrierId = MemberTransaction.NoyoItself,
        Position = snapshot.Fulfillments.Count,
        Status = FulfillmentStatus.Processing,
    };
}

internal sealed class MemberSnapshotConfiguration : IEntityTypeConfiguration<MemberSnapshot>
{
    public void Configure(EntityTypeBuilder<MemberSnapshot> builder)
    {
        builder.HasKey(snapshot => snapshot.Id);
        builder.Property(snapshot => snapshot.Id).ValueGeneratedNever();
        builder.Ignore(snapshot => snapshot.IsRefused);
        builder.HasOne(snapshot => snapshot.Content).WithOne().HasForeignKey<MemberSnapshotContent>(content => content.SnapshotId);
        builder.HasMany(snapshot => snapshot.Fulfillments).WithOne().HasForeignKey(fulfillment => fulfillment.SnapshotId);
        builder.HasIndex(snapshot => new { snapshot.Origin, snapshot.Created, snapshot.Id });
        builder.HasIndex(snapshot => new { snapshot.EmployeeId, snapshot.Origin, snapshot.Created, snapshot.Id });
        builder.HasIndex(snapshot => new { snapshot.GroupId, snapshot.Origin, snapshot.Created, snapshot.Id });
    }
}

internal sealed class CarrierFulfillmentConfiguration : IEntityTypeConfiguration<CarrierFulfillment>
{
    public void Configure(EntityTypeBuilder<CarrierFulfillment> builder)
    {
        builder.HasKey(fulfillment => new { fulfillment.SnapshotId, fulfillment.CarrierId });
        builder.HasIndex(fulfillment => new { fulfillment.CarrierId, fulfillment.SnapshotId });
    }
}
