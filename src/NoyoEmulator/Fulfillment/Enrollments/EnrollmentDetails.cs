using System.Text.Json;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Enrollments;

/// <summary>The parts of an enrollment that a snapshot may leave out, and that carriers keep.</summary>
internal sealed record EnrollmentDetails
{
    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }

    /// <summary>The carrier's own settings.</summary>
    [JsonFreeObject]
    public JsonElement? CarrierConfig { get; init; }

    public InboundMemberSnapshotCOBRADetails? CobraDetails { get; init; }

    public InboundMemberSnapshotPCPDetails? PcpDetails { get; init; }
}
