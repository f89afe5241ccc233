using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>What a platform expects of a group's new plan year, and whether the carriers' systems are ready for it.</summary>
internal sealed class RenewalDecision
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    /// <summary>The first day of the new plan year.</summary>
    public DateOnly RenewalDate { get; set; }

    public RenewalStatus Status { get; set; }

    /// <summary>The expected carriers, lines and plans, as JSON in the shape of the wire.</summary>
    public required string Body { get; set; }

    /// <summary>Why it is not ready, as JSON in the shape of the wire; an empty list otherwise.</summary>
    public required string Issues { get; set; }
}

/// <summary>The status of a renewal decision (OpenAPI).</summary>
internal enum RenewalStatus
{
    Submitted,
    NotReady,
    Ready,
    Done,
}

internal sealed class RenewalDecisionConfiguration : IEntityTypeConfiguration<RenewalDecision>
{
    public void Configure(EntityTypeBuilder<RenewalDecision> builder)
    {
        builder.HasKey(decision => decision.Id);
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.HasIndex(decision => new { decision.Created, decision.Id });
        builder.HasIndex(decision => new { decision.GroupId, decision.Created, decision.Id });
    }
}
