using System.Globalization;
using System.Text.Json;

namespace NoyoEmulator.Testing.Http;

/// <summary>Reads what the emulator answers. What is null or absent is null.</summary>
internal static class JsonReading
{
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? FindText(this JsonElement element, string name) => element.Find(name)?.ToString();

    public static string Text(this JsonElement element, string name) =>
        element.FindText(name) ?? throw new NoyoEmulatorException($"The emulator's answer has no {name}: {element}");

    public static Guid Id(this JsonElement element, string name) => Guid.Parse(element.Text(name));

    public static Guid? FindId(this JsonElement element, string name) => Guid.TryParse(element.FindText(name), out var id) ? id : null;

    public static DateTimeOffset Instant(this JsonElement element, string name) => ParseInstant(element.Text(name));

    public static DateTimeOffset? FindInstant(this JsonElement element, string name) => element.FindText(name) is { } text ? ParseInstant(text) : null;

    public static DateTimeOffset? FindUnixTime(this JsonElement element, string name) =>
        element.Find(name) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64()) : null;

    public static IReadOnlyList<T> List<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(read)] : [];

    private static DateTimeOffset ParseInstant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
