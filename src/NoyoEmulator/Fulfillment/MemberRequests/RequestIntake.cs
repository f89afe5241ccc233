using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Families;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>
/// Takes in a valid member request: reads what is known, decides which family the request means, and has that go the way of a snapshot.
/// </summary>
internal sealed class RequestIntake(SnapshotIntake snapshots)
{
    private const string Unfinished =
        "employee_id = ? AND request_type IN ('new_hire', 'enrollment_snapshot') AND id IN (SELECT id FROM member_snapshots WHERE status = 'processing')";

    /// <summary>Takes in a request within a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="type">The kind of request.</param>
    /// <param name="employeeId">The employee.</param>
    /// <param name="body">The body as it was received.</param>
    /// <param name="decide">What the request means, given what is known.</param>
    /// <returns>The request; or what stands in its way, in which case nothing is kept.</returns>
    public (MemberRequest? Request, Refusal? Refusal) TakeIn(
        WorldSession session, MemberRequestType type, Guid employeeId, ReadOnlyMemory<byte> body, Func<RequestContext, RequestedChange> decide)
    {
        if (session.Rows.Find<Member>(employeeId) is not { Type: MemberType.Employee } employee)
            return Refused(session, new Refusal(RefusalReason.Missing, $"Employee not found with UUID {employeeId}"));
        var groups = session.Rows.Setup.Get<GroupSetups>();
        var context = new RequestContext(
            groups.Find(employee.GroupId)!,
            groups,
            FamilyState.Load(session.Rows, [employeeId])[employeeId],
            new Moment(session.Now, session.NewId))
        {
            GroupEnrollments = session.Rows.Where<GroupEnrollment>("group_id = ?", employee.GroupId),
        };
        var change = decide(context);
        if (context.Errors is [var first, ..])
            return Refused(session, new Refusal(RefusalReason.Contradiction, first.Message) { Errors = context.Errors });
        var (taken, refusal) = snapshots.TakeIn(session, employee.GroupId, change.Family, body, request: new AskingRequest(
            change.TransactionTypeAt, change.Carriers, ReplacedBy(session, type, employeeId), HasPartOfNoyo: change.LastWorkDate is not null));
        if (taken is null)
            return Refused(session, refusal! with { Field = null, Errors = null });

        var request = new MemberRequest
        {
            Id = taken.Snapshot.Id,
            Created = session.Now,
            GroupId = employee.GroupId,
            EmployeeId = employeeId,
            RequestType = type,
        };
        session.Rows.Insert(request);
        if (change.LastWorkDate is { } lastWorkDate)
            Termination.Begin(session, request, lastWorkDate);
        return (request, null);
    }

    /// <summary>A new hire's elections as a whole take the place of those that were sent before (OpenAPI); nothing else replaces a request.</summary>
    private static HashSet<Guid> ReplacedBy(WorldSession session, MemberRequestType type, Guid employeeId) =>
        type == MemberRequestType.EnrollmentSnapshot ? session.Rows.Where<MemberRequest>(Unfinished, employeeId).Select(request => request.Id).ToHashSet() : [];

    private static (MemberRequest? Request, Refusal? Refusal) Refused(WorldSession session, Refusal refusal)
    {
        session.Discard();
        return (null, refusal);
    }
}
