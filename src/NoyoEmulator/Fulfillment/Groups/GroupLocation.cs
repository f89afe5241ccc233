using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>Where a group's employees work. Only seeds make one: Noyo publishes no operation for it.</summary>
internal sealed class GroupLocation
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>The <see cref="Fulfillment.Address"/>, as JSON.</summary>
    public required string Address { get; set; }
}

internal sealed class GroupLocationConfiguration : IEntityTypeConfiguration<GroupLocation>
{
    public void Configure(EntityTypeBuilder<GroupLocation> builder)
    {
        builder.HasKey(location => location.Id);
        builder.Property(location => location.Id).ValueGeneratedNever();
        builder.HasIndex(location => new { location.GroupId, location.Created, location.Id });
    }
}
