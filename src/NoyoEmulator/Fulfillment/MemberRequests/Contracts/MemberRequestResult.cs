using System.Text.Json.Nodes;

namespace NoyoEmulator.Fulfillment.MemberRequests.Contracts;

/// <summary>A change that the platform asked for (OpenAPI). Times are Unix seconds.</summary>
public sealed record MemberRequestResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>When every part of it was done; absent before.</summary>
    public long? Completed { get; init; }

    public required Guid EmployeeId { get; init; }

    /// <summary>One of the ten kinds.</summary>
    public required string RequestType { get; init; }

    /// <summary>processing, completed, failed or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>What was asked for, as it was received.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>Of a completed termination its last_day_of_coverage; of a failed request its errors; otherwise empty (but for the first, inferred).</summary>
    public required JsonObject Result { get; init; }

    /// <summary>Its member transactions.</summary>
    public required IReadOnlyList<Guid> Transactions { get; init; }
}
