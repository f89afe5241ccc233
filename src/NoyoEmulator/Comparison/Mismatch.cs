namespace NoyoEmulator.Comparison;

/// <summary>What makes a mismatch the same one when it is found again, whatever its values have become.</summary>
/// <param name="DifferenceType">The name of its row in the <see cref="DifferenceCatalogue"/>.</param>
/// <param name="Classification">In which way the sides disagree.</param>
/// <param name="ObjectType">The kind of object it is about.</param>
/// <param name="ObjectId">Noyo's id of that object.</param>
/// <param name="Discriminator">
/// Tells apart several mismatches of one type on one object: which of a person's enrollments is missing. Otherwise empty.
/// </param>
public sealed record MismatchKey(
    string DifferenceType,
    Classification Classification,
    ObjectType ObjectType,
    Guid ObjectId,
    string Discriminator);

/// <summary>One thing on which platform and carrier disagree at the time of a comparison.</summary>
/// <param name="Key">Its identity.</param>
/// <param name="Impact">Its impact score, from 1 to 5.</param>
/// <param name="IndividualId">The employee or dependent concerned, also when the object is an enrollment.</param>
/// <param name="Fields">The values that differ; never empty.</param>
public sealed record Mismatch(MismatchKey Key, int Impact, Guid IndividualId, IReadOnlyList<FieldDifference> Fields)
{
    /// <summary>The platform's enrollment that it is about; null where it is about a person, or about what the platform lacks.</summary>
    public Guid? EnrollmentId { get; init; }

    /// <summary>Whether both say the same, field by field.</summary>
    public bool Equals(Mismatch? other) =>
        other is not null
        && Key == other.Key
        && Impact == other.Impact
        && IndividualId == other.IndividualId
        && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Impact, IndividualId, Fields.Count);
}
