using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace NoyoEmulator.CommandLine;

/// <summary>A bar for an advance that takes its time, on the stream of errors: the output is what came of it.</summary>
internal static class AdvanceBar
{
    /// <summary>Shows a bar until some work is done.</summary>
    /// <param name="shell">Where.</param>
    /// <param name="run">The work, which is given what shows a progress event of the control plane.</param>
    public static Task<string> ShowAsync(Shell shell, Func<Action<JsonElement>, Task<string>> run) =>
        Printer.ConsoleOf(shell, shell.Error, isTerminal: true).Progress().AutoClear(enabled: true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask("time passes", maxValue: 1);
                return run(progress => Show(bar, progress));
            });

    /// <summary>Time has a known end, and steps have none: they bring about others.</summary>
    private static void Show(ProgressTask bar, JsonElement progress)
    {
        if (progress.FindInstant("from") is not { } from || progress.FindInstant("now") is not { } now || progress.FindInstant("to") is not { } to)
            return;
        bar.Value = to > from ? (now - from) / (to - from) : 1;
        bar.Description = string.Create(
            CultureInfo.InvariantCulture, $"{Json.Time(now)}  {progress.Number("done"):N0} of {progress.Number("known"):N0} steps known");
    }
}
