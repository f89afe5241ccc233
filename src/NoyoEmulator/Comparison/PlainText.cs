using System.Text.Json;
using System.Text.Json.Nodes;
using System.Globalization;

namespace NoyoEmulator.Comparison;

/// <summary>Values as the text in which differences report them (dates published; the rest follows JSON).</summary>
internal static class PlainText
{
    public static string? Of(DateOnly? value) => value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string? Of(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Without trailing zeros: 52000 and 52000.00 are one amount.</summary>
    public static string? Of(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);

    public static string? Of(Guid? value) => value?.ToString("D");

    /// <summary>A text as it is; anything else as its JSON. Null has no text.</summary>
    public static string? Of(JsonNode? value) =>
        value is JsonValue && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString();

    public static string? Of(bool? value) => value switch
    {
        true => "true",
        false => "false",
        null => null,
    };
}
