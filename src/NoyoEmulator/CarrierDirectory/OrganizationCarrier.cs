using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.CarrierDirectory;

/// <summary>That an organization asked to work with a carrier.</summary>
internal sealed class OrganizationCarrier
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid OrganizationId { get; set; }

    public Guid CarrierId { get; set; }

    public CarrierStanding Status { get; set; }

    /// <summary>How many enrollments are expected; null where nobody said.</summary>
    public int? EstimatedVolume { get; set; }
}

/// <summary>How an organization stands with a carrier. Pending is the value of the published example; the others are inferred.</summary>
internal enum CarrierStanding
{
    /// <summary>Nobody has asked for it.</summary>
    NotConnected,

    /// <summary>The organization asked to work with it.</summary>
    Pending,

    /// <summary>Groups of the organization have connections to it, of which none is completed.</summary>
    Connecting,

    /// <summary>A group of the organization has a completed connection to it.</summary>
    Connected,
}

internal sealed class OrganizationCarrierConfiguration : IEntityTypeConfiguration<OrganizationCarrier>
{
    public void Configure(EntityTypeBuilder<OrganizationCarrier> builder)
    {
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.HasIndex(request => new { request.OrganizationId, request.CarrierId }).IsUnique();
    }
}
