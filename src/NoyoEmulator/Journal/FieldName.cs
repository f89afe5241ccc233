namespace NoyoEmulator.Journal;

/// <summary>What the value of a field of JSON is, by the field's name.</summary>
internal enum FieldMeaning
{
    Plain,
    Personal,

    /// <summary>The <c>key</c> of a difference's field, which says what its values are.</summary>
    Key,

    /// <summary>
    /// The <c>platform_value</c> or <c>carrier_value</c> of a difference's field, or the <c>distributor_value</c> of an older discrepancy, which
    /// has no key to say what it is.
    /// </summary>
    KeyedValue,
}

/// <summary>
/// What a name means. Bodies have the same few hundred names again and again, so that it is remembered: a page of differences alone
/// has more than four hundred of them.
/// </summary>
internal sealed class FieldName
{
    private const int LongestRemembered = 40;

    // The latest name of each place; whoever finds another one there looks it up and takes the place.
    private static readonly FieldName?[] Remembered = new FieldName?[1024];

    private readonly byte[] _name;

    private FieldName(ReadOnlySpan<byte> name)
    {
        _name = name.ToArray();
        LooksPersonal = PersonalFields.LooksPersonal(name);
        Meaning = PersonalFields.IsPersonal(name) ? FieldMeaning.Personal
            : name.SequenceEqual("key"u8) ? FieldMeaning.Key
            : name.SequenceEqual("platform_value"u8) || name.SequenceEqual("carrier_value"u8) || name.SequenceEqual("distributor_value"u8) ? FieldMeaning.KeyedValue
            : FieldMeaning.Plain;
    }

    public FieldMeaning Meaning { get; }

    /// <summary>Whether the name itself is personal.</summary>
    public bool LooksPersonal { get; }

    /// <summary>The meaning of a name.</summary>
    public static FieldName Of(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestRemembered)
            return new FieldName(name);
        ref var place = ref Remembered[PlaceOf(name)];
        if (place is { } known && name.SequenceEqual(known._name))
            return known;
        var found = new FieldName(name);
        if (!found.LooksPersonal)
            place = found;
        return found;
    }

    private static int PlaceOf(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var letter in name)
            hash = (hash ^ letter) * 16777619u;
        return (int)(hash ^ (hash >> 16)) & (Remembered.Length - 1);
    }
}
