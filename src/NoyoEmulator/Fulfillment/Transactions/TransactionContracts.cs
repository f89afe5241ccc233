using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>What a snapshot or a member request asks of a carrier (OpenAPI). Times are Unix seconds.</summary>
public sealed record MemberTransactionResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>Absent for what Noyo does itself.</summary>
    public Guid? CarrierId { get; init; }

    public required Guid EmployeeId { get; init; }

    /// <summary>The member request, or the snapshot.</summary>
    public required Guid MemberRequestId { get; init; }

    /// <summary>The type that the request gives; of a snapshot's, told from what changes at the carrier and from the event of the member that changes (inferred).</summary>
    public required string TransactionType { get; init; }

    /// <summary>processing, completed, failed or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>The lines of coverage that it states at the carrier.</summary>
    public required IReadOnlyList<string> LinesOfCoverage { get; init; }

    /// <summary>The carrier's part of the request's body, or the snapshot's coverages at the carrier.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>Of a failed one the error, of a completed termination by request its last_day_of_coverage; otherwise empty.</summary>
    public required JsonObject Result { get; init; }

    /// <summary>What it has passed, oldest first.</summary>
    public required IReadOnlyList<StatusDetailResult> StatusDetails { get; init; }

    /// <summary>When the carrier's records were found to agree, or to differ for good.</summary>
    public long? Verified { get; init; }

    /// <summary>The body as indented text, where it is asked for (its form is inferred).</summary>
    public string? UiBody { get; init; }
}

/// <summary>One status detail that a transaction reached (OpenAPI).</summary>
public sealed record StatusDetailResult
{
    /// <summary>noyo_accepted, carrier_accepted, carrier_processing, carrier_completed or noyo_verified.</summary>
    public required string StatusDetail { get; init; }

    /// <summary>When, in Unix seconds.</summary>
    public required long EventCreated { get; init; }
}

/// <summary>A transaction with its snapshot, as Noyo's own pages read it (OpenAPI).</summary>
public sealed record UIGetMemberTransactionResult
{
    public required MemberTransactionResult MemberTransaction { get; init; }

    /// <summary>Absent where a member request asked for it.</summary>
    public Guid? MemberSnapshotId { get; init; }
}

/// <summary>A transaction with group and labels, as Noyo's own pages list it (OpenAPI).</summary>
public sealed record MemberTransactionUIResult
{
    public required MemberTransactionResult MemberTransaction { get; init; }

    public required GroupResult Group { get; init; }

    public required IReadOnlyList<LabelPublicResult> Labels { get; init; }
}

/// <summary>What Noyo's staff has in hand about a transaction (OpenAPI; what it says is inferred). Times are Unix seconds, but for the end.</summary>
public sealed record CaseResultPublic
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>The error of a failed transaction; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonNullable]
    public required string? Title { get; init; }

    /// <summary>noyo before the carrier has it, carrier while it works on it, platform after it refused.</summary>
    public required string ActionOwner { get; init; }

    /// <summary>Always true: nobody works here.</summary>
    public required bool Automated { get; init; }

    /// <summary>When the transaction was done, as ISO 8601; null before, and for one that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonNullable]
    public required DateTimeOffset? Resolved { get; init; }
}

/// <summary>A label (OpenAPI). Times are Unix seconds.</summary>
public sealed record LabelPublicResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>What it is for; empty where nothing is said.</summary>
    public required string Summary { get; init; }
}

/// <summary>A label on a transaction (OpenAPI). Times are Unix seconds.</summary>
public sealed record MemberTransactionLabelUIResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid MemberTransactionId { get; init; }

    public required LabelPublicResult Label { get; init; }

    /// <summary>How far the transaction had come: always transaction_labeled (the values are inferred).</summary>
    public required string Context { get; init; }

    /// <summary>The label's name.</summary>
    public required string Name { get; init; }
}

/// <summary>The transactions that get a label (OpenAPI).</summary>
public sealed record BulkLabelTransactionsRequest
{
    /// <summary>Required.</summary>
    public IReadOnlyList<string>? MemberTransactions { get; init; }
}

/// <summary>What came of it (OpenAPI).</summary>
/// <param name="SuccessfulUpdates">The transactions that have the label now, also those that had it before.</param>
/// <param name="FailedUpdates">Those that do not exist.</param>
public sealed record BulkLabelResult(IReadOnlyList<Guid> SuccessfulUpdates, IReadOnlyList<Guid> FailedUpdates);
