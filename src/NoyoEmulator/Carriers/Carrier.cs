using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Carriers;

/// <summary>An insurance carrier: a simulated system with records and habits of its own.</summary>
internal sealed class Carrier
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>Its name for programs; null for the display name in snake case.</summary>
    public string? InternalName { get; set; }

    /// <summary>The state that it is at home in, in two letters; US for all of them.</summary>
    public string State { get; set; } = "US";

    /// <summary>What it offers, as a JSON list in the spelling of Noyo's carriers; null for what groups have of it.</summary>
    public string? LinesOfCoverage { get; set; }

    /// <summary>Whether it is shown to those who look for a carrier.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>The behavior, as JSON; null for a carrier that records everything as sent, at the default pace.</summary>
    public string? Behavior { get; set; }

    /// <summary>The behavior it had when the world was seeded, as JSON: what deleting the behavior goes back to.</summary>
    public string? SeededBehavior { get; set; }
}

/// <summary>What a carrier holds about one person: its own truth, which the platform does not own.</summary>
internal sealed class CarrierRecord
{
    public Guid CarrierId { get; set; }

    public Guid IndividualId { get; set; }

    public MemberType IndividualType { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    public DateTimeOffset Modified { get; set; }

    /// <summary>The record, as JSON.</summary>
    public required string Document { get; set; }
}

/// <summary>What a carrier was handed and has not decided about yet: the family as Noyo wants it to be.</summary>
internal sealed class CarrierSubmission
{
    /// <summary>The id of the transaction that Noyo handed over.</summary>
    public Guid Id { get; set; }

    public Guid CarrierId { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    /// <summary>The named behavior that the employee's classifications choose for it; null for the carrier's own.</summary>
    public string? BehaviorName { get; set; }

    /// <summary>The family's member records, as JSON.</summary>
    public required string Document { get; set; }
}

/// <summary>What a Send carrier was last sent about a person: all that Noyo can know of what it holds.</summary>
internal sealed class SentRecord
{
    public Guid CarrierId { get; set; }

    public Guid IndividualId { get; set; }

    public Guid EmployeeId { get; set; }

    /// <summary>The record, as JSON.</summary>
    public required string Document { get; set; }
}

internal sealed class SentRecordConfiguration : IEntityTypeConfiguration<SentRecord>
{
    public void Configure(EntityTypeBuilder<SentRecord> builder)
    {
        builder.HasKey(record => new { record.CarrierId, record.IndividualId });
        builder.HasIndex(record => new { record.EmployeeId, record.CarrierId });
    }
}

internal sealed class CarrierConfiguration : IEntityTypeConfiguration<Carrier>
{
    public void Configure(EntityTypeBuilder<Carrier> builder)
    {
        builder.HasKey(carrier => carrier.Id);
        builder.Property(carrier => carrier.Id).ValueGeneratedNever();
    }
}

internal sealed class CarrierRecordConfiguration : IEntityTypeConfiguration<CarrierRecord>
{
    public void Configure(EntityTypeBuilder<CarrierRecord> builder)
    {
        builder.HasKey(record => new { record.CarrierId, record.IndividualId });
        builder.HasIndex(record => new { record.EmployeeId, record.CarrierId, record.IndividualId });
    }
}

internal sealed class CarrierSubmissionConfiguration : IEntityTypeConfiguration<CarrierSubmission>
{
    public void Configure(EntityTypeBuilder<CarrierSubmission> builder)
    {
        builder.HasKey(submission => submission.Id);
        builder.Property(submission => submission.Id).ValueGeneratedNever();
    }
}
