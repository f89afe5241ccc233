using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Persistence;

/// <summary>The one row that holds a world's clock and generator, so that a copy of the database is a copy of the world.</summary>
internal sealed class WorldState
{
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    public ClockMode ClockMode { get; set; }

    public double ClockSpeed { get; set; }

    public DateTimeOffset WorldAnchor { get; set; }

    public DateTimeOffset RealAnchor { get; set; }

    public required string Seed { get; set; }

    /// <summary>How many numbers were taken from the generator.</summary>
    public long SeedPosition { get; set; }
}

internal sealed class WorldStateConfiguration : IEntityTypeConfiguration<WorldState>
{
    public void Configure(EntityTypeBuilder<WorldState> builder)
    {
        builder.HasKey(state => state.Id);
        builder.Property(state => state.Id).ValueGeneratedNever();
    }
}
