using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>What Noyo holds of a group at a carrier.</summary>
internal sealed class GroupCarrierConfiguration
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid GroupId { get; set; }

    public Guid CarrierId { get; set; }

    /// <summary>The group's id in the carrier's system; null when it is not known.</summary>
    public string? CarrierGroupId { get; set; }

    /// <summary>Whatever the carrier wants to know, such as billing groups: any JSON object.</summary>
    public required string Configuration { get; set; }

    /// <summary>How data is exchanged: a <see cref="PublicGroupCarrierConnectionConfigurationResult"/>, as JSON.</summary>
    public required string ConnectionConfiguration { get; set; }

    /// <summary>The day from which it holds; null for one that always has.</summary>
    public DateOnly? EffectiveStartDate { get; set; }
}

internal sealed class GroupCarrierConfigurationConfiguration : IEntityTypeConfiguration<GroupCarrierConfiguration>
{
    public void Configure(EntityTypeBuilder<GroupCarrierConfiguration> builder)
    {
        builder.HasKey(configuration => configuration.Id);
        builder.Property(configuration => configuration.Id).ValueGeneratedNever();
        builder.HasIndex(configuration => new { configuration.GroupId, configuration.CarrierId });
        builder.HasIndex(configuration => new { configuration.CarrierId, configuration.CarrierGroupId });
    }
}
