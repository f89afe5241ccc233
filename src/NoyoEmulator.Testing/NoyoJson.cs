using System.Text.Json;
using System.Text.Json.Nodes;

namespace NoyoEmulator.Testing;

/// <summary>
/// A JSON document to send. A text, a <see cref="JsonNode"/> and a <see cref="JsonElement"/> are taken as they are; <see cref="From"/> makes one of
/// an object, and <see cref="FromFile"/> reads one.
/// </summary>
public readonly record struct NoyoJson
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string? _text;

    private NoyoJson(string text) => _text = text;

    /// <summary>A document from a text.</summary>
    /// <exception cref="ArgumentException">The text is no JSON.</exception>
    public static implicit operator NoyoJson(string text) => FromString(text);

    /// <summary>A document from a node.</summary>
    public static implicit operator NoyoJson(JsonNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new NoyoJson(node.ToJsonString());
    }

    /// <summary>A document from an element.</summary>
    public static implicit operator NoyoJson(JsonElement element) => new(element.GetRawText());

    /// <summary>A document from a text.</summary>
    /// <exception cref="ArgumentException">The text is no JSON.</exception>
    public static NoyoJson FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return new NoyoJson(text);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"This is no JSON: {exception.Message}", nameof(text), exception);
        }
    }

    /// <summary>A document from a file, relative to the folder of the tests' output where it is not absolute.</summary>
    /// <exception cref="ArgumentException">The file has no JSON.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static NoyoJson FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path, AppContext.BaseDirectory);
        return File.Exists(full)
            ? FromString(File.ReadAllText(full))
            : throw new FileNotFoundException($"{full} does not exist. Have the project copy it to its output: <None Update=\"…\" CopyToOutputDirectory=\"PreserveNewest\" />", full);
    }

    /// <summary>A document from an object, such as one of an anonymous type. Names become snake_case: <c>CarrierId</c> is <c>carrier_id</c>.</summary>
    public static NoyoJson From(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new NoyoJson(JsonSerializer.Serialize(value, value.GetType(), SnakeCase));
    }

    /// <summary>The document's text.</summary>
    /// <exception cref="InvalidOperationException">It is none: it was never given a value.</exception>
    public override string ToString() => _text ?? throw new InvalidOperationException($"This {nameof(NoyoJson)} was never given a value.");

    internal JsonNode? ToNode() => JsonNode.Parse(ToString());
}
