using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NoyoEmulator.Journal.Repro;

/// <summary>
/// Puts other values in the place of personal ones: of the same form, each value always by the same one and different ones by different
/// ones, so that whatever was alike, or valid, still is. Without the key nobody comes back to them.
/// </summary>
/// <param name="key">A secret.</param>
/// <param name="isKnown">Whether a value is nobody's, because it comes with the emulator; those stay.</param>
internal sealed class Disguise(byte[] key, Func<string, bool> isKnown)
{
    private const int BlockSize = 64;
    private const int LongestNumber = 9;
    private const int SsnDigits = 9;
    private static readonly int[] SsnParts = [3, 2, 4];

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>The value that stands for another.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isDate">Whether it is meant as a day.</param>
    public string Of(string value, bool isDate = false)
    {
        if (value.Length == 0 || isKnown(value))
            return value;
        if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Of(day);
        // No day at all stays no day.
        if (isDate)
            return string.Concat(value.Select(letter => char.IsAsciiDigit(letter) ? '9' : letter));
        return _given.TryGetValue(value, out var known) ? known : _given[value] = OfText(value);
    }

    /// <summary>Another day of the same year: how old somebody is matters to a test, and a year tells nobody who he is.</summary>
    private string Of(DateOnly day)
    {
        var days = DateTime.IsLeapYear(day.Year) ? 366 : 365;
        var other = (day.DayOfYear - 1 + Number(string.Create(CultureInfo.InvariantCulture, $"year {day.Year}"), days)) % days;
        return new DateOnly(day.Year, 1, 1).AddDays(other).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Letters become letters and digits digits. What each becomes depends on those before it, so that no two texts become one.</summary>
    private string OfText(string value)
    {
        var digits = value.Count(char.IsAsciiDigit);
        var result = new StringBuilder(value.Length);
        var before = new StringBuilder(value.Length);
        var parts = digits == SsnDigits ? new Queue<int>(SsnParts) : new Queue<int>();
        for (var i = 0; i < value.Length;)
        {
            if (!char.IsAsciiDigit(value[i]))
            {
                _ = result.Append(Letter(value[i], before));
                // Separators are part of a form, not of what is written in it.
                if (char.IsLetter(value[i]))
                    _ = before.Append(char.ToLowerInvariant(value[i]));
                i++;
                continue;
            }

            var length = 1;
            var most = parts.TryDequeue(out var part) ? part : LongestNumber;
            while (length < most && i + length < value.Length && char.IsAsciiDigit(value[i + length]))
                length++;
            _ = result.Append(Digits(value.AsSpan(i, length), before));
            _ = before.Append(value, i, length);
            i += length;
        }

        return result.ToString();
    }

    /// <summary>Another letter of the same sort, near it in Unicode, so that it takes as many bytes.</summary>
    private char Letter(char letter, StringBuilder before)
    {
        if (!char.IsLetter(letter))
            return letter;
        var category = char.GetUnicodeCategory(letter);
        var first = letter / BlockSize * BlockSize;
        var (place, count) = (0, 0);
        for (var i = first; i < first + BlockSize; i++)
        {
            if (char.GetUnicodeCategory((char)i) != category)
                continue;
            if (i < letter)
                place++;
            count++;
        }

        var wanted = (place + Number(before.ToString(), count)) % count;
        for (var i = first; ; i++)
        {
            if (char.GetUnicodeCategory((char)i) == category && wanted-- == 0)
                return (char)i;
        }
    }

    /// <summary>Another number with as many digits. Only zeros stay zeros, which no part of a Social Security number may be.</summary>
    private string Digits(ReadOnlySpan<char> digits, StringBuilder before)
    {
        var number = int.Parse(digits, CultureInfo.InvariantCulture);
        if (number == 0)
            return digits.ToString();
        var count = (int)Math.Pow(10, digits.Length) - 1;
        var other = 1 + ((number - 1 + Number(before.ToString(), count)) % count);
        return other.ToString(CultureInfo.InvariantCulture).PadLeft(digits.Length, '0');
    }

    /// <summary>A number below a limit that is a function of the key and a text.</summary>
    private int Number(string text, int limit) =>
        (int)(BitConverter.ToUInt32(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))) % (uint)limit);
}
