using NoyoEmulator.Configuration;

namespace NoyoEmulator.Hosting;

/// <summary>
/// Ends the emulator with its standard input, where the options say so. The system closes that input when the program that holds its
/// other end is gone, however it ended, so that none which starts an emulator leaves it behind.
/// </summary>
internal sealed partial class InputWatch(EmulatorOptions options, IHostApplicationLifetime lifetime, ILogger<InputWatch> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: reading a standard input cannot be broken off, and would hold one of those that work.
        if (options.StopWithInput)
            new Thread(Watch) { IsBackground = true, Name = nameof(InputWatch) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // What cannot be read is as good as closed.
        }

        Log.InputEnded(logger);
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The standard input has ended, and so does the emulator (Emulator:StopWithInput)")]
        public static partial void InputEnded(ILogger logger);
    }
}
