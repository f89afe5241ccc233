using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Carriers;

/// <summary>The carrier decides, by its behavior, what it records of a submission.</summary>
internal sealed class ProcessHandler(ICarrierClient client) : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Process, WorkKind.ProcessReleased];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        var submissions = session.Rows.WhereIn<CarrierSubmission>("id", [.. batch.Select(work => work.SubjectId)]).ToDictionary(submission => submission.Id);
        foreach (var steps in batch.InIndependentRuns(work => submissions.GetValueOrDefault(work.SubjectId)?.EmployeeId))
        {
            List<CarrierSubmission> known = [.. steps.Select(work => submissions.GetValueOrDefault(work.SubjectId)).OfType<CarrierSubmission>()];
            var held = session.Rows.WhereIn<CarrierRecord>("employee_id", [.. known.Select(submission => submission.EmployeeId)])
                .ToLookup(record => (record.EmployeeId, record.CarrierId), record => CarrierRecords.Read(record.Document));
            var reports = client.Expect(session, known);
            foreach (var work in steps)
            {
                yield return submissions.TryGetValue(work.SubjectId, out var submission)
                    ? Decide(session, submission, [.. held[(submission.EmployeeId, submission.CarrierId)]], work.Kind == WorkKind.ProcessReleased, reports)
                    : ScheduledWork.NothingLeftToDo;
            }
        }
    }

    private static string Decide(
        WorldSession session, CarrierSubmission submission, IReadOnlyList<MemberRecord> held, bool isReleased, ICarrierReports reports)
    {
        var carriers = session.Rows.Setup.Get<CarrierSetups>();
        var behavior = carriers.BehaviorFor(submission.CarrierId, submission.BehaviorName);
        var sent = WireJson.Read<IReadOnlyList<MemberRecord>>(submission.Document);
        var decision = RecordKeeping.Decide(submission.GroupId, submission.EmployeeId, sent, held, behavior.Rules, isReleased);
        if (carriers.Find(submission.CarrierId) is { } carrier && NamedBehavior.Find(submission.BehaviorName) is null)
            CountUses(session, carrier, behavior, decision);

        if (decision is CarrierDecision.Recorded { Changed: var changed })
        {
            foreach (var record in changed)
                CarrierRecords.Store(session, submission.CarrierId, submission.GroupId, submission.EmployeeId, record);
        }

        if (decision is CarrierDecision.Held)
            session.Schedule(WorkKind.Process, submission.Id, dueAt: null);
        else
            _ = session.Rows.Delete(submission);
        return $"carrier {submission.CarrierId} {Outcome(decision, sent)}{reports.Report(submission, decision)}";
    }

    private static void CountUses(WorldSession session, Carrier carrier, CarrierBehavior behavior, CarrierDecision decision)
    {
        if (decision.Rules.SequenceEqual(behavior.Rules))
            return;
        carrier.Behavior = WireJson.Write(behavior with { Rules = decision.Rules });
        session.Rows.Update(carrier, nameof(Carrier.Behavior));
    }

    private static string Outcome(CarrierDecision decision, IReadOnlyList<MemberRecord> sent) => decision switch
    {
        CarrierDecision.Held => "holds it",
        CarrierDecision.Rejected => "rejected it",
        CarrierDecision.Recorded recorded => $"recorded {recorded.Changed.Count} of {sent.Count} members",
        _ => throw new InvalidOperationException($"A carrier cannot decide {decision.GetType().Name}."),
    };
}
