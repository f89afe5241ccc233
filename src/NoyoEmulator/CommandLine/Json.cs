using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.CommandLine;

/// <summary>Reads what an emulator answers. What is not there is null or empty: another version may say less.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON of a text; undefined of an empty one.</summary>
    public static JsonElement Parse(string text) => TryParse(text) ?? default;

    public static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a value in one line.</summary>
    public static string ToLine(this JsonNode node) => node.ToJsonString(Options);

    /// <summary>A property; null where it is absent or null.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A property as a text, whatever it is.</summary>
    public static string? FindText(this JsonElement element, string name) => element.Find(name)?.ToString();

    public static int Number(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : 0;

    public static bool IsTrue(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of a property that is a list.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>An instant as people read it, in UTC to the second; null where there is none.</summary>
    public static string? FindTime(this JsonElement element, string name) =>
        element.Find(name) is { } value && value.TryGetDateTimeOffset(out var instant) ? Time(instant) : null;

    public static DateTimeOffset? FindInstant(this JsonElement element, string name) =>
        element.Find(name) is { } value && value.TryGetDateTimeOffset(out var instant) ? instant : null;

    public static string Time(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
