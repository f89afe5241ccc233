using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tests.Persistence;

/// <summary>How the database reads renewal decisions, issues, feed runs and discrepancies: by an index, and without sorting what may be many.</summary>
public sealed class RequestPlanTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noyo-requests-").FullName;
    private readonly WorldDatabase _database;

    public RequestPlanTests() => (_database, _) = WorldDatabase.Open(Path.Combine(_directory, "world.db"), durable: false);

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("renewal_decisions", "TRUE", "IX_renewal_decisions_created_id")]
    [InlineData("renewal_decisions", "group_id = ?1", "IX_renewal_decisions_group_id_created_id")]
    [InlineData("issues", "TRUE", "IX_issues_created_id")]
    [InlineData("issues", "group_id = ?1", "IX_issues_group_id_created_id")]
    [InlineData("feed_runs", "TRUE", "IX_feed_runs_created_id")]
    [InlineData("feed_runs", "carrier_id = ?1", "IX_feed_runs_carrier_id_created_id")]
    [InlineData("feed_runs", "group_id = ?1", "IX_feed_runs_group_id_created_id")]
    [InlineData("differences", "discrepancy_time IS NOT NULL", "IX_differences_created_id")]
    [InlineData("discrepancy_steps", "difference_id = ?1", "IX_discrepancy_steps_difference_id_created_id")]
    [InlineData("partner_documents", "TRUE", "IX_partner_documents_created_id")]
    public void A_page_is_read_from_the_newest_on(string table, string condition, string index)
    {
        var steps = StepsOf($"SELECT * FROM {table} WHERE {condition} ORDER BY created DESC, id DESC LIMIT 20 OFFSET 0");

        steps.ShouldHaveSingleItem().ShouldContain($"USING INDEX {index}");
    }

    [Theory]
    [InlineData("SELECT * FROM issues WHERE issue_key = ?1", "issues")]
    [InlineData("SELECT * FROM issues WHERE employee_id = ?1 AND status IN ('open', 'pending_resolution') ORDER BY created, id", "issues")]
    public void Nothing_is_scanned(string statement, string table) =>
        StepsOf(statement).ShouldContain(step => step.StartsWith($"SEARCH {table} USING", StringComparison.Ordinal));

    private List<string> StepsOf(string statement)
    {
        using var reader = _database.OpenSqlReader();
        using var rows = reader.Query("EXPLAIN QUERY PLAN " + statement, SqlValues.None);
        var steps = new List<string>();
        while (rows.Next())
            steps.Add(System.Text.Encoding.UTF8.GetString(rows.Text(3)));
        return steps;
    }
}
