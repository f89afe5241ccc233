using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>One member's enrollment in one line of coverage at one carrier, as the platform wants it.</summary>
internal sealed class IndividualEnrollment
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    public Guid IndividualId { get; set; }

    public MemberType IndividualType { get; set; }

    public Guid CarrierId { get; set; }

    public required string LineOfCoverage { get; set; }

    public Guid? PlanId { get; set; }

    public string? PlanName { get; set; }

    public string? CustomPlanId { get; set; }

    public DateOnly EffectiveStartDate { get; set; }

    /// <summary>The last day of coverage; 9999-12-31 when open, the day before the start when waived.</summary>
    public DateOnly EffectiveEndDate { get; set; }

    public DateOnly? LatestChangeEffectiveDate { get; set; }

    public string? SignatureDate { get; set; }

    /// <summary>The carrier's own settings, as JSON.</summary>
    public string? CarrierConfig { get; set; }

    /// <summary>Whole dollars.</summary>
    public int? Volume { get; set; }

    /// <summary>COBRA details as JSON.</summary>
    public string? CobraDetails { get; set; }

    /// <summary>Primary care providers as JSON.</summary>
    public string? PcpDetails { get; set; }

    /// <summary>From the first to the last day of coverage.</summary>
    public Period Period
    {
        get => new(EffectiveStartDate, EffectiveEndDate);
        set => (EffectiveStartDate, EffectiveEndDate) = (value.Start, value.End);
    }
}

internal sealed class IndividualEnrollmentConfiguration : IEntityTypeConfiguration<IndividualEnrollment>
{
    public void Configure(EntityTypeBuilder<IndividualEnrollment> builder)
    {
        builder.HasKey(enrollment => enrollment.Id);
        builder.Property(enrollment => enrollment.Id).ValueGeneratedNever();
        builder.Ignore(enrollment => enrollment.Period);
        builder.HasIndex(enrollment => new { enrollment.EmployeeId, enrollment.CarrierId });
    }
}
