namespace NoyoEmulator.Persistence;

/// <summary>How a row was written.</summary>
internal enum RowWrite
{
    Inserted,
    Updated,
    Deleted,
}

/// <summary>Looks on as rows are written, one by one. What it sees may still be taken back.</summary>
internal interface IRowWatcher
{
    /// <summary>A row was written.</summary>
    /// <param name="row">The row.</param>
    /// <param name="write">How.</param>
    /// <param name="properties">Of an update: the properties that changed; none for all.</param>
    void Wrote(object row, RowWrite write, ReadOnlySpan<string> properties);
}
