using Spectre.Console;

namespace NoyoEmulator.CommandLine;

/// <summary>How good a piece of news is.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,
    Faint,
}

/// <summary>A piece of a line.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string? text) => new(text ?? "");
}

/// <summary>Prints tables for people, and for programs lines with tabs between the pieces, without headings.</summary>
internal sealed class Printer(Shell shell)
{
    private readonly IAnsiConsole _console = ConsoleOf(shell, shell.Out, shell.IsTerminal);

    /// <summary>A console that tells a terminal nothing but text where that is not welcome.</summary>
    public static IAnsiConsole ConsoleOf(Shell shell, TextWriter writer, bool isTerminal)
    {
        var isAnsi = isTerminal && shell.HasColors;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isAnsi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isAnsi ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isAnsi ? InteractionSupport.Yes : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = shell.Width;
        return console;
    }

    /// <summary>A table, whose last column may be as long as it likes.</summary>
    public void Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        if (!shell.IsTerminal)
        {
            foreach (var row in rows)
                Plain(row);
            return;
        }

        var table = new Table { Border = TableBorder.None, UseSafeBorder = true };
        for (var i = 0; i < headings.Count; i++)
        {
            var column = new TableColumn(new Text(headings[i], new Style(decoration: Decoration.Bold))) { NoWrap = i < headings.Count - 1 };
            column.Padding = new Padding(0, 0, i < headings.Count - 1 ? 2 : 0, 0);
            _ = table.AddColumn(column);
        }

        foreach (var row in rows)
            _ = table.AddRow(row.Select(Show));
        _console.Write(table);
    }

    /// <summary>What there is to know, each with its name; what is null is left out.</summary>
    public void Facts(params IEnumerable<(string Name, Cell? Value)> facts)
    {
        var known = facts.Where(fact => fact.Value is { Text.Length: > 0 }).ToList();
        if (!shell.IsTerminal)
        {
            foreach (var (name, value) in known)
                Plain([name, value!.Value]);
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, value) in known)
            _ = grid.AddRow(Show(new Cell(name, Tone.Faint)), Show(value!.Value));
        _console.Write(grid);
    }

    /// <summary>One line.</summary>
    public void Line(params ReadOnlySpan<Cell> cells)
    {
        if (!shell.IsTerminal)
        {
            shell.Out.WriteLine(string.Concat(cells.ToArray().Select(cell => cell.Text)));
            return;
        }

        var line = new Paragraph();
        foreach (var cell in cells)
            _ = line.Append(cell.Text, StyleOf(cell.Tone));
        _console.Write(line);
        _console.WriteLine();
    }

    /// <summary>A line for people alone.</summary>
    public void Remark(string text)
    {
        if (shell.IsTerminal)
            Line(new Cell(text, Tone.Faint));
    }

    private void Plain(IReadOnlyList<Cell> cells) => shell.Out.WriteLine(
        string.Join('\t', cells.Select(cell => cell.Text.ReplaceLineEndings(" ").Replace('\t', ' '))));

    private static Text Show(Cell cell) => new(cell.Text, StyleOf(cell.Tone));

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
