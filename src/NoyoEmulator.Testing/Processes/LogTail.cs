namespace NoyoEmulator.Testing.Processes;

/// <summary>The newest lines of a log.</summary>
internal sealed class LogTail
{
    private const int Most = 200;
    private const int Shown = 15;

    private readonly Queue<string> _lines = new();

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>The last of them, for a message.</summary>
    public string Told => Lines is { Count: > 0 } lines ? $"It said:\n  {string.Join("\n  ", lines.TakeLast(Shown))}" : "It said nothing.";

    /// <summary>Adds a line, in place of the oldest where there are too many.</summary>
    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Most)
                _ = _lines.Dequeue();
        }
    }
}
