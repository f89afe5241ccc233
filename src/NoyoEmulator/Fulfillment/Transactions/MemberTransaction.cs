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

/// <summary>What one snapshot or member request asks of one carrier, or of Noyo itself.</summary>
internal sealed class MemberTransaction
{
    /// <summary>In place of a carrier: what is done by Noyo itself.</summary>
    public static readonly Guid NoyoItself = Guid.Empty;

    /// <summary>What changes when it comes to a status detail.</summary>
    public static readonly string[] DetailColumns =
        [nameof(Modified), nameof(StatusDetail), nameof(IsWithoutEffect), nameof(EffectiveDays), nameof(CarrierAcceptedAt), nameof(CarrierProcessingAt), nameof(CarrierCompletedAt), nameof(NoyoVerifiedAt)];

    /// <summary>What changes when it ends.</summary>
    public static readonly string[] EndColumns = [nameof(Status), nameof(Version), nameof(Error), nameof(LastDayOfCoverage), .. DetailColumns];

    public Guid Id { get; set; }

    public Guid Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Modified { get; set; }

    /// <summary>The snapshot or the member request.</summary>
    public Guid SnapshotId { get; set; }

    /// <summary>A member request asked for it, not a snapshot.</summary>
    public bool IsRequested { get; set; }

    public Guid GroupId { get; set; }

    public Guid EmployeeId { get; set; }

    /// <summary>The carrier; <see cref="NoyoItself"/> for what Noyo does.</summary>
    public Guid CarrierId { get; set; }

    public TransactionStatus Status { get; set; }

    /// <summary>The named behavior that the employee's classifications choose for it; null for the carrier's own.</summary>
    public string? BehaviorName { get; set; }

    /// <summary>One of <see cref="TransactionTypes"/>.</summary>
    public required string TransactionType { get; set; }

    /// <summary>Why it failed; null for one that did not.</summary>
    public string? Error { get; set; }

    /// <summary>Of a termination by request that is completed, the last day of coverage at the carrier; otherwise null.</summary>
    public DateOnly? LastDayOfCoverage { get; set; }

    /// <summary>The days on which what it changes takes effect, as a JSON list; null before it was handed over.</summary>
    public string? EffectiveDays { get; set; }

    /// <summary>The carrier went through it and changed nothing.</summary>
    public bool IsWithoutEffect { get; set; }

    /// <summary>How far it has come.</summary>
    public StatusDetail StatusDetail { get; set; }

    public DateTimeOffset NoyoAcceptedAt { get; set; }

    public DateTimeOffset? CarrierAcceptedAt { get; set; }

    public DateTimeOffset? CarrierProcessingAt { get; set; }

    public DateTimeOffset? CarrierCompletedAt { get; set; }

    public DateTimeOffset? NoyoVerifiedAt { get; set; }

    /// <summary>The status details it has passed and when, oldest first.</summary>
    public IEnumerable<(StatusDetail Detail, DateTimeOffset At)> PassedDetails()
    {
        yield return (StatusDetail.NoyoAccepted, NoyoAcceptedAt);
        if (CarrierAcceptedAt is { } accepted)
            yield return (StatusDetail.CarrierAccepted, accepted);
        if (CarrierProcessingAt is { } processing)
            yield return (StatusDetail.CarrierProcessing, processing);
        if (CarrierCompletedAt is { } completed)
            yield return (StatusDetail.CarrierCompleted, completed);
        if (NoyoVerifiedAt is { } verified)
            yield return (StatusDetail.NoyoVerified, verified);
    }

    /// <summary>Records that the transaction has come to a status detail.</summary>
    public void Pass(StatusDetail detail, DateTimeOffset now)
    {
        Modified = now;
        StatusDetail = detail;
        _ = detail switch
        {
            StatusDetail.NoyoAccepted => NoyoAcceptedAt = now,
            StatusDetail.CarrierAccepted => CarrierAcceptedAt = now,
            StatusDetail.CarrierProcessing => CarrierProcessingAt = now,
            StatusDetail.CarrierCompleted => CarrierCompletedAt = now,
            _ => NoyoVerifiedAt = now,
        };
    }
}

internal sealed class MemberTransactionConfiguration : IEntityTypeConfiguration<MemberTransaction>
{
    public void Configure(EntityTypeBuilder<MemberTransaction> builder)
    {
        builder.HasKey(transaction => transaction.Id);
        builder.Property(transaction => transaction.Id).ValueGeneratedNever();
        builder.HasIndex(transaction => transaction.SnapshotId);
        // Whether a family has a newer transaction under way at a carrier.
        builder.HasIndex(transaction => new { transaction.EmployeeId, transaction.CarrierId, transaction.Status });
        builder.HasIndex(transaction => new { transaction.Created, transaction.Id });
        builder.HasIndex(transaction => new { transaction.GroupId, transaction.Created, transaction.Id });
        // The transactions in flight of one carrier: when its behavior changes, held ones are released.
        builder.HasIndex(transaction => new { transaction.CarrierId, transaction.Status });
    }
}
