using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>What Noyo knows when a request arrives, the family that becomes of it, and what is wrong with it.</summary>
/// <param name="Group">The employee's group.</param>
/// <param name="Groups">All groups: a plan may be another one's.</param>
/// <param name="Family">The family as it is.</param>
/// <param name="Moment">When.</param>
internal sealed record RequestContext(GroupSetup Group, GroupSetups Groups, FamilyState Family, Moment Moment)
{
    private readonly List<FieldError> _errors = [];

    /// <summary>The family as it is to be.</summary>
    public FamilyDraft Draft { get; } = new(Family, Moment.Today);

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>The group enrollments of the group, which say when it renews.</summary>
    public required IReadOnlyList<GroupEnrollment> GroupEnrollments { get; init; }

    /// <summary>Notes that something is wrong.</summary>
    /// <param name="path">Where in the body, as a JSON path.</param>
    /// <param name="predicate">What would be right, such as <c>must be a date</c>.</param>
    public void Refuse(string path, string predicate) => _errors.Add(FieldError.At(path, predicate));

    /// <summary>The plan of an enrollment, as the group offers it; null where it does not.</summary>
    public Plan? PlanOf(IndividualEnrollment enrollment) => Group.Plans.FirstOrDefault(plan => plan.Id == enrollment.PlanId);
}
