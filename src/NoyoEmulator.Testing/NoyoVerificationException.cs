using System.Text.Json;

namespace NoyoEmulator.Testing;

/// <summary>Something did not happen as expected. The message says what was expected, how much there was, and what came closest.</summary>
public sealed class NoyoVerificationException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public NoyoVerificationException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public NoyoVerificationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and what caused it.</summary>
    public NoyoVerificationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The emulator's verdict on each expectation.</summary>
    public JsonElement Verdict { get; init; }
}
