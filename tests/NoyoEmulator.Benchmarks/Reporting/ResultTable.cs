using System.Text;

namespace NoyoEmulator.Benchmarks.Reporting;

/// <summary>Everything that was measured, as a markdown table with notes.</summary>
internal sealed class ResultTable
{
    private readonly List<Line> _lines = [];
    private readonly List<string> _notes = [];
    private string? _closing;

    public Line Add(string what, Goal? goal = null)
    {
        var line = new Line(what, goal);
        _lines.Add(line);
        return line;
    }

    /// <summary>Adds what a reader must know to understand the numbers.</summary>
    public void Note(string note)
    {
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>Sets the last note, which grows with the run.</summary>
    public void SetClosing(string note) => _closing = note;

    public string ToMarkdown()
    {
        var subjects = Subjects.All.Where(subject => _lines.Exists(line => line.Cells.ContainsKey(subject))).ToList();
        var text = new StringBuilder();
        Row(["what", .. subjects, "now in ratio to", "goal", "met"]);
        Row([.. Enumerable.Repeat("---", subjects.Count + 4)]);
        foreach (var line in _lines)
        {
            Row([
                line.What,
                .. subjects.Select(subject => line.Cells.TryGetValue(subject, out var cell) ? cell.Text : ""),
                string.Join(", ", line.Ratios()),
                line.Goal?.Text ?? "",
                line.Goal?.IsMet(line.Cells) switch { true => "yes", false => "**no**", null => line.Goal is null ? "" : "not judged" },
            ]);
        }

        _ = text.AppendLine();
        foreach (var note in (IEnumerable<string>)[.. _notes, .. _closing is null ? [] : (string[])[_closing]])
            _ = text.Append("* ").AppendLine(note);
        return text.ToString();

        void Row(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
    }
}
