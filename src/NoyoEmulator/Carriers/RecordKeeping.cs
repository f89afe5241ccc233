using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Carriers;

/// <summary>What a carrier decided about a transaction.</summary>
internal abstract record CarrierDecision
{
    /// <summary>The rules as they stand afterwards, with their uses counted.</summary>
    public required IReadOnlyList<CarrierRule> Rules { get; init; }

    /// <summary>It recorded something: these are the records that changed.</summary>
    public sealed record Recorded(IReadOnlyList<MemberRecord> Changed) : CarrierDecision;

    /// <summary>It refused all of it.</summary>
    public sealed record Rejected(IReadOnlyList<string> Errors) : CarrierDecision;

    /// <summary>It does not decide for now.</summary>
    public sealed record Held : CarrierDecision;
}

/// <summary>
/// The carrier's side of a transaction: given what it was sent, what it holds and its rules, what it records. Only changes
/// are looked at; what the carrier already holds as sent is left alone, whatever the rules say, and so is what was not stated.
/// </summary>
internal static class RecordKeeping
{
    /// <summary>Decides about a transaction.</summary>
    /// <param name="groupId">The family's group.</param>
    /// <param name="employeeId">The family's employee.</param>
    /// <param name="sent">What the carrier was sent.</param>
    /// <param name="held">What it holds.</param>
    /// <param name="rules">What it does with matching changes.</param>
    /// <param name="isReleased">Whether somebody released what it held back, so that it is not held again.</param>
    public static CarrierDecision Decide(
        Guid groupId,
        Guid employeeId,
        IReadOnlyList<MemberRecord> sent,
        IReadOnlyList<MemberRecord> held,
        IReadOnlyList<CarrierRule> rules,
        bool isReleased = false)
    {
        var transaction = new Transaction(groupId, employeeId, rules, isReleased);
        var changed = new List<MemberRecord>();
        foreach (var member in sent)
        {
            var before = held.FirstOrDefault(record => record.IndividualId == member.IndividualId);
            if (transaction.Record(member, before) is { } after)
                changed.Add(after);
        }

        return transaction.Conclude(changed);
    }

    private sealed class Transaction(Guid groupId, Guid employeeId, IReadOnlyList<CarrierRule> rules, bool isReleased)
    {
        private readonly HashSet<CarrierRule> _used = new(ReferenceEqualityComparer.Instance);
        private readonly List<string> _errors = [];
        private bool _isHeld;

        /// <summary>The record after the carrier worked on it; null when nothing in it changes.</summary>
        public MemberRecord? Record(MemberRecord sent, MemberRecord? before)
        {
            var enrollments = before?.Enrollments.ToList() ?? [];
            var applying = new HashSet<CarrierRule>(ReferenceEqualityComparer.Instance);
            var anyEnrollmentChanged = false;
            foreach (var (wanted, present) in Changes(sent.Enrollments, enrollments))
            {
                if (RecordEnrollment(sent, wanted, present, applying) is not { } recorded || IsSame(recorded, present))
                    continue;
                if (present is not null)
                    _ = enrollments.Remove(present);
                enrollments.Add(recorded);
                anyEnrollmentChanged = true;
            }

            if (before is null)
                return anyEnrollmentChanged ? Alter(sent.Over(held: null), applying) with { Enrollments = enrollments } : null;

            var demographics = RecordDemographics(sent.Over(before) with { Enrollments = before.Enrollments }, before, applying);
            return anyEnrollmentChanged || !IsSame(demographics, before) ? demographics with { Enrollments = enrollments } : null;
        }

        public CarrierDecision Conclude(List<MemberRecord> changed)
        {
            // A held or refused transaction leaves no trace at the carrier; being held does not use a rule up.
            if (_isHeld)
                return new CarrierDecision.Held { Rules = rules };
            var counted = rules.Select(rule => _used.Contains(rule) ? rule with { Used = rule.Used + 1 } : rule).ToList();
            return _errors.Count > 0
                ? new CarrierDecision.Rejected(_errors) { Rules = counted }
                : new CarrierDecision.Recorded(changed) { Rules = counted };
        }

        private MemberRecord RecordDemographics(MemberRecord person, MemberRecord before, HashSet<CarrierRule> applying)
        {
            if (IsSame(person, before))
                return before;
            var matching = Matching(person, enrollment: null);
            if (IsDropped(matching))
                return before;
            applying.UnionWith(matching);
            return Alter(person, applying);
        }

        private EnrollmentRecord? RecordEnrollment(
            MemberRecord member, EnrollmentRecord wanted, EnrollmentRecord? present, HashSet<CarrierRule> applying)
        {
            var matching = Matching(member, wanted);
            if (IsDropped(matching))
                return null;
            applying.UnionWith(matching);
            var recorded = wanted;
            var movesStart = !wanted.IsWaived && present?.EffectiveStartDate != wanted.EffectiveStartDate;
            foreach (var effect in matching.Select(rule => rule.Effect))
            {
                if (movesStart && effect.EffectiveStartDate is { } text && StartDateEffect.TryParse(text, out var move))
                    recorded = recorded with { EffectiveStartDate = move(recorded.EffectiveStartDate) };
                recorded = effect.Alter(recorded);
            }

            return recorded;
        }

        private MemberRecord Alter(MemberRecord member, HashSet<CarrierRule> applying) =>
            rules.Where(applying.Contains).Aggregate(member, (record, rule) => rule.Effect.Alter(record));

        /// <summary>The rules that match a change and are not spent, counted as used.</summary>
        private List<CarrierRule> Matching(MemberRecord member, EnrollmentRecord? enrollment)
        {
            var matching = rules.Where(rule => !rule.IsSpent && Matches(rule.Match, member, enrollment)).ToList();
            _used.UnionWith(matching);
            _isHeld |= !isReleased && matching.Exists(rule => rule.Effect.Hold == true);
            foreach (var error in matching.SelectMany(rule => rule.Effect.Reject?.Errors ?? []))
            {
                if (!_errors.Contains(error, StringComparer.Ordinal))
                    _errors.Add(error);
            }

            return matching;
        }

        private bool Matches(CarrierMatch match, MemberRecord member, EnrollmentRecord? enrollment) =>
            Agrees(match.GroupId, groupId)
            && Agrees(match.EmployeeId, employeeId)
            && Agrees(match.IndividualId, member.IndividualId)
            && (match.LineOfCoverage is null || match.LineOfCoverage == enrollment?.LineOfCoverage)
            && (match.PlanId is null || match.PlanId == enrollment?.PlanId)
            && (match.PlanName is null || string.Equals(match.PlanName, enrollment?.PlanName, StringComparison.OrdinalIgnoreCase));

        private static bool Agrees(Guid? wanted, Guid actual) => wanted is null || wanted == actual;

        private static bool IsDropped(List<CarrierRule> matching) => matching.Exists(rule => rule.Effect.Drop == true);
    }

    /// <summary>
    /// What is new to the carrier, or not as it holds it, as it would be once it is recorded. That a new enrollment is waived is
    /// nothing to record.
    /// </summary>
    private static List<(EnrollmentRecord Wanted, EnrollmentRecord? Present)> Changes(
        IReadOnlyList<EnrollmentRecord> sent, IReadOnlyList<EnrollmentRecord> held)
    {
        var pairing = EnrollmentPairing.Of(sent, held);
        return
        [
            .. pairing.Pairs.Select(pair => (Recorded: pair.Platform.Over(pair.Carrier), Present: (EnrollmentRecord?)pair.Carrier))
                .Where(change => !IsSame(change.Recorded, change.Present)),
            .. pairing.OnlyPlatform.Where(enrollment => !enrollment.IsWaived)
                .Select(enrollment => (enrollment.Over(held: null), (EnrollmentRecord?)null)),
        ];
    }

    private static bool IsSame(EnrollmentRecord a, EnrollmentRecord? b) =>
        b is not null && WireJson.Write(a) == WireJson.Write(b);

    private static bool IsSame(MemberRecord a, MemberRecord b) =>
        WireJson.Write(a) == WireJson.Write(b);
}
