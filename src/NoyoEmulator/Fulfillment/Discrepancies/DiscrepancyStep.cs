using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>
/// What a platform did about a discrepancy by the older operations: that it acknowledged it, or which outcome it asked for. The discrepancy
/// itself is a difference.
/// </summary>
internal sealed class DiscrepancyStep
{
    /// <summary>What an outcome that was asked for is called in explanations, and the platform's words beside it.</summary>
    public const string ResolutionKind = "discrepancy_resolution";
    public const string NoteKind = "discrepancy_note";

    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public Guid DifferenceId { get; set; }

    /// <summary>The outcome that was asked for; null for an acknowledgement.</summary>
    public string? Outcome { get; set; }

    public string? DistributorAction { get; set; }

    public string? RequestContext { get; set; }

    public string? ResolutionType { get; set; }

    /// <summary>The note of a step; or the step of a note.</summary>
    public static Guid NoteOf(Guid stepId) => DerivedId.Mask(stepId, NoteKind);
}

internal sealed class DiscrepancyStepConfiguration : IEntityTypeConfiguration<DiscrepancyStep>
{
    public void Configure(EntityTypeBuilder<DiscrepancyStep> builder)
    {
        builder.HasKey(step => step.Id);
        builder.Property(step => step.Id).ValueGeneratedNever();
        builder.HasIndex(step => new { step.DifferenceId, step.Created, step.Id });
    }
}
