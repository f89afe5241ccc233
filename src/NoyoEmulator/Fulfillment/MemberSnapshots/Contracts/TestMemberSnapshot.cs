using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>A snapshot to try out (OpenAPI).</summary>
public sealed record InboundTestMemberSnapshot
{
    /// <summary>The snapshot.</summary>
    public InboundMemberSnapshot? MemberSnapshot { get; init; }

    /// <summary>Carriers that are to be taken as connected or not, whatever the group's connections say.</summary>
    public IReadOnlyList<CarrierOverride>? CarrierOverrides { get; init; }

    /// <summary>Accepted and ignored: the emulator has no rule sets.</summary>
    [JsonFreeObject]
    public JsonElement? RuleSetOverrides { get; init; }
}

/// <summary>A carrier that is to be taken as connected or not (OpenAPI).</summary>
public sealed record CarrierOverride
{
    /// <summary>The carrier.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Whether it is connected; absent: as it is.</summary>
    public bool? Connected { get; init; }
}

/// <summary>What would have been created (OpenAPI).</summary>
public sealed record OutboundTestMemberSnapshot
{
    /// <summary>The answer that posting the snapshot would have had.</summary>
    public required OutboundMemberSnapshot MemberSnapshot { get; init; }

    /// <summary>Ids to tell the test by.</summary>
    public required IReadOnlyList<Guid> TraceIds { get; init; }
}
