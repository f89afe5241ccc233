using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>The status of a group enrollment on a day (OpenAPI).</summary>
internal enum GroupEnrollmentStatus
{
    /// <summary>Its first day is still to come.</summary>
    Pending,
    Active,

    /// <summary>Its last day is over.</summary>
    Completed,
}

/// <summary>That a group has a line of coverage at a carrier; there is one of each group, carrier and line (inferred).</summary>
internal sealed class GroupEnrollment
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    public required string LineOfCoverage { get; set; }

    /// <summary>Null when it has always been.</summary>
    public DateOnly? EffectiveStartDate { get; set; }

    /// <summary>The last day; null when there is none.</summary>
    public DateOnly? EffectiveEndDate { get; set; }

    public DateOnly? OpenEnrollmentStartDate { get; set; }

    public DateOnly? OpenEnrollmentEndDate { get; set; }

    public DateOnly? OpenEnrollmentRenewalDate { get; set; }

    /// <summary>One of which nothing is stated.</summary>
    public static GroupEnrollment New(WorldSession session, Guid groupId, Guid carrierId, string line) => new()
    {
        Id = DerivedId.Of("group_enrollment", groupId, carrierId, line),
        Version = session.NewId(),
        Created = session.Now,
        Modified = session.Now,
        GroupId = groupId,
        CarrierId = carrierId,
        LineOfCoverage = line,
    };

    /// <summary>Its status on a day.</summary>
    public GroupEnrollmentStatus StatusOn(DateOnly day) =>
        EffectiveStartDate > day ? GroupEnrollmentStatus.Pending : EffectiveEndDate < day ? GroupEnrollmentStatus.Completed : GroupEnrollmentStatus.Active;
}

internal sealed class GroupEnrollmentConfiguration : IEntityTypeConfiguration<GroupEnrollment>
{
    public void Configure(EntityTypeBuilder<GroupEnrollment> builder)
    {
        builder.HasKey(enrollment => enrollment.Id);
        builder.Property(enrollment => enrollment.Id).ValueGeneratedNever();
        builder.HasIndex(enrollment => new { enrollment.GroupId, enrollment.CarrierId, enrollment.LineOfCoverage }).IsUnique();
    }
}
