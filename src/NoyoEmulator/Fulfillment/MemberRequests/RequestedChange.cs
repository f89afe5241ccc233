using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>What a request means: the family as it is to be, which goes the way of a snapshot.</summary>
/// <param name="Family">The family.</param>
/// <param name="TransactionTypeAt">What a carrier's part is called, by carrier.</param>
internal sealed record RequestedChange(InboundMemberSnapshot Family, Func<Guid, string> TransactionTypeAt)
{
    /// <summary>The carriers that the request names; null for all that the family has to do with.</summary>
    public IReadOnlySet<Guid>? Carriers { get; init; }

    /// <summary>The day on which the employee works last; null for a request that does not end the employment.</summary>
    public DateOnly? LastWorkDate { get; init; }
}
