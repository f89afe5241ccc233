namespace NoyoEmulator.Comparison;

/// <summary>
/// Turns what a comparison found into what happens to the differences on record. That pending changes become discrepancies
/// at confirmation, and that a later comparison resolves them, is published; when one is replaced or updated is inferred.
/// </summary>
public static class Reconciler
{
    /// <summary>Accounts for every open difference and every mismatch exactly once.</summary>
    /// <param name="open">The open differences of one family at one carrier.</param>
    /// <param name="found">Everything on which the sides disagree now.</param>
    /// <param name="trigger">What led to the comparison.</param>
    /// <exception cref="ArgumentException">Two open differences, or two mismatches, have the same key.</exception>
    public static Reconciliation Reconcile(IReadOnlyList<OpenDifference> open, IReadOnlyList<Mismatch> found, ComparisonTrigger trigger)
    {
        var openByKey = ByKey(open, difference => difference.Key, nameof(open));
        var foundByKey = ByKey(found, mismatch => mismatch.Key, nameof(found));
        return new Reconciliation(
        [
            .. found.Select(mismatch => openByKey.TryGetValue(mismatch.Key, out var difference)
                ? SeenAgain(difference, mismatch, trigger)
                : new CreatedDifference(mismatch, IsDiscrepancy: trigger is not ComparisonTrigger.SnapshotSent)),
            .. open.Where(difference => !foundByKey.ContainsKey(difference.Key))
                .Select(difference => new ResolvedDifference(difference.Id)),
        ]);
    }

    private static ReconciliationOutcome SeenAgain(OpenDifference difference, Mismatch mismatch, ComparisonTrigger trigger) =>
        trigger switch
        {
            ComparisonTrigger.SnapshotSent when PlatformWantsSomethingElse(difference, mismatch) =>
                new ReplacedDifference(difference.Id, mismatch),
            ComparisonTrigger.FinalConfirmation when !difference.IsDiscrepancy => new RaisedDifference(difference.Id, mismatch),
            _ when difference.Fields.SequenceEqual(mismatch.Fields) => new UnchangedDifference(difference.Id, mismatch),
            _ => new UpdatedDifference(difference.Id, mismatch),
        };

    private static bool PlatformWantsSomethingElse(OpenDifference difference, Mismatch mismatch)
    {
        var before = difference.Fields.ToDictionary(field => field.Key, field => field.PlatformValue);
        var shared = mismatch.Fields.Where(field => before.ContainsKey(field.Key)).ToList();
        return shared.Count == 0 || shared.Exists(field => field.PlatformValue != before[field.Key]);
    }

    private static Dictionary<MismatchKey, T> ByKey<T>(IReadOnlyList<T> items, Func<T, MismatchKey> keyOf, string list)
    {
        var byKey = new Dictionary<MismatchKey, T>();
        foreach (var item in items)
        {
            if (!byKey.TryAdd(keyOf(item), item))
                throw new ArgumentException($"{keyOf(item)} occurs twice.", list);
        }

        return byKey;
    }
}
