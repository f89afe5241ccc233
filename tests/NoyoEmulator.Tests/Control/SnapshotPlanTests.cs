using System.Text;
using NoyoEmulator.Control;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Fulfillment.Members;

namespace NoyoEmulator.Tests.Control;

/// <summary>How the database reads the list of snapshots: in the order of an index, and names by those of members.</summary>
public sealed class SnapshotPlanTests : IDisposable
{
    private const string Id = "00000001-0000-4000-8000-000000000001";

    private readonly StoredMembers _members = new();

    public void Dispose() => _members.Dispose();

    [Theory]
    [InlineData("", "SEARCH member_snapshots USING INDEX IX_member_snapshots_origin_created_id (origin=?)")]
    [InlineData("status=completed", "SEARCH member_snapshots USING INDEX IX_member_snapshots_origin_created_id (origin=?)")]
    [InlineData("carrier_id=" + Id, "SEARCH member_snapshots USING INDEX IX_member_snapshots_origin_created_id (origin=?)")]
    [InlineData("group_id=" + Id, "SEARCH member_snapshots USING INDEX IX_member_snapshots_group_id_origin_created_id (group_id=? AND origin=?)")]
    [InlineData("employee_id=" + Id, "SEARCH member_snapshots USING INDEX IX_member_snapshots_employee_id_origin_created_id (employee_id=? AND origin=?)")]
    [InlineData("employee_id=" + Id + "&status=completed&carrier_id=" + Id, "SEARCH member_snapshots USING INDEX IX_member_snapshots_employee_id_origin_created_id (employee_id=? AND origin=?)")]
    public void A_page_is_read_in_the_order_of_an_index(string query, string step)
    {
        var steps = StepsOf(PlanFor(query).Page);

        steps.ShouldContain(step);
        ShouldFindTheRest(steps);
    }

    [Fact]
    public void Names_are_looked_for_without_documents_and_snapshots_by_what_has_them()
    {
        var plan = PlanFor("search=abc");

        foreach (var steps in new[] { StepsOf(plan.Page), StepsOf(plan.Total) })
        {
            steps.ShouldContain("SEARCH members USING COVERING INDEX members_by_creation (type=?)");
            ShouldFindSnapshotsByNames(steps);
        }
    }

    [Fact]
    public void Among_many_those_with_a_part_of_a_name_are_found_by_it()
    {
        _members.AddMany(1200);
        _members.Index();
        var plan = PlanFor("search=abc");

        foreach (var steps in new[] { StepsOf(plan.Page), StepsOf(plan.Total) })
        {
            steps.ShouldContain("SEARCH members USING INTEGER PRIMARY KEY (rowid=?)");
            steps.ShouldContain(step => step.StartsWith("SCAN member_names VIRTUAL TABLE INDEX 0:M", StringComparison.Ordinal));
            ShouldFindSnapshotsByNames(steps);
        }
    }

    private static void ShouldFindSnapshotsByNames(List<string> steps)
    {
        steps.ShouldContain("SEARCH member_snapshots USING COVERING INDEX IX_member_snapshots_employee_id_origin_created_id (employee_id=?)");
        steps.ShouldContain("SEARCH member_snapshots USING COVERING INDEX IX_member_snapshots_group_id_origin_created_id (group_id=?)");
        steps.ShouldContain("SEARCH member_snapshots USING INTEGER PRIMARY KEY (rowid=?)");
        steps.ShouldAllBe(step => !step.StartsWith("SCAN member_snapshots", StringComparison.Ordinal));
    }

    private static void ShouldFindTheRest(List<string> steps)
    {
        foreach (var (name, table) in new[] { ("g", "groups"), ("m", "members"), ("c", "member_snapshot_contents") })
            steps.ShouldContain($"SEARCH {name} USING INDEX sqlite_autoindex_{table}_1 ({(name == "c" ? "snapshot_id" : "id")}=?) LEFT-JOIN");
    }

    private SnapshotSearchPlan PlanFor(string query)
    {
        using var reader = _members.Database.OpenSqlReader();
        return SnapshotSearchTests.Query(query).PlanFor(reader);
    }

    private List<string> StepsOf(string statement)
    {
        using var reader = _members.Database.OpenSqlReader();
        using var rows = reader.Query("EXPLAIN QUERY PLAN " + statement, SqlValues.None);
        var steps = new List<string>();
        while (rows.Next())
            steps.Add(Encoding.UTF8.GetString(rows.Text(3)));
        return steps;
    }
}
