using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoyoEmulator.Vocabulary;

/// <summary>A duration in JSON: a string that <see cref="IsoDuration"/> reads and writes.</summary>
internal sealed class IsoDurationJsonConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc />
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A duration must be a string such as \"PT10S\".");

        return IsoDuration.TryParse(reader.GetString(), out var value, out var error)
            ? value
            : throw new JsonException($"The value {error}.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(IsoDuration.Format(value));
}
