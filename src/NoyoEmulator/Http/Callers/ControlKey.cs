using System.Security.Cryptography;
using System.Text;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Http.Callers;

/// <summary>The key of the control plane, where it has one.</summary>
internal static class ControlKey
{
    public const string Header = "X-Emulator-Key";

    /// <summary>Whether a request carries the key, or none is asked for.</summary>
    public static bool IsWith(HttpContext context) =>
        context.RequestServices.GetRequiredService<EmulatorOptions>().ControlKey is not { } wanted || Is(context.Request.Headers[Header].ToString(), wanted);

    private static bool Is(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}
