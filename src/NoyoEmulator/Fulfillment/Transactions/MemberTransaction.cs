using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>The status of a member transaction (OpenAPI).</summary>
internal enum TransactionStatus
{
    Processing,
    Completed,
    Failed,
    Canceled,
}

/// <summary>How far a transaction has come, in this order (OpenAPI).</summary>
internal enum StatusDetail
{
    NoyoAccepted,
    CarrierAccepted,
    CarrierProcessing,
    CarrierCompleted,
    NoyoVerified,
}

/// <summary>What one snapshot asks of one carrier.</summary>
internal sealed class MemberTransaction
{
    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    public Guid SnapshotId { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    public Guid CarrierId { get; set; }

    public TransactionStatus Status { get; set; }

    /// <summary>The named behavior that the employee's classifications choose for it; null for the carrier's own.</summary>
    public string? BehaviorName { get; set; }

    /// <summary>One of <see cref="TransactionTypes"/>.</summary>
    public required string TransactionType { get; set; }

    /// <summary>What was handed to the carrier, as JSON: the family's member records. Null until submitted.</summary>
    public string? Submitted { get; set; }

    /// <summary>The status details it has passed, oldest first.</summary>
    public List<TransactionStatusDetail> StatusDetails { get; } = [];

    /// <summary>Records that the transaction has come to <paramref name="detail"/>.</summary>
    public void Reach(StatusDetail detail, DateTimeOffset now)
    {
        Modified = now;
        StatusDetails.Add(new TransactionStatusDetail { TransactionId = Id, Detail = detail, Order = (int)detail, ReachedAt = now });
    }
}

/// <summary>One status detail that a transaction reached.</summary>
internal sealed class TransactionStatusDetail
{
    public Guid TransactionId { get; set; }

    public StatusDetail Detail { get; set; }

    /// <summary>The place of the detail among all, for queries.</summary>
    public int Order { get; set; }

    public DateTimeOffset ReachedAt { get; set; }
}

internal sealed class MemberTransactionConfiguration : IEntityTypeConfiguration<MemberTransaction>
{
    public void Configure(EntityTypeBuilder<MemberTransaction> builder)
    {
        builder.HasKey(transaction => transaction.Id);
        builder.Property(transaction => transaction.Id).ValueGeneratedNever();
        builder.HasMany(transaction => transaction.StatusDetails).WithOne().HasForeignKey(detail => detail.TransactionId);
        builder.HasIndex(transaction => transaction.SnapshotId);
        builder.HasIndex(transaction => new { transaction.Created, transaction.Id });
        // The transactions in flight of one carrier: when its behavior changes, held ones are released.
        builder.HasIndex(transaction => new { transaction.CarrierId, transaction.Status });
    }
}

internal sealed class TransactionStatusDetailConfiguration : IEntityTypeConfiguration<TransactionStatusDetail>
{
    public void Configure(EntityTypeBuilder<TransactionStatusDetail> builder)
    {
        builder.HasKey(detail => new { detail.TransactionId, detail.Detail });
    }
}
