using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Journal;

/// <summary>A body without what is personal in it.</summary>
/// <param name="Text">The JSON, or its beginning; null when nothing of the body is kept.</param>
/// <param name="IsWhole">Whether it is one whole JSON value.</param>
internal readonly record struct MaskedBody(byte[]? Text, bool IsWhole);

/// <summary>
/// Masks the personal values of a JSON text in one pass: what is not personal is copied as it is. What is no JSON object or array is not
/// kept at all, because nobody can say what is personal in it.
/// </summary>
internal ref struct BodyMask
{
    /// <summary>JSON in a text in JSON in a text is not looked into any further.</summary>
    private const int MaxNesting = 3;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = WireJson.MaxBodyDepth };
    private static readonly JsonEncodedText Masked = JsonEncodedText.Encode(PersonalFields.Mask);
    private static readonly byte[] QuotedMask = [(byte)'"', .. Masked.EncodedUtf8Bytes, (byte)'"'];

    private readonly ReadOnlySpan<byte> _json;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly PersonalEchoes _echoes;
    private readonly int _nesting;
    private Utf8JsonReader _reader;
    private ulong _plainKeys;
    private int _copied;

    private BodyMask(ReadOnlySpan<byte> json, PersonalEchoes echoes, int nesting)
    {
        _json = json;
        _output = new ArrayBufferWriter<byte>(Math.Max(json.Length, 1));
        _echoes = echoes;
        _nesting = nesting;
        _reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(ReaderOptions));
    }

    /// <summary>Masks a text, or the beginning of one.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="echoes">Collects the values that were masked, and masks them where they are repeated.</param>
    public static MaskedBody Apply(ReadOnlySpan<byte> body, PersonalEchoes echoes) => Apply(body, echoes, nesting: 0);

    private static MaskedBody Apply(ReadOnlySpan<byte> body, PersonalEchoes echoes, int nesting)
    {
        if (body.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        if (body.TrimStart(" \t\r\n"u8) is not ([(byte)'{', ..] or [(byte)'[', ..]))
            return default;
        try
        {
            var mask = new BodyMask(body, echoes, nesting);
            return mask.Run();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no UTF-8.
            return default;
        }
    }

    private MaskedBody Run()
    {
        var field = FieldMeaning.Plain;
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    field = FieldOf();
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    if (!TryEnter(field))
                        return End(isWhole: false);
                    break;
                case JsonTokenType.String:
                    MaskText(field);
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    if (IsHidden(field))
                        Hide();
                    break;
            }

            // An array that is personal was passed over as a whole, so the items of one that is not have no name.
            field = FieldMeaning.Plain;
        }

        return End(_reader.CurrentDepth == 0 && _reader.BytesConsumed > 0);
    }

    private MaskedBody End(bool isWhole)
    {
        _output.Write(_json[_copied..(int)Math.Max(_copied, _reader.BytesConsumed)]);
        var text = _output.WrittenSpan;
        var isReadable = Utf8.IsValid(text) && (!isWhole || text.IndexOf("\\u"u8) < 0 || JsonDefect.Find(text) is null);
        return isReadable ? new MaskedBody(text.ToArray(), isWhole) : default;
    }

    private FieldMeaning FieldOf()
    {
        var name = FieldName.Of(_reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(_reader.GetString()!) : _reader.ValueSpan);
        if (name is { LooksPersonal: true, Meaning: not FieldMeaning.Personal })
        {
            _output.Write(_json[_copied..(int)_reader.TokenStartIndex]);
            _output.Write(QuotedMask);
            _output.Write(":"u8);
            _copied = (int)_reader.BytesConsumed;
        }

        return name.Meaning;
    }

    /// <summary>Goes into an object or array, or past one that is personal as a whole; false when its end is not there.</summary>
    private bool TryEnter(FieldMeaning field)
    {
        var isArray = _reader.TokenType == JsonTokenType.StartArray;
        if (field == FieldMeaning.Personal || (isArray && IsHidden(field)))
        {
            var start = (int)_reader.TokenStartIndex;
            _output.Write(_json[_copied..start]);
            if (!_reader.TrySkip())
            {
                _copied = _json.Length;
                return false;
            }

            _output.Write(QuotedMask);
            _copied = (int)_reader.BytesConsumed;
            return true;
        }

        if (!isArray)
            _plainKeys &= ~Bit(_reader.CurrentDepth + 1);
        return true;
    }

    private void MaskText(FieldMeaning field)
    {
        if (IsHidden(field))
        {
            Hide();
            return;
        }

        if (field == FieldMeaning.Key)
            SetKey();
        if (_reader.ValueSpan.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
            MaskNested();
        else if (PersonalFields.LooksPersonal(_reader.ValueSpan))
            Hide();
        else if (_echoes.CanBeIn(_reader.ValueSpan) && _echoes.MaskIn(_reader.GetString()!) is { } text)
            ReplaceBy(text);
    }

    /// <summary>A text that is JSON itself, as a snapshot's <c>inbound_snapshot</c> is.</summary>
    private void MaskNested()
    {
        var text = Encoding.UTF8.GetBytes(_reader.GetString()!);
        var nested = _nesting < MaxNesting ? Apply(text, _echoes, _nesting + 1) : default;
        if (nested is { IsWhole: true, Text: { } masked })
            ReplaceBy(Encoding.UTF8.GetString(masked));
        else
            Replace(QuotedMask);
    }

    private void SetKey()
    {
        if (!PersonalFields.IsPersonal(_reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(_reader.GetString()!) : _reader.ValueSpan))
            _plainKeys |= Bit(_reader.CurrentDepth);
    }

    private readonly bool IsHidden(FieldMeaning field) =>
        field == FieldMeaning.Personal || (field == FieldMeaning.KeyedValue && (_plainKeys & Bit(_reader.CurrentDepth)) == 0);

    private static ulong Bit(int depth) => 1UL << (depth & 63);

    /// <summary>Masks the current scalar.</summary>
    private void Hide()
    {
        if (_echoes.IsCollecting)
            _echoes.Add(_reader.TokenType == JsonTokenType.String ? _reader.GetString()! : Encoding.UTF8.GetString(_reader.ValueSpan));
        Replace(QuotedMask);
    }

    private void ReplaceBy(string text) =>
        Replace(Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""));

    /// <summary>Writes something else in the place of the current token.</summary>
    private void Replace(scoped ReadOnlySpan<byte> token)
    {
        _output.Write(_json[_copied..(int)_reader.TokenStartIndex]);
        _output.Write(token);
        _copied = (int)_reader.BytesConsumed;
    }
}
