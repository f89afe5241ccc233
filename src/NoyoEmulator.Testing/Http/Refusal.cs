using System.Net;
using System.Text;
using System.Text.Json;
using NoyoEmulator.Testing.Processes;

namespace NoyoEmulator.Testing.Http;

/// <summary>Tells why a call failed, and how to go on.</summary>
internal static class Refusal
{
    private const int LongestText = 500;

    /// <summary>For an answer of 300 and above.</summary>
    public static NoyoEmulatorException Of(string request, HttpStatusCode status, string answer, EmulatorProcess? process)
    {
        var problem = TryParse(answer);
        var said = problem is { } known && known.TryGetProperty("message", out var message) ? message.GetString() ?? answer : Shortened(answer);
        var text = new StringBuilder($"{request} answered {(int)status}: {said}");
        if (problem is { } body && body.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
        {
            foreach (var error in errors.EnumerateArray())
                _ = text.Append($"\n  {Text(error, "field")}: {Text(error, "message")}");
        }

        if (Advice(request, status, said, process) is { } advice)
            _ = text.Append('\n').Append(advice);
        return new NoyoEmulatorException(text.ToString()) { Status = status, Problem = problem };
    }

    /// <summary>For a call that got no answer.</summary>
    public static NoyoEmulatorException WithoutAnswer(string request, Uri address, EmulatorProcess? process, Exception cause)
    {
        var why = process is null
            ? $"Is an emulator running at {address}, and is the port of its container published? GET {new Uri(address, "_emulator/health/ready")} tells."
            : $"{process.Ended ?? "The emulator's process is running"}. Its last lines:\n  {string.Join("\n  ", process.Log.TakeLast(10))}";
        return new NoyoEmulatorException($"{request} got no answer: {cause.Message}\n{why}", cause);
    }

    private static string? Advice(string request, HttpStatusCode status, string said, EmulatorProcess? process) => status switch
    {
        HttpStatusCode.NotFound when said.Contains("no world", StringComparison.Ordinal) =>
            "Worlds end when they are disposed of, and when nobody uses them for their time to live: create one for each test or class, and keep it until the end.",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when request.Contains(EmulatorHttp.ControlPrefix, StringComparison.Ordinal) =>
            $"Give {nameof(NoyoEmulatorHost)}.{nameof(NoyoEmulatorHost.Connect)} the emulator's control key.",
        HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest =>
            "Correct what is named above; Swagger UI, at /swagger of the emulator, has all fields and their values.",
        >= HttpStatusCode.InternalServerError when process is not null => $"The emulator's last lines:\n  {string.Join("\n  ", process.Log.TakeLast(10))}",
        _ => null,
    };

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
