namespace NoyoEmulator.Comparison;

/// <summary>
/// How a kind of value may be written. Carriers reformat what they receive; two notations of one value are no mismatch
/// (inferred: Noyo reports differences of content, not of format).
/// </summary>
internal sealed class Notation
{
    private readonly Func<string, string> _shown;

    private Notation(Func<string?, string> canonical, Func<string, string>? shown = null)
    {
        Canonical = canonical;
        _shown = shown ?? (text => text);
    }

    /// <summary>The one text that stands for every notation of a value; empty when there is none.</summary>
    public Func<string?, string> Canonical { get; }

    /// <summary>Written in one way only: dates, numbers, ids.</summary>
    public static Notation Exact { get; } = new(text => text ?? "");

    /// <summary>Words: case and surplus white space do not count.</summary>
    public static Notation Words { get; } = new(UpperWords);

    /// <summary>Yes or no, where a carrier's silence means no.</summary>
    public static Notation Flag { get; } = new(text => text ?? "false");

    /// <summary>Phone numbers: punctuation and the country code of the United States do not count.</summary>
    public static Notation Phone { get; } = new(NationalNumber);

    /// <summary>Zip codes: only the first five digits count, since many carriers keep no more.</summary>
    public static Notation ZipCode { get; } = new(FirstFive);

    /// <summary>Social security numbers: compared in full, shown by their last four digits.</summary>
    public static Notation SocialSecurityNumber { get; } = new(LettersAndDigits, Masked);

    /// <summary>Whether both texts are notations of one value; an empty text is no value.</summary>
    public bool AreSame(string? platform, string? carrier) => Canonical(platform) == Canonical(carrier);

    /// <summary>
    /// The difference between two texts as a list of one, or an empty list when they are the same or when the platform, with
    /// null, says nothing. An empty text says that there is no value.
    /// </summary>
    public IReadOnlyList<FieldDifference> Compare(string key, string? platform, string? carrier) =>
        platform is null || AreSame(platform, carrier) ? [] : [new FieldDifference(key, Shown(platform), Shown(carrier))];

    private string? Shown(string? text) => string.IsNullOrEmpty(text) ? null : _shown(text);

    private static string UpperWords(string? text) =>
        string.Join(' ', (text ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static string LettersAndDigits(string? text) =>
        string.Concat((text ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string NationalNumber(string? phone) =>
        LettersAndDigits(phone) is ['1', .. { Length: 10 } national] ? national : LettersAndDigits(phone);

    private static string FirstFive(string? zipCode) =>
        LettersAndDigits(zipCode) is { Length: > 5 } code ? code[..5] : LettersAndDigits(zipCode);

    private static string Masked(string text) =>
        LettersAndDigits(text) is { Length: > 4 } number ? "*****" + number[^4..] : "*****";
}
