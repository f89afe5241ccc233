namespace NoyoEmulator.CommandLine;

/// <summary>What scripts learn from how the tool ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The emulator refused, or what was expected did not happen.</summary>
    public const int Refused = 1;

    /// <summary>The command line, or a file it names, is wrong; nothing was done.</summary>
    public const int WrongUsage = 2;

    /// <summary>No emulator answers.</summary>
    public const int NotReachable = 3;

    /// <summary>Ctrl-C, or SIGTERM, before it was done.</summary>
    public const int Interrupted = 130;
}

/// <summary>Why the tool cannot do what it was asked to; the message is for people, in one line.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;

    public static ToolException WrongUsage(string message) => new(CommandLine.ExitCode.WrongUsage, message);
}
