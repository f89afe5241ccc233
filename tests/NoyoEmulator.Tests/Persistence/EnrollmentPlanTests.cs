using NoyoEmulator.Fulfillment.IndividualEnrollments;
using NoyoEmulator.Persistence;
using NoyoEmulator.Shapes;

namespace NoyoEmulator.Tests.Persistence;

/// <summary>How the database reads lists of enrollments and plans: by an index, and without sorting what may be many.</summary>
public sealed class EnrollmentPlanTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("noyo-enrollments-").FullName;
    private readonly WorldDatabase _database;

    public EnrollmentPlanTests() => (_database, _) = WorldDatabase.Open(Path.Combine(_directory, "world.db"), durable: false);

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(true, false, "IX_individual_enrollments_group_id_created_id")]
    [InlineData(true, true, "IX_individual_enrollments_group_id_created_id")]
    [InlineData(false, false, "IX_individual_enrollments_group_enrollment_id_created_id")]
    [InlineData(false, true, "IX_individual_enrollments_group_enrollment_id_created_id")]
    public void A_page_of_enrollments_is_found_in_the_index_alone(bool isOfGroup, bool isWithin, string index)
    {
        var scope = isOfGroup ? EnrollmentScope.OfGroup(Guid.Empty) : EnrollmentScope.OfGroupEnrollment(Guid.Empty);

        var steps = StepsOf($"SELECT * FROM individual_enrollments WHERE {scope.PageCondition(isWithin)}");

        steps.ShouldContain(step => step.Contains($"SEARCH individual_enrollments USING COVERING INDEX {index}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plans", "group_id = ?1", "IX_plans_group_id_created_id")]
    [InlineData("plans", "group_id = ?1 AND carrier_id = ?2", "IX_plans_group_id_created_id")]
    public void A_page_is_read_from_the_newest_on(string table, string condition, string index)
    {
        var steps = StepsOf($"SELECT * FROM {table} WHERE {condition} ORDER BY created DESC, id DESC LIMIT 20 OFFSET 0");

        steps.ShouldHaveSingleItem().ShouldContain($"USING INDEX {index}");
    }

    [Theory]
    [InlineData("SELECT * FROM individual_enrollments WHERE employee_id = ?1 AND individual_id = ?2 ORDER BY created DESC, id DESC", "individual_enrollments")]
    [InlineData("SELECT * FROM plans WHERE id = ?1 ORDER BY group_id LIMIT 1", "plans")]
    [InlineData("SELECT * FROM group_enrollments WHERE group_id = ?1 ORDER BY created DESC, id DESC", "group_enrollments")]
    [InlineData("SELECT COUNT(*) FROM individual_enrollments WHERE group_enrollment_id = ?1", "individual_enrollments")]
    public void Nothing_is_scanned(string statement, string table) =>
        StepsOf(statement).ShouldContain(step => step.StartsWith($"SEARCH {table} USING", StringComparison.Ordinal));

    [Fact]
    public void A_page_of_what_is_kept_by_its_shape_is_read_from_the_newest_on()
    {
        var list = new ShapeList("lookup");
        list.Below(new PathId("group", "group_id"), "00000001-0000-4000-8000-000000000001");

        var steps = StepsOf($"SELECT * FROM shape_objects WHERE {list.PageCondition}");

        steps[0].ShouldContain("USING INDEX IX_shape_objects_collection_created_id");
        steps.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
    }

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
