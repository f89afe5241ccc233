using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Rows;

namespace NoyoEmulator.Benchmarks.Storage;

/// <summary>
/// Data folders with many differences. The emulator makes some of every sort by taking in families at carriers that behave
/// badly; then it is stopped, and whole families of differences are multiplied in its database: other people, groups,
/// carriers and times, the same stories. What the schema asks for is all in this file.
/// </summary>
internal static class StoredDifferences
{
    private const string Differences = "differences";
    private const string Sources = "difference_sources";

    /// <summary>How many groups the families are in: half of them in the first ten.</summary>
    private const int GroupCount = 200;
    private const int CarrierCount = 20;

    /// <summary>The instant of the newest; the others are spread over two years before it.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(730);

    private static readonly string[] Behaviors =
    [
        "accept", "accept", "accept", "first_of_next_month", "ten_days_later", "reject", "drop", "hold", "wrong_date_of_birth", "lost_ssn", "wrong_volume",
        "wrong_plan", "ends_at_year_end", "truncate",
    ];

    // What a copied row has in place of the original's value; all other columns are copied as they are.
    private static readonly Dictionary<string, string> ChangedInDifferences = new(StringComparer.Ordinal)
    {
        ["id"] = "copy.id",
        ["version"] = "randomblob(16)",
        ["created"] = "original.created + copy.shift",
        ["modified"] = "original.modified + copy.shift",
        ["resolved"] = "original.resolved + copy.shift",
        ["discrepancy_time"] = "original.discrepancy_time + copy.shift",
        ["group_id"] = "copy.group_id",
        ["carrier_id"] = "copy.carrier_id",
        ["employee_id"] = "copy.employee_id",
        ["object_id"] = "iif(original.object_id = original.employee_id, copy.employee_id, copy.object_id)",
    };

    private static readonly Dictionary<string, string> ChangedInSources = new(StringComparer.Ordinal)
    {
        ["id"] = "substr(copy.id, 1, 8) || randomblob(8)",
        ["version"] = "randomblob(16)",
        ["difference_id"] = "copy.id",
        ["created"] = "original.created + copy.shift",
        ["modified"] = "original.modified + copy.shift",
        ["real_at"] = "original.real_at + copy.shift",
        ["carrier_fetch_time"] = "original.carrier_fetch_time + copy.shift",
        ["transaction_id"] = "iif(original.transaction_id IS NULL, NULL, copy.transaction_id)",
        ["snapshot_id"] = "iif(original.snapshot_id IS NULL, NULL, copy.snapshot_id)",
        ["synced_carrier_id"] = "iif(original.synced_carrier_id IS NULL, NULL, copy.carrier_id)",
    };

    /// <summary>Makes a data folder whose default world holds this many differences.</summary>
    public static async Task<string> CreateAsync(Bench bench, Emulator emulator, int count)
    {
        var data = bench.Workspace.NewFolder($"stored-{count}");
        await using (var server = await StartAsync(bench, emulator, data))
            await MakeOriginalsAsync(bench, server);
        Multiply(Directory.GetFiles(data, "world.db", SearchOption.AllDirectories).Single(), count);
        return data;
    }

    /// <summary>Starts an emulator on such a folder.</summary>
    public static Task<Server> StartAsync(Bench bench, Emulator emulator, string data) =>
        emulator.StartAsync(bench.Workspace, data, ("Emulator__Clock__Now", Now.ToString("O")));

    private static Task MakeOriginalsAsync(Bench bench, Server server)
    {
        for (var family = 0; family < Behaviors.Length; family++)
        {
            var body = JsonNode.Parse(bench.Snapshot.BodyOf(family))!;
            body["employee"]!["classifications"] = new JsonObject { ["NoyoEmulator"] = Behaviors[family] };
            _ = server.Call("POST", SnapshotTemplate.Path, 201, Encoding.UTF8.GetBytes(body.ToJsonString()));
        }

        _ = server.Call("POST", "/_emulator/clock/advance", 200, """{"by": "PT1H"}"""u8);
        // Two more that are still on their way.
        for (var family = 1000; family < 1002; family++)
            _ = server.Call("POST", SnapshotTemplate.Path, 201, bench.Snapshot.BodyOf(family));
        var (open, _) = server.Call("GET", "/tracking/api/v1/differences?is_open=true&is_discrepancy=true&page_size=5", 200, []);
        foreach (var difference in open.GetProperty("response").EnumerateArray())
            _ = server.Call("PUT", $"/tracking/api/v1/differences/{difference.GetProperty("id").GetString()}/dismiss", 200, []);
        return Task.CompletedTask;
    }

    private static void Multiply(string file, int count)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;");
        using (var transaction = connection.BeginTransaction())
        {
            var families = ReadFamilies(connection);
            WriteCopies(connection, families, count - families.Sum(family => family.Count));
            // Indexes are built faster at the end; one of the sources stays, to find the originals by.
            var indexes = Query(connection, $"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{Differences}' AND sql IS NOT NULL", 2);
            foreach (var index in indexes)
                Execute(connection, $"DROP INDEX \"{index[0]}\"");
            Copy(connection, Differences, "original.id = copy.original_id", ChangedInDifferences);
            Copy(connection, Sources, "original.difference_id = copy.original_id", ChangedInSources);
            foreach (var index in indexes)
                Execute(connection, (string)index[1]);
            transaction.Commit();
        }

        Execute(connection, "PRAGMA journal_mode = DELETE;");
    }

    /// <summary>The ids of the originals, in their families.</summary>
    private static List<List<byte[]>> ReadFamilies(SqliteConnection connection) =>
    [
        .. Query(connection, $"SELECT employee_id, id FROM {Differences} ORDER BY created, id", 2)
            .GroupBy(row => Convert.ToHexString((byte[])row[0]), row => (byte[])row[1], StringComparer.Ordinal).Select(family => family.ToList()),
    ];

    // One row for each difference to make, oldest first.
    private static void WriteCopies(SqliteConnection connection, List<List<byte[]>> families, int count)
    {
        Execute(connection, """
            CREATE TEMP TABLE copies (number INTEGER PRIMARY KEY, original_id BLOB, id BLOB, shift INTEGER, group_id BLOB, carrier_id BLOB,
                employee_id BLOB, object_id BLOB, snapshot_id BLOB, transaction_id BLOB)
            """);
        var groups = Query(connection, "SELECT id FROM groups", 1).Select(row => (byte[])row[0]).ToList();
        var carriers = Query(connection, "SELECT id FROM carriers", 1).Select(row => (byte[])row[0]).ToList();
        while (groups.Count < GroupCount)
            groups.Add(Bytes(SpreadIds.Random((ulong)(1_000_000_000 + groups.Count))));
        while (carriers.Count < CarrierCount)
            carriers.Add(Bytes(SpreadIds.Random((ulong)(2_000_000_000 + carriers.Count))));

        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO copies VALUES ($number, $original, $id, $shift, $group, $carrier, $employee, $object, $snapshot, $transaction)";
        foreach (var name in (IEnumerable<string>)["$number", "$original", "$id", "$shift", "$group", "$carrier", "$employee", "$object", "$snapshot", "$transaction"])
            _ = command.Parameters.Add(new SqliteParameter { ParameterName = name });
        var written = 0;
        for (var number = 0; written < count; number++)
        {
            var family = families[number % families.Count];
            var spread = SpreadIds.Scramble((ulong)number);
            var group = groups[(int)((spread & 1) == 0 ? (spread >> 8) % 10 : (spread >> 8) % GroupCount)];
            var age = Span * ((double)(count - written) / count);
            var milliseconds = (Now - age).ToUnixTimeMilliseconds();
            var (employee, snapshot, transaction) = (Bytes(SpreadIds.Random(spread)), Id(1), Id(2));
            foreach (var original in family.Take(count - written))
            {
                object[] values =
                [
                    written, original, Id(3), -(long)age.TotalMicroseconds, group, carriers[(int)((spread >> 40) % CarrierCount)], employee,
                    Bytes(SpreadIds.Random(spread + (ulong)(written % 3) + 1)), snapshot, transaction,
                ];
                for (var i = 0; i < values.Length; i++)
                    command.Parameters[i].Value = values[i];
                _ = command.ExecuteNonQuery();
                written++;
            }

            byte[] Id(int kind) => Bytes(SpreadIds.Ordered(milliseconds, ((ulong)(uint)kind << 56) + (ulong)written));
        }
    }

    private static void Copy(SqliteConnection connection, string table, string join, Dictionary<string, string> changed)
    {
        // A number that the database gives is left to it.
        var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE NOT (pk = 1 AND upper(type) = 'INTEGER')", 1).ConvertAll(row => (string)row[0]);
        if (changed.Keys.Except(columns, StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new BenchmarkException($"The table {table} has no column {missing} any more: StoredDifferences must learn the new schema.");
        Execute(connection, $"""
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, $"original.\"{column}\"")))}
            FROM copies AS copy CROSS JOIN {table} AS original WHERE {join} ORDER BY copy.number
            """);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        _ = command.ExecuteNonQuery();
    }

    private static List<object[]> Query(SqliteConnection connection, string sql, int columns)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            rows.Add(new object[columns]);
            _ = reader.GetValues(rows[^1]);
        }

        return rows;
    }

    // As the emulator stores ids.
    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
