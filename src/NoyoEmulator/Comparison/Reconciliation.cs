namespace NoyoEmulator.Comparison;

/// <summary>What led to comparing the two sides.</summary>
public enum ComparisonTrigger
{
    /// <summary>The platform sent a snapshot; the carrier has not yet worked on it.</summary>
    SnapshotSent,

    /// <summary>The carrier's records were fetched, and there is time left for it to catch up.</summary>
    Confirmation,

    /// <summary>The carrier's records were fetched for the last time: what differs now is a discrepancy.</summary>
    FinalConfirmation,
}

/// <summary>A difference on record that is neither resolved nor replaced.</summary>
/// <param name="Id">The difference's id.</param>
/// <param name="Key">The mismatch it stands for.</param>
/// <param name="Fields">The values as they were when last seen.</param>
/// <param name="IsDiscrepancy">Whether it is a discrepancy; otherwise it is a pending change.</param>
public sealed record OpenDifference(Guid Id, MismatchKey Key, IReadOnlyList<FieldDifference> Fields, bool IsDiscrepancy)
{
    /// <summary>Whether both say the same, field by field.</summary>
    public bool Equals(OpenDifference? other) =>
        other is not null
        && Id == other.Id
        && Key == other.Key
        && IsDiscrepancy == other.IsDiscrepancy
        && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Key, IsDiscrepancy, Fields.Count);
}

/// <summary>What becomes of one open difference, of one mismatch found, or of both where they are the same.</summary>
public abstract record ReconciliationOutcome;

/// <summary>A mismatch seen for the first time.</summary>
/// <param name="Mismatch">The mismatch found.</param>
/// <param name="IsDiscrepancy">Whether it is a discrepancy at once; otherwise it is a pending change.</param>
public sealed record CreatedDifference(Mismatch Mismatch, bool IsDiscrepancy) : ReconciliationOutcome;

/// <summary>The sides agree now.</summary>
/// <param name="Id">The open difference.</param>
public sealed record ResolvedDifference(Guid Id) : ReconciliationOutcome;

/// <summary>The platform now wants something else: the old difference gives way to a new pending change.</summary>
/// <param name="Id">The open difference that is replaced.</param>
/// <param name="Replacement">The mismatch that takes its place.</param>
public sealed record ReplacedDifference(Guid Id, Mismatch Replacement) : ReconciliationOutcome;

/// <summary>The same difference with other values.</summary>
/// <param name="Id">The open difference.</param>
/// <param name="Mismatch">The mismatch as found now.</param>
public sealed record UpdatedDifference(Guid Id, Mismatch Mismatch) : ReconciliationOutcome;

/// <summary>A pending change that the carrier did not make: it is a discrepancy from now on.</summary>
/// <param name="Id">The open difference.</param>
/// <param name="Mismatch">The mismatch as found now, perhaps with other values than before.</param>
public sealed record RaisedDifference(Guid Id, Mismatch Mismatch) : ReconciliationOutcome;

/// <summary>Seen again as it was.</summary>
/// <param name="Id">The open difference.</param>
/// <param name="Mismatch">The mismatch as found now.</param>
public sealed record UnchangedDifference(Guid Id, Mismatch Mismatch) : ReconciliationOutcome;

/// <summary>What a comparison means for the differences on record.</summary>
/// <param name="Outcomes">
/// One outcome for each mismatch found, in that order, then one for each open difference whose mismatch is gone.
/// </param>
public sealed record Reconciliation(IReadOnlyList<ReconciliationOutcome> Outcomes)
{
    /// <summary>The mismatches without an open difference.</summary>
    public IEnumerable<CreatedDifference> Created => Outcomes.OfType<CreatedDifference>();

    /// <summary>The open differences without a mismatch.</summary>
    public IEnumerable<ResolvedDifference> Resolved => Outcomes.OfType<ResolvedDifference>();

    /// <summary>The open differences that give way to a new one.</summary>
    public IEnumerable<ReplacedDifference> Replaced => Outcomes.OfType<ReplacedDifference>();

    /// <summary>The open differences with other values than before.</summary>
    public IEnumerable<UpdatedDifference> Updated => Outcomes.OfType<UpdatedDifference>();

    /// <summary>The pending changes that became discrepancies.</summary>
    public IEnumerable<RaisedDifference> Raised => Outcomes.OfType<RaisedDifference>();

    /// <summary>The open differences that are as they were.</summary>
    public IEnumerable<UnchangedDifference> Unchanged => Outcomes.OfType<UnchangedDifference>();

    /// <summary>Whether both have the same outcomes in the same order.</summary>
    public bool Equals(Reconciliation? other) => other is not null && Outcomes.SequenceEqual(other.Outcomes);

    /// <inheritdoc/>
    public override int GetHashCode() => Outcomes.Count;
}
