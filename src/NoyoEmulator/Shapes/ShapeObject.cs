using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Shapes;

/// <summary>An object that is kept as its schema has it, because the emulator knows nothing of its kind.</summary>
internal sealed class ShapeObject
{
    public Guid Id { get; set; }

    /// <summary>What kind of thing it is: the singular of the word that stands before its id in paths.</summary>
    public string Collection { get; set; } = "";

    /// <summary>Changes with every edit.</summary>
    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    /// <summary>The ids in the path below which it was made, as a JSON array.</summary>
    public string Owners { get; set; } = "[]";

    /// <summary>What it says: JSON.</summary>
    public string Document { get; set; } = "{}";
}

internal sealed class ShapeObjectConfiguration : IEntityTypeConfiguration<ShapeObject>
{
    public void Configure(EntityTypeBuilder<ShapeObject> builder)
    {
        builder.HasKey(shape => shape.Id);
        builder.Property(shape => shape.Id).ValueGeneratedNever();
        builder.HasIndex(shape => new { shape.Collection, shape.Created, shape.Id });
    }
}
