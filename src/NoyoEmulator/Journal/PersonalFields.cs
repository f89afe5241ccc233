using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace NoyoEmulator.Journal;

/// <summary>
/// What is personal: fields by their names, and values by their form. A name is looked up without case and separators, so that
/// <c>first_name</c>, <c>firstName</c> and <c>First-Name</c> are the same.
/// </summary>
internal static class PersonalFields
{
    /// <summary>What stands in the place of a personal value.</summary>
    public const string Mask = "***";

    private const int LongestName = 64;
    private const int SsnDigits = 9;

    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        "name", "firstname", "middlename", "lastname", "maidenname", "fullname", "suffix", "memberfirstname", "membermiddlename",
        "memberlastname",
        // A broker's tax number may be a Social Security number.
        "ssn", "socialsecuritynumber", "brokertin", "dateofbirth", "dob", "birthdate",
        "streetone", "streettwo", "street", "addressone", "addresstwo", "addresslineone", "addresslinetwo", "city", "county", "zipcode",
        "zip", "postalcode",
        "emailaddress", "email", "homephone", "workphone", "cellphone", "mobilephone", "phone", "phonenumber", "occupation",
        // A platform's own ids of people are often made of their names or numbers.
        "customindividualid", "groupindividualid",
        "accesstoken", "refreshtoken", "idtoken", "token", "clientsecret", "secret", "password");

    private const string PartLetters = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> PartCharacters = SearchValues.Create(PartLetters);
    private static readonly SearchValues<byte> PartBytes = SearchValues.Create(Encoding.UTF8.GetBytes(PartLetters));
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Whether a field's values are personal, or secret. Of a path such as <c>person.home_address.city</c> the last name counts.
    /// </summary>
    public static bool IsPersonal(ReadOnlySpan<char> name)
    {
        name = name[(name.LastIndexOf('.') + 1)..];
        if (name.Length > LongestName)
            return false;
        Span<char> plain = stackalloc char[LongestName];
        var length = 0;
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character))
                plain[length++] = char.ToLowerInvariant(character);
        }

        return Lookup.Contains(plain[..length]);
    }

    /// <summary>The same, for UTF-8.</summary>
    public static bool IsPersonal(ReadOnlySpan<byte> name)
    {
        name = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (name.Length > LongestName)
            return false;
        Span<char> characters = stackalloc char[LongestName];
        return IsPersonal(characters[..Encoding.UTF8.GetChars(name, characters)]);
    }

    /// <summary>Whether a text, whatever it is called, holds a Social Security number or an e-mail address.</summary>
    public static bool LooksPersonal(ReadOnlySpan<char> text) => text.Contains('@') || HoldsSsn(text, PartCharacters, '0', '9', '-');

    /// <summary>The same, for UTF-8.</summary>
    public static bool LooksPersonal(ReadOnlySpan<byte> text) => text.Contains((byte)'@') || HoldsSsn(text, PartBytes, (byte)'0', (byte)'9', (byte)'-');

    // Nine digits in a row or as 123-45-6789, and nothing of the kind before or after them, so that ids and instants are none.
    private static bool HoldsSsn<T>(ReadOnlySpan<T> text, SearchValues<T> parts, T zero, T nine, T hyphen)
        where T : struct, IEquatable<T>, IComparable<T>
    {
        while (text.IndexOfAny(parts) is >= 0 and var start)
        {
            text = text[start..];
            var length = text.IndexOfAnyExcept(parts) is >= 0 and var end ? end : text.Length;
            var part = text[..length];
            var isSsn = length switch
            {
                SsnDigits => !part.ContainsAnyExceptInRange(zero, nine),
                SsnDigits + 2 => part[3].Equals(hyphen) && part[6].Equals(hyphen) && !part[..3].ContainsAnyExceptInRange(zero, nine)
                    && !part[4..6].ContainsAnyExceptInRange(zero, nine) && !part[7..].ContainsAnyExceptInRange(zero, nine),
                _ => false,
            };
            if (isSsn)
                return true;
            text = text[length..];
        }

        return false;
    }
}
