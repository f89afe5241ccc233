using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace NoyoEmulator.Persistence;

/// <summary>The one connection that writes, and what is prepared on it.</summary>
internal sealed class WritingConnection(SqliteConnection connection, bool isNew) : IDisposable
{
    /// <summary>Whether there is no schema yet.</summary>
    public bool IsNew => isNew;

    public SqliteConnection Connection => connection;

    public RowStore Rows { get; } = new(connection, () => EmulatorDbContext.TableModel);

    public Lazy<EmulatorDbContext> Context { get; } = new(() => NewContext(connection));

    public void Dispose()
    {
        Rows.Dispose();
        if (Context.IsValueCreated)
            Context.Value.Dispose();
        connection.Dispose();
    }

    private static EmulatorDbContext NewContext(SqliteConnection connection)
    {
        var writer = new EmulatorDbContext(new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite(connection).EnableThreadSafetyChecks(false).Options);
        writer.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        // The session has a transaction of its own, of which the provider does not know.
        writer.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return writer;
    }
}
