using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>Somebody to talk to at a group. Name, e-mail address and phone number are personal data.</summary>
internal sealed class GroupContact
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public string? Title { get; set; }

    public required string Email { get; set; }

    public string? PhoneNumber { get; set; }

    /// <summary>What the contact is for, as a JSON list of <see cref="ContactType"/>.</summary>
    public required string Types { get; set; }

    /// <summary>Null where nobody said.</summary>
    public bool? IsPrimary { get; set; }

    /// <summary>The carrier whose contact it is, where the types have <see cref="ContactType.Carrier"/>.</summary>
    public Guid? CarrierId { get; set; }
}

/// <summary>What a contact is for (OpenAPI).</summary>
internal enum ContactType
{
    Company,
    Billing,
    Executive,
    Online,
    Carrier,
}

internal sealed class GroupContactConfiguration : IEntityTypeConfiguration<GroupContact>
{
    public void Configure(EntityTypeBuilder<GroupContact> builder)
    {
        builder.HasKey(contact => contact.Id);
        builder.Property(contact => contact.Id).ValueGeneratedNever();
        builder.HasIndex(contact => new { contact.GroupId, contact.Created, contact.Id });
    }
}
