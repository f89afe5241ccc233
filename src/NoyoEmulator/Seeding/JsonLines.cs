using System.Text.Json;

namespace NoyoEmulator.Seeding;

/// <summary>On which line of a JSON text each of its values begins.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Reads a text that is known to be JSON.</summary>
    public static JsonLines Of(ReadOnlySpan<byte> json)
    {
        var lines = new JsonLines();
        var reader = new Utf8JsonReader(
            json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        _ = reader.Read();
        lines.Visit(ref reader, json, "$");
        return lines;
    }

    /// <summary>The line of a value, or of the nearest one around it that is there.</summary>
    public int Find(string path)
    {
        while (!_lines.ContainsKey(path))
            path = path[..Math.Max(path.LastIndexOf('.'), path.LastIndexOf('['))];
        return _lines[path];
    }

    private void Visit(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, string path)
    {
        _lines[path] = 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                _ = reader.Read();
                Visit(ref reader, json, $"{path}.{name}");
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                Visit(ref reader, json, $"{path}[{i}]");
        }
    }
}
