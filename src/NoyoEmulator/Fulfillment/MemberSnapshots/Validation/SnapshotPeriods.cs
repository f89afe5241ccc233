using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>The rules that compare the coverages of one line with each other.</summary>
internal static class SnapshotPeriods
{
    /// <summary>Says which plan a coverage at a carrier is of.</summary>
    public delegate StatedPlan? PlanNaming(InboundMemberSnapshotCoverage coverage, Guid carrierId);

    /// <summary>Checks what the body alone can tell.</summary>
    public static void Check(InboundMemberSnapshot snapshot, IReadOnlyList<Enrollee> enrollees, SnapshotFindings findings)
    {
        if (RepeatedLines(snapshot.Coverages) is { } lines)
            new Reader(snapshot.Coverages!, lines, StatedPlan.Named, findings).Check(enrollees, arePlansKnown: false, isHistory: (_, _) => true);
    }

    /// <summary>Checks a valid body by the plans that the group has, and by the periods that Noyo has already.</summary>
    public static void Check(
        IReadOnlyList<InboundMemberSnapshotCoverage> coverages,
        Func<IReadOnlyList<Enrollee>> enrollees,
        PlanNaming planOf,
        Func<StatedPeriod, StatedPeriod, bool> isHistory,
        SnapshotFindings findings)
    {
        if (RepeatedLines(coverages) is { } lines)
            new Reader(coverages, lines, planOf, findings).Check(enrollees(), arePlansKnown: true, isHistory);
    }

    /// <summary>The lines that more than one coverage is of: only there is something to compare. Null when there are none.</summary>
    private static HashSet<string>? RepeatedLines(IReadOnlyList<InboundMemberSnapshotCoverage?>? coverages)
    {
        if (coverages is not { Count: > 1 })
            return null;
        var lines = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string>? repeated = null;
        for (var i = 0; i < coverages.Count; i++)
        {
            if (coverages[i]?.LineOfCoverage is { } line && !lines.Add(line))
                _ = (repeated ??= new HashSet<string>(StringComparer.Ordinal)).Add(line);
        }

        return repeated;
    }

    private sealed class Reader(
        IReadOnlyList<InboundMemberSnapshotCoverage?> coverages, HashSet<string> lines, PlanNaming planOf, SnapshotFindings findings)
    {
        private readonly List<StatedPeriod> _periods = [];
        private readonly HashSet<(string Line, Guid CarrierId)> _namedById = [];
        private readonly HashSet<(string Line, Guid CarrierId)> _namedByName = [];

        public void Check(IReadOnlyList<Enrollee> enrollees, bool arePlansKnown, Func<StatedPeriod, StatedPeriod, bool> isHistory)
        {
            Read(enrollees);
            _periods.Sort(StatedPeriod.Compare);
            var sequence = new PeriodSequence(arePlansKnown, (earlier, later) => !AreNamedInOneWay(later) || isHistory(earlier, later), findings);
            foreach (var period in _periods)
                sequence.Add(period);
        }

        /// <summary>False where two coverages could be of one plan, the one by its id and the other by its name.</summary>
        private bool AreNamedInOneWay(StatedPeriod period) =>
            (period.Line, period.Plan!.Value.CarrierId) is var named && (!_namedById.Contains(named) || !_namedByName.Contains(named));

        private void Read(IReadOnlyList<Enrollee> enrollees)
        {
            var (read, plan, isCobra) = (-1, (StatedPlan?)null, (bool?)null);
            foreach (var enrollee in enrollees)
            {
                var coverage = coverages[enrollee.Coverage]!;
                if (coverage.LineOfCoverage is not { } line || !lines.Contains(line))
                    continue;
                if (read != enrollee.Coverage)
                    (read, plan, isCobra) = (enrollee.Coverage, ReadPlan(coverage, line, enrollee.Coverage), ReadCobra(coverage, enrollee.Coverage));

                var member = coverage.EnrolledMembers![enrollee.Entry];
                if (IsoDate.TryParse(member.EffectiveStartDate, out var start) && IsoDate.TryParse(member.EffectiveEndDate, out var end))
                    _periods.Add(new StatedPeriod(enrollee, line, plan, isCobra, new Period(start, end)));
            }
        }

        private StatedPlan? ReadPlan(InboundMemberSnapshotCoverage coverage, string line, int index)
        {
            if (!Uuid.TryParse(coverage.CarrierId, out var carrierId)
                || planOf(coverage, carrierId) is not { } plan
                || (coverage.PlanId is null && findings.IsUnreadable($"{JsonPath.Item("$.coverages", index)}.plan_id")))
            {
                return null;
            }

            _ = (plan.Id is null ? _namedByName : _namedById).Add((line, carrierId));
            return plan;
        }

        private bool? ReadCobra(InboundMemberSnapshotCoverage coverage, int index)
        {
            if (coverage.CobraDetails is { } details)
                return details.CobraEnrolled;
            return findings.IsUnreadable($"{JsonPath.Item("$.coverages", index)}.cobra_details") ? null : false;
        }
    }
}
