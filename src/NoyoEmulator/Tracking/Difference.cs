using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tracking;

/// <summary>Where a difference was seen.</summary>
internal enum SourceStage
{
    /// <summary>When a snapshot was received (published).</summary>
    MemberSnapshotSentToNoyo,

    /// <summary>When a carrier's records were fetched to confirm a snapshot (published).</summary>
    MemberSnapshotConfirm,

    /// <summary>When a carrier's records were fetched apart from any snapshot (inferred).</summary>
    CarrierSync,
}

/// <summary>Something the platform and a carrier hold differently: a pending change, or a discrepancy.</summary>
internal sealed class Difference
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid OrganizationId { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    /// <summary>The employee whose family it is about.</summary>
    public Guid EmployeeId { get; set; }

    public ObjectType ObjectType { get; set; }

    public Guid ObjectId { get; set; }

    public required string DifferenceType { get; set; }

    public Classification Classification { get; set; }

    /// <summary>Tells apart several differences of one type on one object; see <see cref="MismatchKey"/>.</summary>
    public required string Discriminator { get; set; }

    /// <summary>1 (contact data) to 5 (a person without coverage).</summary>
    public int ImpactScore { get; set; }

    /// <summary>The fields, as JSON in the shape of the wire.</summary>
    public required string Fields { get; set; }

    public DateTimeOffset? Resolved { get; set; }

    public DateTimeOffset? DiscrepancyTime { get; set; }

    public Guid? ReplacedById { get; set; }

    public bool IsDismissed { get; set; }

    /// <summary>Who is to look at it; any text the platform chose.</summary>
    public string? AssigneeId { get; set; }

    public bool IsSuppressed { get; set; }

    /// <summary>Not resolved and not replaced.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Where it was seen, oldest first.</summary>
    public List<DifferenceSource> Sources { get; } = [];
}

/// <summary>One sighting of a difference.</summary>
internal sealed class DifferenceSource
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public Guid DifferenceId { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    /// <summary>The real time of it.</summary>
    public DateTimeOffset RealAt { get; set; }

    public SourceStage Stage { get; set; }

    /// <summary>The transaction in which it was seen; null for a sync.</summary>
    public Guid? TransactionId { get; set; }

    /// <summary>The snapshot of that transaction.</summary>
    public Guid? SnapshotId { get; set; }

    /// <summary>The carrier that was synced; null in a transaction.</summary>
    public Guid? SyncedCarrierId { get; set; }

    public DateTimeOffset CarrierFetchTime { get; set; }

    /// <summary>The sighting that made the difference a discrepancy.</summary>
    public bool IsDiscrepancy { get; set; }

    /// <summary>The sighting at which the difference was gone.</summary>
    public bool ResolvesDifference { get; set; }
}

internal sealed class DifferenceConfiguration : IEntityTypeConfiguration<Difference>
{
    public void Configure(EntityTypeBuilder<Difference> builder)
    {
        builder.HasKey(difference => difference.Id);
        builder.Property(difference => difference.Id).ValueGeneratedNever();
        builder.HasMany(difference => difference.Sources).WithOne().HasForeignKey(source => source.DifferenceId);
        // The comparison of one family at one carrier reads its open differences. Lists have what DifferenceKinds keeps.
        builder.HasIndex(difference => new { difference.EmployeeId, difference.CarrierId, difference.IsOpen });
        // The older operations list discrepancies, which are few among differences.
        builder.HasIndex(difference => new { difference.Created, difference.Id }).HasFilter("discrepancy_time IS NOT NULL");
    }
}

internal sealed class DifferenceSourceConfiguration : IEntityTypeConfiguration<DifferenceSource>
{
    public void Configure(EntityTypeBuilder<DifferenceSource> builder)
    {
        builder.HasKey(source => source.Id);
        builder.Property(source => source.Id).ValueGeneratedNever();
        builder.HasIndex(source => new { source.SnapshotId, source.DifferenceId });
        builder.HasIndex(source => source.TransactionId);
    }
}
