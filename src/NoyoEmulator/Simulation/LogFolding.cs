using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>Folds a world's log into its file when there is enough of it: beside the requests, never in one.</summary>
/// <param name="database">The world's database.</param>
/// <param name="writer">The turn to write, which is taken for a moment when the log has become very long.</param>
internal sealed class LogFolding(WorldDatabase database, SemaphoreSlim writer)
{
    // Pages are 4 kB. Many of them were written more than once by then, and are folded once.
    private const int PagesToFold = 8_000;
    private const int PagesToEmpty = 24_000;
    private const int BytesPerPage = 4_096;

    // Where there is little room, the log must not be what fills it: it may take an eighth of what is left.
    private const int PagesBetweenLooks = 100;
    private const int ShareOfRoom = 8;

    private Task _folding = Task.CompletedTask;
    private int _foldedAtPage;
    private int _lookedAtPage;
    private int _mostPages = PagesToFold;

    /// <summary>Ends when nothing is being folded.</summary>
    public Task Ended => _folding;

    /// <summary>Begins to fold when there is enough of it; called by the one who has the turn to write.</summary>
    public void BeginIfLong()
    {
        var pages = database.PagesWritten;
        // A connection that is opened again counts from the beginning.
        _foldedAtPage = Math.Min(_foldedAtPage, pages);
        _lookedAtPage = Math.Min(_lookedAtPage, pages);
        if (pages - _lookedAtPage >= PagesBetweenLooks)
        {
            _lookedAtPage = pages;
            _mostPages = MostPages(database.FreeSpace);
        }

        if (pages - _foldedAtPage < _mostPages || !_folding.IsCompleted)
            return;
        _foldedAtPage = pages;
        _folding = Task.Run(FoldAsync);
    }

    /// <summary>How long the log may become, in pages, where there is so much room.</summary>
    internal static int MostPages(long freeBytes) => (int)Math.Clamp(freeBytes / BytesPerPage / ShareOfRoom, PagesBetweenLooks, PagesToFold);

    private async Task FoldAsync()
    {
        // Under steady writing the log does not come to an end by itself; what is left to fold by now is little.
        if (database.FoldLog() < PagesToEmpty && _mostPages == PagesToFold)
            return;
        await writer.WaitAsync();
        try
        {
            database.EmptyLog();
        }
        finally
        {
            _ = writer.Release();
        }
    }
}
