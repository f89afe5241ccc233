using System.Net;
using System.Text.Json;

namespace NoyoEmulator.Testing;

/// <summary>
/// The emulator could not be started or reached, or refused a call. The message has the request, what the emulator said, the places it named,
/// and how to go on.
/// </summary>
public class NoyoEmulatorException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public NoyoEmulatorException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public NoyoEmulatorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and what caused it.</summary>
    public NoyoEmulatorException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The status of the answer; null where there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The answer's body: <c>message</c>, <c>status</c>, and <c>errors</c> with their places; null where it was no JSON.</summary>
    public JsonElement? Problem { get; init; }
}
