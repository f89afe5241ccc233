using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>What a snapshot asks of a carrier (OpenAPI). Times are Unix seconds.</summary>
public sealed record MemberTransactionResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    public required Guid EmployeeId { get; init; }

    /// <summary>The snapshot: the emulator has no member requests.</summary>
    public required Guid MemberRequestId { get; init; }

    /// <summary>One of Noyo's types, told from what changes at the carrier and from the event of the member that changes (inferred).</summary>
    public required string TransactionType { get; init; }

    /// <summary>processing, completed, failed or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>The lines of coverage that the snapshot states at the carrier.</summary>
    public required IReadOnlyList<string> LinesOfCoverage { get; init; }

    /// <summary>The snapshot's coverages at the carrier.</summary>
    public required MemberTransactionBody Body { get; init; }

    /// <summary>Of a failed one the error; otherwise empty: Noyo publishes other results only for terminations by request.</summary>
    public required JsonObject Result { get; init; }

    /// <summary>What it has passed, oldest first.</summary>
    public required IReadOnlyList<StatusDetailResult> StatusDetails { get; init; }

    /// <summary>When the carrier's records were found to agree, or to differ for good.</summary>
    public long? Verified { get; init; }
}

/// <summary>What a transaction is about.</summary>
public sealed record MemberTransactionBody
{
    /// <summary>The snapshot's coverages at the carrier.</summary>
    public required IReadOnlyList<InboundMemberSnapshotCoverage> Coverages { get; init; }
}

/// <summary>One status detail that a transaction reached (OpenAPI).</summary>
public sealed record StatusDetailResult
{
    /// <summary>noyo_accepted, carrier_accepted, carrier_processing, carrier_completed or noyo_verified.</summary>
    public required string StatusDetail { get; init; }

    /// <summary>When, in Unix seconds.</summary>
    public required long EventCreated { get; init; }
}
