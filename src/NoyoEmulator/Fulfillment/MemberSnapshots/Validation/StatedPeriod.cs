using System.Runtime.InteropServices;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>Which plan a coverage is of, as far as it is known. Equal plans are the same one.</summary>
/// <param name="CarrierId">Its carrier.</param>
/// <param name="Id">Its id; null where only a name is known.</param>
/// <param name="Name">Its name in capitals; null where the id is known.</param>
/// <param name="Type">Its plan type; null where it is not known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StatedPlan(Guid CarrierId, Guid? Id, string? Name, string? Type)
{
    /// <summary>The plan as its coverage alone names it: by its id, or else by its name.</summary>
    public static StatedPlan? Named(InboundMemberSnapshotCoverage coverage, Guid carrierId)
    {
        if (coverage.PlanId is null)
            return coverage.PlanName is { } name ? new StatedPlan(carrierId, Id: null, name.Trim().ToUpperInvariant(), Type: null) : null;
        return Uuid.TryParse(coverage.PlanId, out var id) ? new StatedPlan(carrierId, id, Name: null, Type: null) : null;
    }
}

/// <summary>The period that a snapshot states for a member in a coverage.</summary>
/// <param name="Enrollee">The member, and where this is stated.</param>
/// <param name="Line">The line of coverage.</param>
/// <param name="Plan">The plan; null when it cannot be told.</param>
/// <param name="IsCobra">Whether the coverage is COBRA; null when that cannot be told.</param>
/// <param name="Period">The period.</param>
internal sealed record StatedPeriod(Enrollee Enrollee, string Line, StatedPlan? Plan, bool? IsCobra, Period Period)
{
    public DateOnly Start => Period.Start;

    public DateOnly End => Period.End;

    public bool IsOfSameMemberAndLine(StatedPeriod other) =>
        Enrollee.Member == other.Enrollee.Member && string.Equals(Line, other.Line, StringComparison.Ordinal);

    /// <summary>Member by member, line by line, in the order of time, and of the body for what starts together.</summary>
    public static int Compare(StatedPeriod a, StatedPeriod b)
    {
        var order = a.Enrollee.Member.CompareTo(b.Enrollee.Member);
        if (order == 0)
            order = string.CompareOrdinal(a.Line, b.Line);
        if (order == 0)
            order = a.Start.CompareTo(b.Start);
        return order == 0 ? a.Enrollee.Coverage.CompareTo(b.Enrollee.Coverage) : order;
    }
}
