using System.Diagnostics;

namespace NoyoEmulator.Benchmarks.Processes;

/// <summary>
/// Ends the started servers and removes their files when this process ends, however it ends: a shell holds their ids, and
/// acts when the pipe to it closes.
/// </summary>
internal static class Watchdog
{
    private const string Script =
        "while read -r sign id; do case $sign in +) ids=\"$ids $id \";; -) ids=${ids%% $id *}${ids##* $id };; esac; done; for id in $ids; do kill -KILL $id; done; rm -rf \"$WORKSPACE\"";

    private static readonly Lock Gate = new();
    private static Process? _shell;

    /// <summary>Begins, before anything is started.</summary>
    /// <param name="folder">What is removed at the end.</param>
    public static void Begin(string folder) => _shell = Start(folder);

    public static void Watch(int id) => Tell("+", id);

    public static void Forget(int id) => Tell("-", id);

    private static void Tell(string sign, int id)
    {
        lock (Gate)
        {
            _shell!.StandardInput.WriteLine($"{sign} {id}");
            _shell.StandardInput.Flush();
        }
    }

    private static Process Start(string folder)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true };
        start.Environment["WORKSPACE"] = folder;
        // What ends this process from the keyboard reaches the shell as well.
        foreach (var argument in (IEnumerable<string>)["-c", $"trap '' INT HUP TERM; {Script}"])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
