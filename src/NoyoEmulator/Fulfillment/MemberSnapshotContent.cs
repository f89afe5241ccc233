using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment;

/// <summary>What a snapshot says: much to read and never changed, so it is kept apart from how far it has come.</summary>
internal sealed class MemberSnapshotContent
{
    public Guid SnapshotId { get; set; }

    /// <summary>The bytes that were posted.</summary>
    public required byte[] Inbound { get; set; }

    /// <summary>The snapshot after processing, as JSON: ids filled in, omitted coverages added.</summary>
    public required string Document { get; set; }

    /// <summary>The members that were created, as JSON.</summary>
    public required string CreatedMembers { get; set; }

    /// <summary>The warnings, as JSON.</summary>
    public required string Warnings { get; set; }
}

internal sealed class MemberSnapshotContentConfiguration : IEntityTypeConfiguration<MemberSnapshotContent>
{
    public void Configure(EntityTypeBuilder<MemberSnapshotContent> builder)
    {
        builder.HasKey(content => content.SnapshotId);
        builder.Property(content => content.SnapshotId).ValueGeneratedNever();
    }
}
