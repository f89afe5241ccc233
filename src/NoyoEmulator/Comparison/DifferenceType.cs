namespace NoyoEmulator.Comparison;

/// <summary>The kind of object a difference is about (published values).</summary>
public enum ObjectType
{
    /// <summary>The employee of the family.</summary>
    Employee,

    /// <summary>A dependent of the employee.</summary>
    Dependent,

    /// <summary>One enrollment of the employee or of a dependent.</summary>
    IndividualEnrollment,
}

/// <summary>In which way the two sides disagree (published values).</summary>
public enum Classification
{
    /// <summary>The platform has an object that the carrier lacks.</summary>
    MissingFromCarrier,

    /// <summary>Both sides have the object; some of its values differ.</summary>
    FieldMismatch,

    /// <summary>The carrier has an object that the platform lacks.</summary>
    MissingFromPlatform,
}

/// <summary>How much of a difference type comes from Noyo's public documents.</summary>
public enum Provenance
{
    /// <summary>Name, keys and impact occur in a published sample.</summary>
    Published,

    /// <summary>Noyo names the type; its other columns are inferred.</summary>
    NamePublished,

    /// <summary>The whole row is inferred from the naming pattern of the published ones.</summary>
    Inferred,
}

/// <summary>One row of the <see cref="DifferenceCatalogue"/>; name and classification together are unique.</summary>
/// <param name="Name">The <c>difference_type</c> on the wire.</param>
/// <param name="Classification">The <c>difference_classification</c> on the wire.</param>
/// <param name="ObjectTypes">The kinds of object that can have such a difference.</param>
/// <param name="Impact">The <c>impact_score</c>: from 1, contact data, to 5, a person without coverage.</param>
/// <param name="Provenance">What of the row is Noyo's own word.</param>
/// <param name="Keys">
/// The keys of its fields, in the order in which they are reported; <c>[n]</c> stands for the position in a list, <c>*</c> for any name.
/// </param>
public sealed record DifferenceType(
    string Name,
    Classification Classification,
    IReadOnlyList<ObjectType> ObjectTypes,
    int Impact,
    Provenance Provenance,
    IReadOnlyList<string> Keys);
