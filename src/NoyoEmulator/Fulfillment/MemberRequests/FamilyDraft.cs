using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>
/// A family as it is to be: what Noyo has of it, with the changes that a request asks for. It is then stated as a snapshot, which says of
/// all else what was said of it last.
/// </summary>
internal sealed class FamilyDraft
{
    private static readonly HashSet<string> LinesOfOnePlan = ["medical", "dental", "vision"];

    private readonly DateOnly _today;
    private readonly List<InboundMemberSnapshotDependent> _dependents;
    private readonly List<Entry> _entries;

    public FamilyDraft(FamilyState family, DateOnly today)
    {
        _today = today;
        var employee = family.Members.Single(member => member.Type == MemberType.Employee);
        EmployeeId = employee.Id;
        Employee = WireJson.Read<InboundMemberSnapshotEmployee>(employee.Document) with
        {
            Id = employee.Id.ToString(),
            CustomIndividualId = employee.CustomIndividualId,
            EventId = null,
        };
        _dependents =
        [
            .. family.Members.Where(member => member.Type == MemberType.Dependent)
                .Select(member => WireJson.Read<InboundMemberSnapshotDependent>(member.Document) with
                {
                    Id = member.Id.ToString(),
                    CustomIndividualId = member.CustomIndividualId,
                    EventId = null,
                }),
        ];
        _entries = [.. family.Enrollments.Select(enrollment => new Entry(enrollment))];
    }

    /// <summary>The employee.</summary>
    public InboundMemberSnapshotEmployee Employee { get; set; }

    /// <summary>The employee's id.</summary>
    public Guid EmployeeId { get; }

    /// <summary>What becomes of coverage that only a carrier knows.</summary>
    public InboundMemberSnapshotOmittedCoverage Unknown { get; set; } = new() { Policy = MemberSnapshotVocabulary.PolicyContinue };

    /// <summary>Coverage that goes on or begins today or later.</summary>
    public IEnumerable<IndividualEnrollment> Current => _entries.Select(entry => entry.Enrollment).Where(enrollment => enrollment.Period.IsActiveFrom(_today));

    /// <summary>All coverage.</summary>
    public IEnumerable<IndividualEnrollment> All => _entries.Select(entry => entry.Enrollment);

    /// <summary>What an id names; null for nobody of the family.</summary>
    public MemberType? TypeOf(Guid memberId) =>
        memberId == EmployeeId ? MemberType.Employee : IndexOf(memberId) >= 0 ? MemberType.Dependent : null;

    /// <summary>Changes a dependent of the family.</summary>
    public void Change(Guid dependentId, Func<InboundMemberSnapshotDependent, InboundMemberSnapshotDependent> change)
    {
        var i = IndexOf(dependentId);
        _dependents[i] = change(_dependents[i]);
    }

    /// <summary>
    /// Has a member covered from a day on. Coverage under the same plan goes on as it is now to be; another plan that cannot be beside it
    /// ends the day before (Noyo's page on inferred plan switching).
    /// </summary>
    /// <param name="wanted">The coverage, as it would be if it were new.</param>
    /// <param name="typeOf">The type of a plan.</param>
    /// <param name="since">When the change takes effect.</param>
    public void Enroll(IndividualEnrollment wanted, Func<IndividualEnrollment, string?> typeOf, DateOnly since)
    {
        var same = _entries.Find(entry => IsSame(entry.Enrollment, wanted) && entry.Enrollment.Period.Overlaps(wanted.Period));
        foreach (var other in _entries.Where(entry => entry != same && entry.Enrollment.IndividualId == wanted.IndividualId
            && entry.Enrollment.LineOfCoverage == wanted.LineOfCoverage && entry.Enrollment.Period.Overlaps(wanted.Period)
            && (LinesOfOnePlan.Contains(wanted.LineOfCoverage) || typeOf(entry.Enrollment) == typeOf(wanted))))
        {
            other.Set(Ended(other.Enrollment, CalendarDays.DayBefore(since)));
        }

        if (same is null)
        {
            _entries.Add(new Entry(wanted, isChanged: true));
            return;
        }

        var known = same.Enrollment;
        var start = wanted.EffectiveStartDate < known.EffectiveStartDate ? wanted.EffectiveStartDate : known.EffectiveStartDate;
        same.Set(known with
        {
            Stated = new EnrollmentDetails
            {
                Volume = wanted.Volume ?? known.Volume,
                CarrierConfig = wanted.Stated.CarrierConfig ?? known.Stated.CarrierConfig,
                CobraDetails = wanted.Stated.CobraDetails ?? known.Stated.CobraDetails,
                PcpDetails = known.Stated.PcpDetails,
            },
            SignatureDate = wanted.SignatureDate ?? known.SignatureDate,
            Period = new Period(start, wanted.EffectiveEndDate),
            LatestChangeEffectiveDate = since,
        });
    }

    /// <summary>Ends coverage with a day; coverage that would not have begun by then is waived.</summary>
    public void End(IndividualEnrollment enrollment, DateOnly lastDay) => EntryOf(enrollment).Set(Ended(enrollment, lastDay));

    /// <summary>Takes coverage back, as if it had never been.</summary>
    public void Waive(IndividualEnrollment enrollment) => EntryOf(enrollment).Set(enrollment with { Period = enrollment.Period.Waived() });

    /// <summary>States coverage anew.</summary>
    public void Restate(IndividualEnrollment enrollment, IndividualEnrollment wanted) => EntryOf(enrollment).Set(wanted);

    /// <summary>States coverage that is not there yet.</summary>
    public void Add(IndividualEnrollment enrollment) => _entries.Add(new Entry(enrollment, isChanged: true));

    /// <summary>The family as a platform would state it. Coverage whose end was stated before is settled, and is not stated again.</summary>
    public InboundMemberSnapshot ToSnapshot() => new()
    {
        SnapshotMode = MemberSnapshotVocabulary.CurrentOpen,
        Employee = Employee,
        Dependents = _dependents,
        Coverages = EnrollmentDocument.Write(
            _entries.Where(entry => entry.IsChanged || entry.Enrollment.EffectiveEndDate == Period.Open).Select(entry => entry.Enrollment),
            enrollment => enrollment.Stated),
        OmittedCoverageHandling = Unknown,
    };

    private static IndividualEnrollment Ended(IndividualEnrollment enrollment, DateOnly lastDay) =>
        enrollment with { Period = enrollment.Period.EndingOn(lastDay), LatestChangeEffectiveDate = lastDay };

    private static bool IsSame(IndividualEnrollment a, IndividualEnrollment b) =>
        a.IndividualId == b.IndividualId && a.CarrierId == b.CarrierId && a.LineOfCoverage == b.LineOfCoverage && a.PlanId == b.PlanId
        && (a.PlanId is not null || a.PlanName == b.PlanName);

    private int IndexOf(Guid dependentId) => _dependents.FindIndex(dependent => Uuid.Parse(dependent.Id!) == dependentId);

    private Entry EntryOf(IndividualEnrollment enrollment) => _entries.Find(entry => entry.Enrollment == enrollment)!;

    private sealed class Entry(IndividualEnrollment enrollment, bool isChanged = false)
    {
        public IndividualEnrollment Enrollment { get; private set; } = enrollment;

        public bool IsChanged { get; private set; } = isChanged;

        public void Set(IndividualEnrollment changed) => (Enrollment, IsChanged) = (changed, true);
    }
}
