using System.Text.Json.Nodes;

namespace NoyoEmulator.OpenApi;

/// <summary>
/// Answers that the emulator gave, by document and operation. They are kept in a file that a test writes: it executes each page from top to
/// bottom, on fresh data and with a clock that stands still.
/// </summary>
internal static class ExampleAnswers
{
    private static readonly Lazy<JsonObject> All = new(() =>
    {
        using var stream = typeof(ExampleAnswers).Assembly.GetManifestResourceStream("NoyoEmulator.OpenApi.example-answers.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    });

    /// <summary>What an operation answered; null where it answers nothing that can be shown.</summary>
    public static JsonNode? Of(string document, string operationId) => All.Value[document]?[operationId]?.DeepClone();
}
