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

    /// <summary>The platform's own id, the first that was seen; unique in the group.</summary>
    public string? CustomIndividualId { get; init; }

    /// <summary>Parts of the document, kept apart to look people up by; see <see cref="MemberIndexing"/>.</summary>
    public DateOnly DateOfBirth { get; init; }

    /// <summary>The first name as <see cref="SearchText"/> has it.</summary>
    public string SearchFirstName { get; init; } = "";

    /// <summary>The last name as <see cref="SearchText"/> has it.</summary>
    public string SearchLastName { get; init; } = "";

    /// <summary>First, middle and last name as <see cref="SearchText"/> has them.</summary>
    public string SearchName { get; init; } = "";

    /// <summary>Nine digits; null where none is known.</summary>
    public string? Ssn { get; init; }

    /// <summary>Noyo's word for it; null for a dependent.</summary>
    public string? EmploymentStatus { get; init; }

    /// <summary>Where in the group an employee works; no snapshot says it, and none changes it.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>For ordering a family as the platform sent it: the employee is 0.</summary>
    public int Position { get; init; }

    /// <summary>The member's part of the latest snapshot, as JSON: an inbound employee or dependent.</summary>
    public required string Document { get; init; }

    /// <summary>The same with what earlier snapshots stated beside it; null where they stated no more.</summary>
    public string? Remembered { get; init; }

    /// <summary>Everything that was ever stated about the member, as JSON.</summary>
    public string Known => Remembered ?? Document;
}

/// <summary>A further id under which the platform knows a member, beside the first: both find the member.</summary>
internal sealed class MemberAlias
{
    public Guid GroupId { get; set; }

    /// <summary>The platform's id; unique in the group.</summary>
    public required string CustomIndividualId { get; set; }

    public Guid MemberId { get; set; }
}

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    /// <summary>The members of all groups, by type and creation.</summary>
    public const string CreationIndex = "members_by_creation";

    /// <summary>The members of a group, by type and creation.</summary>
    public const string GroupIndex = "members_by_group";

    /// <summary>The members by date of birth.</summary>
    public const string BirthIndex = "IX_members_date_of_birth_group_id";

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.HasKey(member => member.Id);
        builder.Property(member => member.Id).ValueGeneratedNever();
        builder.Ignore(member => member.Known);
        builder.HasIndex(member => new { member.EmployeeId, member.Created, member.Id });
        builder.HasIndex(member => new { member.DateOfBirth, member.GroupId });
        builder.HasIndex(member => new { member.GroupId, member.CustomIndividualId }).IsUnique();
        builder.HasIndex(member => member.Ssn).HasFilter("ssn IS NOT NULL");

        // In the order of the lists, with all that these filter by: what does not match is passed over without a look at its document.
        builder.HasIndex(member => new
        {
            member.Type,
            member.Created,
            member.Id,
            member.GroupId,
            member.DateOfBirth,
            member.SearchFirstName,
            member.SearchLastName,
            member.SearchName,
            member.EmploymentStatus,
        }).HasDatabaseName(CreationIndex);
        builder.HasIndex(member => new
        {
            member.GroupId,
            member.Type,
            member.Created,
            member.Id,
            member.DateOfBirth,
            member.SearchFirstName,
            member.SearchLastName,
            member.SearchName,
            member.EmploymentStatus,
        }).HasDatabaseName(GroupIndex);
    }
}

internal sealed class MemberAliasConfiguration : IEntityTypeConfiguration<MemberAlias>
{
    public void Configure(EntityTypeBuilder<MemberAlias> builder)
    {
        builder.HasKey(alias => new { alias.GroupId, alias.CustomIndividualId });
        builder.HasIndex(alias => alias.MemberId);
    }
}
