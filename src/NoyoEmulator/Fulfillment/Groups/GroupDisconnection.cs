using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>That a group's connection to a carrier is to end: a group disconnection request of Noyo's.</summary>
internal sealed class GroupDisconnection
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public DisconnectionStatus Status { get; set; }

    /// <summary>The day from which the carrier takes nothing new; null while nobody decided.</summary>
    public DateOnly? EffectiveEndDate { get; set; }

    /// <summary>Who asked for it.</summary>
    public DisconnectionSource SourceType { get; set; }

    /// <summary>The organization or the carrier that asked for it (inferred).</summary>
    public Guid SourceId { get; set; }

    public DateOnly SourceDate { get; set; }

    /// <summary>When the platform decided; null while it did not.</summary>
    public DateTimeOffset? Decided { get; set; }

    /// <summary>When the connection ended; null while it did not.</summary>
    public DateTimeOffset? Completed { get; set; }

    /// <summary>Why it was asked for; one of Noyo's reasons.</summary>
    public string? CreatedReason { get; set; }

    /// <summary>What was said beside it.</summary>
    public string? CreatedContext { get; set; }

    /// <summary>Why it was turned down; one of Noyo's reasons.</summary>
    public string? RejectedReason { get; set; }

    /// <summary>What was said beside it.</summary>
    public string? RejectedContext { get; set; }

    /// <summary>Whether it is neither completed nor turned down.</summary>
    public bool IsOpen => Status is DisconnectionStatus.NeedsReview or DisconnectionStatus.Processing;

    /// <summary>What a snapshot is told that has coverage at a carrier after the end (own words; inferred).</summary>
    public static string NothingNew(Guid carrierId, DateOnly day) =>
        $"The group is disconnected from carrier {carrierId} as of {day:yyyy-MM-dd}: new changes are not accepted";
}

/// <summary>The status of a group disconnection request (page on disconnections).</summary>
internal enum DisconnectionStatus
{
    NeedsReview,
    Processing,
    Completed,
    Rejected,
}

/// <summary>Where a disconnection comes from; of the sources that the OpenAPI names, those that the emulator has.</summary>
internal enum DisconnectionSource
{
    Platform,
    Carrier,
}

internal sealed class GroupDisconnectionConfiguration : IEntityTypeConfiguration<GroupDisconnection>
{
    public void Configure(EntityTypeBuilder<GroupDisconnection> builder)
    {
        builder.HasKey(disconnection => disconnection.Id);
        builder.Property(disconnection => disconnection.Id).ValueGeneratedNever();
        builder.Ignore(disconnection => disconnection.IsOpen);
        builder.HasIndex(disconnection => new { disconnection.GroupId, disconnection.CarrierId });
        builder.HasIndex(disconnection => new { disconnection.Created, disconnection.Id });
    }
}
