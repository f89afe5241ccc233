namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>
/// Goes through the periods of members and lines in the order of time, and finds those that cannot be beside the ones before.
/// Each is compared only with the few that last longest, so that the work does not grow with the square of their number.
/// </summary>
/// <param name="arePlansKnown">Whether the plans have been looked up: only then are two names two plans.</param>
/// <param name="isHistory">Whether Noyo has both of two periods already: then a gap between them is what was, and no mistake.</param>
/// <param name="findings">Where to put what is found.</param>
internal sealed class PeriodSequence(bool arePlansKnown, Func<StatedPeriod, StatedPeriod, bool> isHistory, SnapshotFindings findings)
{
    private const string Basic = "basic";
    private const string Voluntary = "voluntary";
    private const string UnknownType = "";

    // Inferred: in other lines plans of several types are for several things, as an HSA and a dependent care account are.
    private static readonly HashSet<string> LinesOfOnePlan = new(StringComparer.Ordinal) { "medical", "dental", "vision", "pharmacy" };

    private readonly Dictionary<StatedPlan, StatedPeriod> _plans = [];
    private readonly Dictionary<StatedPlan, StatedPeriod> _waived = [];
    private readonly Dictionary<string, Rivals> _types = new(StringComparer.Ordinal);
    private StatedPeriod? _previous;
    private StatedPeriod? _active;
    private StatedPeriod? _cobra;

    /// <summary>Compares a period with those before it.</summary>
    public void Add(StatedPeriod period)
    {
        if (_previous?.IsOfSameMemberAndLine(period) != true)
            Forget();
        _previous = period;
        if (period.Period.IsWaived)
            AddWaived(period);
        else
            AddCovered(period);
    }

    private static bool Reaches(StatedPeriod? earlier, StatedPeriod period) => earlier is not null && earlier.End >= period.Start;

    private static StatedPeriod Later(StatedPeriod? earlier, StatedPeriod period) =>
        earlier is not null && earlier.End > period.End ? earlier : period;

    private void Forget()
    {
        _plans.Clear();
        _waived.Clear();
        _types.Clear();
        (_active, _cobra) = (null, null);
    }

    // A waived coverage has no day on which it could meet another; but stating it twice is stating a coverage twice.
    private void AddWaived(StatedPeriod period)
    {
        if (period.Plan is not { } plan)
            return;
        if (_waived.TryGetValue(plan, out var same) && same.Period == period.Period)
            AddRepeated(period, same);
        _waived[plan] = period;
    }

    private void AddCovered(StatedPeriod period)
    {
        var same = TakeOfPlan(period);
        var other = TakeOfOtherKind(period);
        var rival = TakeRival(period);
        if (Reaches(other, period))
            findings.Add(period.Enrollee.Path, $"overlaps {Spoken(other!)}: at any time a member's coverage of a line is either COBRA or active");
        else if (Reaches(same, period))
            AddRepeated(period, same!);
        else if (Reaches(rival, period))
            findings.Add(period.Enrollee.Path, $"overlaps {Spoken(rival!)}: {RuleOf(period.Line)}");
        if (arePlansKnown && same is not null && same.End.DayNumber + 1 < period.Start.DayNumber && !isHistory(same, period))
            AddGap(period, same);
    }

    private StatedPeriod? TakeOfPlan(StatedPeriod period)
    {
        if (period.Plan is not { } plan)
            return null;
        var same = _plans.GetValueOrDefault(plan);
        _plans[plan] = Later(same, period);
        return same;
    }

    private StatedPeriod? TakeOfOtherKind(StatedPeriod period)
    {
        switch (period.IsCobra)
        {
            case true:
                _cobra = Later(_cobra, period);
                return _active;
            case false:
                _active = Later(_active, period);
                return _cobra;
            default:
                return null;
        }
    }

    private StatedPeriod? TakeRival(StatedPeriod period)
    {
        if (!arePlansKnown || period.Plan is not { } plan)
            return null;
        var type = plan.Type ?? UnknownType;
        StatedPeriod? rival = null;
        foreach (var (otherType, others) in _types)
        {
            if (IsRival(period.Line, type, otherType) && others.LatestBeside(plan) is { } latest)
                rival = Later(rival, latest);
        }

        if (!_types.TryGetValue(type, out var ofType))
            _types[type] = ofType = new Rivals();
        ofType.Add(period);
        return rival;
    }

    private static bool IsRival(string line, string type, string other) => LinesOfOnePlan.Contains(line)
        ? (type, other) is not ((Basic, Voluntary) or (Voluntary, Basic))
        : type == other && type != UnknownType;

    private static string RuleOf(string line) => LinesOfOnePlan.Contains(line)
        ? "at any time a member is in one plan of a line, or in a basic and a voluntary one"
        : "at any time a member is in one plan of a line and plan type";

    private void AddRepeated(StatedPeriod period, StatedPeriod same) => findings.Add(
        period.Enrollee.Path,
        $"repeats {Spoken(same)}: a member's coverage under a plan is stated once, or in periods that follow each other");

    private void AddGap(StatedPeriod period, StatedPeriod same) => findings.Add(
        $"{period.Enrollee.Path}.effective_start_date",
        $"must be no later than the day after {Spoken(same)}.effective_end_date: coverages of one plan leave no gap; "
        + "one that has ended need not be sent again");

    private string Spoken(StatedPeriod period) => findings.Spoken(period.Enrollee.Path);

    /// <summary>The periods of plans of one type.</summary>
    private sealed class Rivals
    {
        private StatedPeriod? _latest;
        private StatedPeriod? _latestOfOtherPlan;

        /// <summary>The one that lasts longest among those of another plan.</summary>
        public StatedPeriod? LatestBeside(StatedPlan plan) => _latest?.Plan == plan ? _latestOfOtherPlan : _latest;

        public void Add(StatedPeriod period)
        {
            if (_latest is null || period.End >= _latest.End)
            {
                if (_latest is not null && _latest.Plan != period.Plan)
                    _latestOfOtherPlan = _latest;
                _latest = period;
            }
            else if (_latest.Plan != period.Plan && (_latestOfOtherPlan is null || period.End > _latestOfOtherPlan.End))
            {
                _latestOfOtherPlan = period;
            }
        }
    }
}
