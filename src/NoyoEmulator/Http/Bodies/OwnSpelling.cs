using System.Buffers;
using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Http.Bodies;

/// <summary>
/// What people and scripts write in the emulator's own bodies in the place of a value of another kind: a number for a text, and a number
/// or boolean in quotes, as a variable of a shell gives it.
/// </summary>
internal static class OwnSpelling
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>The value as JSON of the kind that is meant; null where it is of that kind already, or cannot be.</summary>
    public static JsonElement? Meant(JsonElement value, JsonShapeKind kind) => (value.ValueKind, kind) switch
    {
        (JsonValueKind.Number, JsonShapeKind.Text) => JsonElement.Parse($"\"{value.GetRawText()}\""),
        (JsonValueKind.String, JsonShapeKind.Int32 or JsonShapeKind.Int64 or JsonShapeKind.Decimal or JsonShapeKind.Double) => Number(value),
        (JsonValueKind.String, JsonShapeKind.Boolean) when bool.TryParse(value.GetString(), out var isTrue) =>
            JsonElement.Parse(isTrue ? "true" : "false"),
        _ => null,
    };

    /// <summary>The number that a value is, be it in quotes or not; null for anything else.</summary>
    public static JsonElement? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value,
        JsonValueKind.String when IsPlain(value.GetString()!) => JsonElement.Parse(value.GetString()!),
        _ => null,
    };

    /// <summary>Digits with at most a sign before them and a fraction behind, and no zero in front of others.</summary>
    private static bool IsPlain(string text)
    {
        var unsigned = text.AsSpan(text is ['-', ..] ? 1 : 0);
        var point = unsigned.IndexOf('.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        return IsDigits(whole) && whole is not ['0', _, ..] && (point < 0 || IsDigits(unsigned[(point + 1)..]));
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(Digits);
}
