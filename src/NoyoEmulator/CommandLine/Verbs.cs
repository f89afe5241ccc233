namespace NoyoEmulator.CommandLine;

/// <summary>
/// What the program is asked to do by the first word of its command line. It needs no library for command lines, because every start of
/// a server comes by here.
/// </summary>
internal static class Verbs
{
    public const string Start = "start";
    public const string Status = "status";
    public const string Worlds = "worlds";
    public const string Clock = "clock";
    public const string Advance = "advance";
    public const string Reset = "reset";
    public const string Checkpoint = "checkpoint";
    public const string Trigger = "trigger";
    public const string Listen = "listen";
    public const string Explain = "explain";
    public const string Verify = "verify";
    public const string Repro = "repro";
    public const string Replay = "replay";
    public const string Completion = "completion";
    public const string Probe = "probe";

    /// <summary>Turns the default data into a database; for the build alone.</summary>
    public const string PrepareSeed = "prepare-seed";

    private static readonly string[] HelpOptions = ["--help", "-h", "-?", "/?"];
    private static readonly string[] Others = ["help", "version", PrepareSeed];

    /// <summary>What people may ask for, and what each does, in a line.</summary>
    public static IReadOnlyList<(string Name, string Summary)> All { get; } =
    [
        (Start, "Run an emulator, as the program does without a command."),
        (Status, "Whether an emulator runs, what time it is there, and what is still to be done."),
        (Worlds, "List the worlds, create one, or delete one."),
        (Clock, "Show the clock, freeze it, let it run, or set it."),
        (Advance, "Let time pass, and everything happen that falls due on the way."),
        (Reset, "Put the world back to how it was created."),
        (Checkpoint, "Save the world, go back, and see what is saved."),
        (Trigger, "Make something happen by its name."),
        (Listen, "Show webhooks as they are delivered, and forward them to your receiver."),
        (Explain, "Tell everything that happened to something, by its id."),
        (Verify, "Check that requests and webhooks happened as a file expects."),
        (Repro, "Write down how the world came to be what it is, with other people in it."),
        (Replay, "Make the calls of such a file again, in a world of their own, and say what is answered otherwise."),
        (Completion, "Print a script that lets a shell complete commands, worlds and checkpoints."),
        (Probe, "Ask the emulator on this machine whether it is ready; the exit code tells."),
    ];

    /// <summary>Whether a command line asks for something other than a server, its options or its version.</summary>
    public static bool Asks(IReadOnlyList<string> args) =>
        args is [var first, ..] && IsWord(first) && !Others.Contains(first, StringComparer.Ordinal)
            && (!IsStart(args) || args.Any(HelpOptions.Contains));

    /// <summary>Whether a command line asks for a server by name.</summary>
    public static bool IsStart(IReadOnlyList<string> args) => args is [var first, ..] && first.Equals(Start, StringComparison.OrdinalIgnoreCase);

    // Whatever is an option for a host is none.
    private static bool IsWord(string argument) => argument is [not ('-' or '/'), ..] && !argument.Contains('=', StringComparison.Ordinal);
}
