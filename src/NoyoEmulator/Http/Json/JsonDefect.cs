using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NoyoEmulator.Http.Json;

/// <summary>
/// Finds the first place that makes a body unreadable and says where it is. Only for bodies already known or suspected to
/// be bad: good ones do not pay for it.
/// </summary>
internal static class JsonDefect
{
    /// <summary>The defect in words, or null when the text is one JSON value the emulator can read.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var containers = new List<Container>();
        try
        {
            while (reader.Read())
            {
                if (Judge(ref reader, containers) is { } defect)
                    return $"{defect} at {Place(utf8, reader.TokenStartIndex)}";
            }
        }
        catch (JsonException exception)
        {
            return $"The body is not valid JSON: see {Place(exception)}";
        }

        return null;
    }

    /// <summary>The first byte that is not UTF-8, in words, or null when all of it is.</summary>
    public static string? FindInvalidUtf8(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return null;

        var index = 0;
        while (Rune.DecodeFromUtf8(bytes[index..], out _, out var length) == System.Buffers.OperationStatus.Done)
            index += length;

        return $"The body is not valid UTF-8 at {Place(bytes, index)}";
    }

    /// <summary>Where the parser stopped, counted from 1.</summary>
    public static string Place(JsonException exception) => string.Create(
        CultureInfo.InvariantCulture,
        $"line {(exception.LineNumber ?? 0) + 1}, position {(exception.BytePositionInLine ?? 0) + 1}");

    private static string Place(ReadOnlySpan<byte> bytes, long index)
    {
        var before = bytes[..(int)index];
        var line = before.Count((byte)'\n') + 1;
        var position = before.Length - before.LastIndexOf((byte)'\n');
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, position {position}");
    }

    private static string? Judge(ref Utf8JsonReader reader, List<Container> containers)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Enter(containers);
                containers.Add(new Container(reader.TokenType == JsonTokenType.StartObject));
                return containers.Count > WireJson.MaxBodyDepth
                    ? $"The body is nested more than {WireJson.MaxBodyDepth} levels deep"
                    : null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                containers.RemoveAt(containers.Count - 1);
                return null;
            case JsonTokenType.PropertyName:
                if (HasLoneSurrogate(ref reader))
                    return $"A property name of {PathOf(containers[..^1])} holds half of a surrogate pair";

                containers[^1].Name = reader.GetString()!;
                return containers[^1].Names.Add(containers[^1].Name) ? null : $"{NameOf(containers)} is given twice";
            case JsonTokenType.String:
                Enter(containers);
                return HasLoneSurrogate(ref reader) ? $"{NameOf(containers)} holds half of a surrogate pair" : null;
            default:
                Enter(containers);
                return null;
        }
    }

    private static void Enter(List<Container> containers)
    {
        if (containers.Count > 0)
            containers[^1].Index++;
    }

    /// <summary>The value as people name it: without the root of its path.</summary>
    private static string NameOf(List<Container> containers)
    {
        const string beginning = JsonPath.Root + ".";
        var path = PathOf(containers);
        return path.StartsWith(beginning, StringComparison.Ordinal) ? path[beginning.Length..] : path;
    }

    private static string PathOf(List<Container> containers)
    {
        var path = JsonPath.Root;
        foreach (var container in containers)
            path = container.IsObject ? JsonPath.Property(path, container.Name) : JsonPath.Item(path, container.Index);

        return path;
    }

    private static bool HasLoneSurrogate(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return false;

        var text = reader.ValueSpan;
        var high = false;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = '\0';
            if (text[i] == '\\')
            {
                i++;
                if (text[i] == 'u')
                {
                    unit = (char)ushort.Parse(text.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 4;
                }
            }

            if (high != char.IsLowSurrogate(unit))
                return true;

            high = char.IsHighSurrogate(unit);
        }

        return high;
    }

    /// <summary>An object or array that is still open.</summary>
    private sealed class Container(bool isObject)
    {
        public bool IsObject { get; } = isObject;

        public int Index { get; set; } = -1;

        public string Name { get; set; } = "";

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);
    }
}
