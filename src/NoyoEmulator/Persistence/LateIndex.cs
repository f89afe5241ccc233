namespace NoyoEmulator.Persistence;

/// <summary>
/// What makes large lists fast and is not in every world, so that writers do not pay for what nobody asks: the first request that would look
/// at many rows without it has it made. It holds nothing that does not follow from other rows.
/// </summary>
/// <param name="Name">The index or table that is there once it is made.</param>
/// <param name="Script">What makes all of it, of the rows that there are.</param>
internal sealed record LateIndex(string Name, string Script)
{
    private const string Named = "SELECT COUNT(*) FROM sqlite_schema WHERE name = $name";

    /// <summary>Whether a world has it.</summary>
    public bool IsIn(SqlReader reader)
    {
        var values = new SqlValues();
        values.Set("$name", Name);
        return reader.Number(Named, values) > 0;
    }
}
