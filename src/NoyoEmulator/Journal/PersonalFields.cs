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
        "ssn", "socialsecuritynumber", "dateofbirth", "dob", "birthdate",
        "streetone", "streettwo", "street", "addressone", "addresstwo", "addresslineone", "addresslinetwo", "city", "county", "zipcode",
        "zip", "postalcode",
        "emailaddress", "email", "homephone", "workphone", "cellphone", "mobilephone", "phone", "phonenumber", "occupation",
        // A platform's own ids of people are often made of their names or numbers.
        "customindividualid", "groupindividualid",
        "accesstoken", "refreshtoken", "idtoken", "token", "clientsecret", "secret", "password");

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
        if (name.Length > LongestName)
            return false;
        Span<char> characters = stackalloc char[LongestName];
        return IsPersonal(characters[..Encoding.UTF8.GetChars(name, characters)]);
    }

    /// <summary>Whether a text, whatever it is called, holds a Social Security number or an e-mail address.</summary>
    public static bool LooksPersonal(ReadOnlySpan<char> text) => text.Contains('@') || HoldsSsn(text);

    /// <summary>The same, for UTF-8.</summary>
    public static bool LooksPersonal(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)'@'))
            return true;
        if (text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
            return false;
        return HoldsSsn(Encoding.UTF8.GetString(text));
    }

    // Nine digits in a row or as 123-45-6789, and nothing of the kind before or after them, so that ids and instants are none.
    private static bool HoldsSsn(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length)
        {
            if (!IsPart(text[start]))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < text.Length && IsPart(text[end]))
                end++;
            if (IsSsn(text[start..end]))
                return true;
            start = end;
        }

        return false;
    }

    private static bool IsPart(char character) => char.IsAsciiLetterOrDigit(character) || character == '-';

    private static bool IsSsn(ReadOnlySpan<char> part) => part.Length switch
    {
        SsnDigits => AreDigits(part),
        SsnDigits + 2 => part[3] == '-' && part[6] == '-' && AreDigits(part[..3]) && AreDigits(part[4..6]) && AreDigits(part[7..]),
        _ => false,
    };

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
