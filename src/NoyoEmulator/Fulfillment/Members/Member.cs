using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>An employee or dependent as Noyo knows it: the platform's side, as the latest snapshot had it.</summary>
internal sealed record Member
{
    public Guid Id { get; init; }

    public Guid Version { get; init; }

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; init; }

    public Guid GroupId { get; init; }

    /// <summary>The employee of the member's family; an employee's own id.</summary>
    public Guid EmployeeId { get; init; }

    public MemberType Type { get; init; }

    /// <summary>The platform's own id; unique in the group.</summary>
    public string? CustomIndividualId { get; init; }

    /// <summary>Part of the document, kept apart to look people up by.</summary>
    public DateOnly DateOfBirth { get; init; }

    /// <summary>For ordering a family as the platform sent it: the employee is 0.</summary>
    public int Position { get; init; }

    /// <summary>The member's part of the snapshot, as JSON: an inbound employee or dependent.</summary>
    public required string Document { get; init; }
}

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.HasKey(member => member.Id);
        builder.Property(member => member.Id).ValueGeneratedNever();
        builder.HasIndex(member => member.EmployeeId);
        builder.HasIndex(member => new { member.GroupId, member.DateOfBirth });
        builder.HasIndex(member => new { member.GroupId, member.CustomIndividualId }).IsUnique();
    }
}
