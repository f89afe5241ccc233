using System.Text.Json;
using System.Text.Json.Serialization;

namespace NoyoEmulator.Http.Json;

/// <summary>
/// A text where null is a statement of its own: that there is none. A property of this type is null where the field was left
/// out, and <see cref="None"/> where it was sent as null; both are written back as they came.
/// </summary>
[JsonConverter(typeof(NullableTextConverter))]
public sealed record NullableText
{
    /// <summary>Stated to have no value.</summary>
    public static readonly NullableText None = new(value: null);

    private NullableText(string? value) => Value = value;

    /// <summary>The text; null for none.</summary>
    public string? Value { get; }

    /// <summary>A text that was stated.</summary>
    public static NullableText Of(string value) => new(value);

    /// <summary>The text; null both where there is none and where nothing is said.</summary>
    public static implicit operator string?(NullableText? text) => text?.Value;
}

/// <summary>Reads and writes <see cref="NullableText"/>.</summary>
internal sealed class NullableTextConverter : JsonConverter<NullableText>
{
    public override bool HandleNull => true;

    public override NullableText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } value ? NullableText.Of(value) : NullableText.None;

    public override void Write(Utf8JsonWriter writer, NullableText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
