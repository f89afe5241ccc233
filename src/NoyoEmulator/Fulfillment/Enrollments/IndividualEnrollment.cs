using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>One member's enrollment in one line of coverage at one carrier, as the platform wants it.</summary>
internal sealed record IndividualEnrollment
{
    public Guid Id { get; init; }

    public Guid Version { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; init; }

    public Guid GroupId { get; init; }

    public Guid EmployeeId { get; init; }

    public Guid IndividualId { get; init; }

    public MemberType IndividualType { get; init; }

    public Guid CarrierId { get; init; }

    public required string LineOfCoverage { get; init; }

    public Guid? PlanId { get; init; }

    public string? PlanName { get; init; }

    /// <summary>The plan under which it is answered: its own, or the one that is kept for a name.</summary>
    public Guid KeptPlanId { get; init; }

    /// <summary>The enrollment of its group in its line at its carrier.</summary>
    public Guid GroupEnrollmentId { get; init; }

    public string? CustomPlanId { get; init; }

    public DateOnly EffectiveStartDate { get; init; }

    /// <summary>The last day of coverage; 9999-12-31 when open, the day before the start when waived.</summary>
    public DateOnly EffectiveEndDate { get; init; }

    public DateOnly? LatestChangeEffectiveDate { get; init; }

    public string? SignatureDate { get; init; }

    /// <summary>The carrier's own settings, as JSON.</summary>
    public string? CarrierConfig { get; init; }

    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }

    /// <summary>COBRA details as JSON.</summary>
    public string? CobraDetails { get; init; }

    /// <summary>Primary care providers as JSON.</summary>
    public string? PcpDetails { get; init; }

    /// <summary>
    /// What earlier snapshots stated of <see cref="EnrollmentDetails"/> beside what the latest one stated, as JSON; null where
    /// they stated no more.
    /// </summary>
    public string? Remembered { get; init; }

    /// <summary>Everything that was ever stated of the parts that a snapshot may leave out.</summary>
    public EnrollmentDetails Known => Remembered is null ? Stated : WireJson.Read<EnrollmentDetails>(Remembered);

    /// <summary>What the latest snapshot stated of them.</summary>
    public EnrollmentDetails Stated
    {
        get => new()
        {
            Volume = Volume,
            CarrierConfig = WireJson.Read<JsonElement?>(CarrierConfig),
            CobraDetails = WireJson.Read<InboundMemberSnapshotCOBRADetails>(CobraDetails),
            PcpDetails = WireJson.Read<InboundMemberSnapshotPCPDetails>(PcpDetails),
        };
        init => (Volume, CarrierConfig, CobraDetails, PcpDetails) =
            (value.Volume, WireJson.Write(value.CarrierConfig), WireJson.Write(value.CobraDetails), WireJson.Write(value.PcpDetails));
    }

    /// <summary>The enrollment as a snapshot states it, remembering what it leaves out.</summary>
    public IndividualEnrollment Stating(EnrollmentDetails details) =>
        this with { Stated = details, Remembered = Statements.Remember(WireJson.Write(Known), WireJson.Write(details)) };

    /// <summary>From the first to the last day of coverage.</summary>
    public Period Period
    {
        get => new(EffectiveStartDate, EffectiveEndDate);
        init => (EffectiveStartDate, EffectiveEndDate) = (value.Start, value.End);
    }
}

internal sealed class IndividualEnrollmentConfiguration : IEntityTypeConfiguration<IndividualEnrollment>
{
    public void Configure(EntityTypeBuilder<IndividualEnrollment> builder)
    {
        builder.HasKey(enrollment => enrollment.Id);
        builder.Property(enrollment => enrollment.Id).ValueGeneratedNever();
        builder.Ignore(enrollment => enrollment.Period);
        builder.Ignore(enrollment => enrollment.Known);
        builder.Ignore(enrollment => enrollment.Stated);
        builder.HasIndex(enrollment => new { enrollment.EmployeeId, enrollment.CarrierId });
        builder.HasIndex(enrollment => new { enrollment.GroupId, enrollment.Created, enrollment.Id });
        builder.HasIndex(enrollment => new { enrollment.GroupEnrollmentId, enrollment.Created, enrollment.Id });
    }
}
