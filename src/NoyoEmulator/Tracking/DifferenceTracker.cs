using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tracking;

/// <summary>On which occasion, and as part of what, a family was compared with a carrier.</summary>
/// <param name="OrganizationId">The organization of the group.</param>
/// <param name="GroupId">The family's group.</param>
/// <param name="EmployeeId">The family's employee.</param>
/// <param name="CarrierId">The carrier.</param>
/// <param name="TransactionId">The transaction it is a step of, if it is.</param>
/// <param name="SnapshotId">The snapshot of that transaction.</param>
/// <param name="Stage">What kind of occasion it is.</param>
/// <param name="Trigger">What led to it, from which follows what becomes of what is found.</param>
internal sealed record ComparisonContext(
    Guid OrganizationId, Guid GroupId, Guid EmployeeId, Guid CarrierId, Guid? TransactionId, Guid? SnapshotId, SourceStage Stage, ComparisonTrigger Trigger);

/// <summary>What a comparison changed.</summary>
/// <param name="Created">The differences that are new.</param>
/// <param name="Raised">Those that became discrepancies, new ones included.</param>
/// <param name="Resolved">Those that are gone.</param>
/// <param name="Pending">How many pending changes are left.</param>
internal sealed record TrackingOutcome(IReadOnlyList<Guid> Created, IReadOnlyList<Guid> Raised, IReadOnlyList<Guid> Resolved, int Pending);

/// <summary>Keeps the differences on record in step with what a comparison finds, and announces what changed.</summary>
internal static class DifferenceTracker
{
    /// <summary>Brings the open differences of one family at one carrier up to date.</summary>
    /// <param name="session">The session in which they were compared.</param>
    /// <param name="context">On which occasion.</param>
    /// <param name="known">The differences that are open, oldest first.</param>
    /// <param name="found">What differs now.</param>
    public static TrackingOutcome Track(
        WorldSession session, ComparisonContext context, IReadOnlyList<Difference> known, IReadOnlyList<Mismatch> found)
    {
        var open = known.ToDictionary(difference => difference.Id);
        var reconciliation = Reconciler.Reconcile([.. open.Values.Select(ToOpenDifference)], found, context.Trigger);

        // Subscribers hear of what ended before they hear of what began.
        foreach (var resolved in reconciliation.Resolved)
            Resolve(session, context, open[resolved.Id]);
        var replacements = reconciliation.Replaced.Select(outcome => Replace(session, context, open[outcome.Id], outcome.Replacement)).ToList();
        var created = reconciliation.Created.Select(outcome => Create(session, context, outcome.Mismatch, outcome.IsDiscrepancy)).ToList();
        foreach (var raised in reconciliation.Raised)
            Raise(session, context, open[raised.Id], raised.Mismatch);
        foreach (var updated in reconciliation.Updated)
            Update(session, context, open[updated.Id], updated.Mismatch);
        foreach (var unchanged in reconciliation.Unchanged)
            AddSource(session, context, open[unchanged.Id]);

        return new TrackingOutcome(
            [.. created.Select(difference => difference.Id)],
            [.. created.Where(difference => difference.DiscrepancyTime is not null).Select(difference => difference.Id), .. reconciliation.Raised.Select(raised => raised.Id)],
            [.. reconciliation.Resolved.Select(resolved => resolved.Id)],
            open.Values.Concat(created).Concat(replacements).Count(difference => difference is { IsOpen: true, DiscrepancyTime: null }));
    }

    private static void Resolve(WorldSession session, ComparisonContext context, Difference difference)
    {
        difference.Resolved = session.Now;
        difference.IsOpen = false;
        Store(session, difference, nameof(Difference.Resolved), nameof(Difference.IsOpen));
        AddSource(session, context, difference, resolves: true);
        session.Raise(WebhookEventType.DifferenceResolved, difference.Id);
    }

    private static Difference Replace(WorldSession session, ComparisonContext context, Difference difference, Mismatch replacement)
    {
        session.Raise(WebhookEventType.DifferenceReplaced, difference.Id);
        var successor = Create(session, context, replacement, isDiscrepancy: false, difference);
        difference.ReplacedById = successor.Id;
        difference.IsOpen = false;
        Store(session, difference, nameof(Difference.ReplacedById), nameof(Difference.IsOpen));
        return successor;
    }

    private static Difference Create(
        WorldSession session, ComparisonContext context, Mismatch mismatch, bool isDiscrepancy, Difference? predecessor = null)
    {
        var difference = new Difference
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            OrganizationId = context.OrganizationId,
            GroupId = context.GroupId,
            CarrierId = context.CarrierId,
            EmployeeId = context.EmployeeId,
            ObjectType = mismatch.Key.ObjectType,
            ObjectId = mismatch.Key.ObjectId,
            DifferenceType = mismatch.Key.DifferenceType,
            Classification = mismatch.Key.Classification,
            Discriminator = mismatch.Key.Discriminator,
            ImpactScore = mismatch.Impact,
            Fields = WireJson.Write(mismatch.Fields),
            DiscrepancyTime = isDiscrepancy ? session.Now : null,
            AssigneeId = predecessor?.AssigneeId,
            IsDismissed = predecessor?.IsDismissed == true,
        };
        session.Rows.Insert(difference);
        AddSource(session, context, difference, raises: isDiscrepancy);
        session.Raise(WebhookEventType.DifferenceCreated, difference.Id);
        if (isDiscrepancy)
            session.Raise(WebhookEventType.DifferenceDiscrepancy, difference.Id);
        return difference;
    }

    private static void Raise(WorldSession session, ComparisonContext context, Difference difference, Mismatch mismatch)
    {
        difference.Fields = WireJson.Write(mismatch.Fields);
        difference.DiscrepancyTime = session.Now;
        Store(session, difference, nameof(Difference.Fields), nameof(Difference.DiscrepancyTime));
        AddSource(session, context, difference, raises: true);
        session.Raise(WebhookEventType.DifferenceDiscrepancy, difference.Id);
    }

    private static void Update(WorldSession session, ComparisonContext context, Difference difference, Mismatch mismatch)
    {
        difference.Fields = WireJson.Write(mismatch.Fields);
        Store(session, difference, nameof(Difference.Fields));
        AddSource(session, context, difference);
    }

    private static void Store(WorldSession session, Difference difference, params ReadOnlySpan<string> changed)
    {
        difference.Version = session.NewId();
        difference.Modified = session.Now;
        session.Rows.Update(difference, [nameof(Difference.Version), nameof(Difference.Modified), .. changed]);
    }

    private static void AddSource(
        WorldSession session, ComparisonContext context, Difference difference, bool raises = false, bool resolves = false) =>
        session.Rows.Insert(new DifferenceSource
        {
            Id = session.NewId(),
            Version = session.NewId(),
            DifferenceId = difference.Id,
            Created = session.Now,
            Modified = session.Now,
            RealAt = session.RealNow,
            Stage = context.Stage,
            TransactionId = context.TransactionId,
            SnapshotId = context.SnapshotId,
            SyncedCarrierId = context.TransactionId is null ? context.CarrierId : null,
            CarrierFetchTime = session.Now,
            IsDiscrepancy = raises,
            ResolvesDifference = resolves,
        });

    /// <summary>The mismatch that a difference stands for.</summary>
    public static MismatchKey KeyOf(Difference difference) =>
        new(difference.DifferenceType, difference.Classification, difference.ObjectType, difference.ObjectId, difference.Discriminator);

    private static OpenDifference ToOpenDifference(Difference difference) => new(
        difference.Id,
        KeyOf(difference),
        WireJson.Read<IReadOnlyList<FieldDifference>>(difference.Fields),
        difference.DiscrepancyTime is not null);
}
