using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>A word that people put on transactions to find them again. Only seeds make labels: Noyo's API has no way to.</summary>
internal sealed class Label
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>What it is for.</summary>
    public string? Summary { get; set; }
}

/// <summary>A label on a transaction.</summary>
internal sealed class TransactionLabel
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public Guid TransactionId { get; set; }

    public Guid LabelId { get; set; }
}

internal sealed class LabelConfiguration : IEntityTypeConfiguration<Label>
{
    public void Configure(EntityTypeBuilder<Label> builder)
    {
        builder.HasKey(label => label.Id);
        builder.Property(label => label.Id).ValueGeneratedNever();
    }
}

internal sealed class TransactionLabelConfiguration : IEntityTypeConfiguration<TransactionLabel>
{
    public void Configure(EntityTypeBuilder<TransactionLabel> builder)
    {
        builder.HasKey(label => label.Id);
        builder.Property(label => label.Id).ValueGeneratedNever();
        builder.HasIndex(label => new { label.TransactionId, label.LabelId }).IsUnique();
        builder.HasIndex(label => new { label.LabelId, label.TransactionId });
    }
}
