using System.Text;
using System.Text.Json;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>A webhook that arrived.</summary>
public sealed class ReceivedWebhook
{
    private readonly byte[] _body;

    internal ReceivedWebhook(int number, HttpMessage message, NoyoSignatureResult signature, int answered)
    {
        Number = number;
        _body = message.Body;
        Path = message.Path;
        Headers = message.Headers;
        Signature = signature;
        Answered = answered;
        try
        {
            using var document = JsonDocument.Parse(_body);
            Json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Whoever sends something else finds it in Text.
        }
    }

    /// <summary>Which one it is, from 1.</summary>
    public int Number { get; }

    /// <summary>What happened, such as <c>difference.created</c>; null where the body does not say.</summary>
    public string? Type => Json.Find("event")?.FindText("type");

    /// <summary>The id of the event, the same in every attempt to deliver it; null where the body does not say.</summary>
    public Guid? EventId => Json.Find("event")?.FindId("id");

    /// <summary>The id of what it happened to; null where the body does not say.</summary>
    public Guid? ObjectId => Json.Find("data")?.FindId("id");

    /// <summary>What its signature is worth.</summary>
    public NoyoSignatureResult Signature { get; }

    /// <summary>The status that it was answered with.</summary>
    public int Answered { get; }

    /// <summary>The path and the query that it was posted to.</summary>
    public string Path { get; }

    /// <summary>Its headers; names are found whatever their case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body's bytes as they came.</summary>
    public ReadOnlyMemory<byte> Body => _body;

    /// <summary>The body as a text.</summary>
    public string Text => Encoding.UTF8.GetString(_body);

    /// <summary>The body as JSON; undefined where it is none.</summary>
    public JsonElement Json { get; }

    /// <summary>What it is, what its signature is worth, and what it was answered.</summary>
    public override string ToString() => $"{Number}. {Type ?? "something that is no event"} about {ObjectId?.ToString() ?? "nothing"}, signature {Signature}, answered {Answered}";
}
