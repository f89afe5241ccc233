using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Journal.Repro;

/// <summary>Disguises the personal values of a JSON text. What is not personal is copied byte for byte, white space included.</summary>
internal ref struct BodyDisguise
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireJson.MaxBodyDepth };
    private static readonly string[] Days = ["dateofbirth", "dob", "birthdate"];

    private readonly ReadOnlySpan<byte> _json;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly Disguise _disguise;
    private Utf8JsonReader _reader;
    private int _copied;

    private BodyDisguise(ReadOnlySpan<byte> json, Disguise disguise)
    {
        _json = json;
        _output = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        _disguise = disguise;
        _reader = new Utf8JsonReader(json, ReaderOptions);
    }

    /// <summary>The text with other people in it; null where it is no JSON, because nobody can say then what is personal.</summary>
    public static byte[]? Apply(ReadOnlySpan<byte> json, Disguise disguise)
    {
        try
        {
            var body = new BodyDisguise(json, disguise);
            return body.Run();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Tells every personal text in a JSON text, in the order of its appearance.</summary>
    public static void Collect(ReadOnlySpan<byte> json, Action<string> found)
    {
        var disguise = new Disguise([], value =>
        {
            found(value);
            return true;
        });
        _ = Apply(json, disguise);
    }

    private byte[] Run()
    {
        var field = Field.Plain;
        // The depth of an object or array that is personal as a whole; 0 outside of any.
        var hidden = 0;
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    field = FieldOf();
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (hidden == 0 && field.IsPersonal)
                        hidden = _reader.CurrentDepth + 1;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    if (_reader.CurrentDepth < hidden)
                        hidden = 0;
                    break;
                case JsonTokenType.String:
                    DisguiseText(field with { IsPersonal = field.IsPersonal || hidden > 0 });
                    break;
                case JsonTokenType.Number when field.IsPersonal || hidden > 0:
                    DisguiseNumber();
                    break;
            }

            if (hidden == 0)
                field = Field.Plain;
        }

        _output.Write(_json[_copied..]);
        return _output.WrittenSpan.ToArray();
    }

    private Field FieldOf()
    {
        var name = _reader.GetString()!;
        var known = FieldName.Of(Encoding.UTF8.GetBytes(name));
        if (known is { LooksPersonal: true, Meaning: not FieldMeaning.Personal })
            Replace($"{Quoted(_disguise.Of(name))}:");
        return new Field(known.Meaning == FieldMeaning.Personal, Days.Contains(Plain(name)));
    }

    private void DisguiseText(Field field)
    {
        var text = _reader.GetString()!;
        if (field.IsPersonal || PersonalFields.LooksPersonal(_reader.ValueSpan))
            ReplaceBy(text, _disguise.Of(text, field.IsDay));
        else if (text.AsSpan().TrimStart() is ['{' or '[', ..] && Apply(Encoding.UTF8.GetBytes(text), _disguise) is { } nested)
            ReplaceBy(text, Encoding.UTF8.GetString(nested));
    }

    /// <summary>A number of the same length; it stays a number.</summary>
    private void DisguiseNumber()
    {
        var text = Encoding.UTF8.GetString(_reader.ValueSpan);
        if (text.All(char.IsAsciiDigit) && text[0] != '0' && _disguise.Of(text) is var other && other != text)
            Replace(other[0] == '0' ? $"1{other[1..]}" : other);
    }

    private void ReplaceBy(string text, string other)
    {
        if (other != text)
            Replace(Quoted(other));
    }

    private void Replace(string token)
    {
        _output.Write(_json[_copied..(int)_reader.TokenStartIndex]);
        _output.Write(Encoding.UTF8.GetBytes(token));
        _copied = (int)_reader.BytesConsumed;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    /// <summary>What the name of a value says of it.</summary>
    private readonly record struct Field(bool IsPersonal, bool IsDay)
    {
        public static Field Plain => default;
    }
}
