using System.Runtime.InteropServices;

namespace NoyoEmulator.Hosting;

/// <summary>Ends the program with a line when it is asked to end before its host listens to signals itself.</summary>
internal sealed class EarlySignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, End),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, End),
    ];

    private EarlySignals()
    {
    }

    /// <summary>Begins to listen; its disposal leaves that to the host.</summary>
    public static EarlySignals Watch() => new();

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private static void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Console.Error.WriteLine(StartFailure.Stopped);
        Environment.Exit(1);
    }
}
