using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>How the database reads lists of differences: by which index, and never by looking at all of them, or sorting them.</summary>
public sealed class DifferencePlanTests : IDisposable
{
    private const string Id = "00000001-0000-4000-8000-000000000001";
    private const string Sorting = "USE TEMP B-TREE FOR ORDER BY";

    private readonly StoredDifferences _stored = StoredDifferences.Create();

    public static TheoryData<string> KindFilters =>
    [
        "group_id=" + Id, "object_type=employee,dependent", "type=name,dob", "classification=field_mismatch", "min_impact_score=2&max_impact_score=4", "is_open=true",
        "is_discrepancy=false", "is_dismissed=true", "is_open=true&is_discrepancy=true&type=name", "created_after=2024-08-20", "created_before=2024-08-20&is_open=false",
        "created_after=Tue, 20 Aug 2024 01:00:00 GMT&created_before=Wed, 21 Aug 2024 23:00:00 GMT",
    ];

    public static TheoryData<string> CreationOrders => ["", "sort_by=id", "sort_by=created&sort_direction=desc", "sort_direction=asc"];

    public static TheoryData<string> KindOrders =>
    [
        "sort_by=impact_score", "sort_by=group_id&sort_direction=desc", "sort_by=difference_type", "sort_by=is_dismissed", "sort_by=carrier_id", "sort_by=organization_id",
        "sort_by=object_type", "sort_by=difference_classification", "sort_by=is_suppressed&sort_direction=desc",
    ];

    public static TheoryData<string, string> KeyOrders => new()
    {
        { "modified", "modified" },
        { "version", "version" },
        { "employee_id", "employee_id" },
        { "object_id", "object_id" },
        { "resolved", "<expr>" },
        { "discrepancy_time", "<expr>" },
        { "replaced_by", "<expr>" },
    };

    public void Dispose() => _stored.Dispose();

    [Theory]
    [MemberData(nameof(CreationOrders))]
    public void The_list_of_all_in_the_order_of_creation_is_read_from_one_end(string order)
    {
        var plan = PlanOf(order);

        plan.ShouldContain("SCAN d USING INDEX sqlite_autoindex_differences_1");
        plan.Where(step => step != "SCAN d USING INDEX sqlite_autoindex_differences_1").ShouldAllBe(step => step == "SCALAR SUBQUERY 1" || step == "SCAN k");
    }

    [Theory]
    [MemberData(nameof(KindFilters))]
    public void A_filter_by_attributes_with_few_values_takes_the_nearest_of_each_kind(string filter)
    {
        foreach (var order in CreationOrders.Concat(KindOrders).Select(row => row.Data))
            ShouldMerge(PlanOf($"{filter}&{order}"), DifferenceKinds.Index, "created");
    }

    [Theory]
    [MemberData(nameof(KindOrders))]
    public void An_order_by_an_attribute_with_few_values_takes_the_nearest_of_each_kind(string order) =>
        ShouldMerge(PlanOf(order), DifferenceKinds.Index, "created");

    [Theory]
    [MemberData(nameof(KeyOrders))]
    public void An_order_by_an_attribute_with_many_values_does_so_by_an_index_that_is_made_when_many_are_to_be_sorted(string attribute, string key)
    {
        var dice = new Dice(1);
        for (var count = 0; count <= DifferenceLists.FewRows; count++)
            _ = _stored.Add(dice, count);
        var query = Query($"sort_by={attribute}&is_open=true&sort_direction=desc");

        var without = PlanFor(query);
        without.MissingIndex.ShouldNotBeNull();
        StepsOf(without.Statement, query.Filter.Values).ShouldContain(Sorting);
        _stored.Execute(without.MissingIndex!.Script);
        var with = PlanFor(query);

        with.MissingIndex.ShouldBeNull();
        ShouldMerge(StepsOf(with.Statement, query.Filter.Values), query.Sort.Index, key);
        _stored.Execute("UPDATE differences SET is_open = 0 WHERE rowid > 100");
        PlanFor(query).ShouldBe(without with { MissingIndex = null });
    }

    [Theory]
    [InlineData("employee", "SEARCH d USING INDEX IX_differences_employee_id_carrier_id_is_open (employee_id=?)")]
    [InlineData("transaction", "SEARCH s USING INDEX IX_difference_sources_transaction_id (transaction_id=?)")]
    [InlineData("member_snapshot_id=" + Id, "SEARCH s USING COVERING INDEX IX_difference_sources_snapshot_id_difference_id (snapshot_id=?)")]
    [InlineData("id=" + Id, "SEARCH d USING INDEX sqlite_autoindex_differences_1 (id=?)")]
    public void What_names_few_differences_finds_them_by_its_index(string filter, string step)
    {
        foreach (var more in (string[])["", "&is_open=true&type=name", "&sort_by=modified", "&created_after=2024-08-20&sort_by=impact_score"])
        {
            var query = Query(filter.Contains('=') ? filter + more : more);
            if (filter == "employee")
                query.Filter.OfEmployee(Guid.Parse(Id));
            if (filter == "transaction")
                query.Filter.SeenIn("transaction_id", Guid.Parse(Id));
            var steps = StepsOf(PlanFor(query).Statement, query.Filter.Values);

            steps.ShouldContain(step, more);
            ShouldLookAtNoMoreThanItMust(steps);
        }
    }

    [Fact]
    public void A_filter_by_object_does_so_by_an_index_that_is_made_when_there_are_many_differences()
    {
        var query = Query($"object_id={Id}&is_open=true");
        PlanFor(query).MissingIndex.ShouldBeNull();
        var dice = new Dice(1);
        for (var count = 0; count <= DifferenceLists.FewRows; count++)
            _ = _stored.Add(dice, count);

        _stored.Execute(PlanFor(query).MissingIndex.ShouldNotBeNull().Script);

        var plan = PlanFor(query);
        plan.MissingIndex.ShouldBeNull();
        var steps = StepsOf(plan.Statement, query.Filter.Values);
        steps.ShouldContain("SEARCH d USING INDEX differences_by_object (object_id=?)");
        ShouldLookAtNoMoreThanItMust(steps);
        PlanFor(Query($"object_id={Id}&id={Id}")).MissingIndex.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("is_open=true")]
    [InlineData("created_after=2024-08-20")]
    [InlineData("created_before=Tue, 20 Aug 2024 01:00:00 GMT&is_open=true")]
    public void Counts_by_attributes_with_few_values_are_sums_of_counts_that_are_kept(string filter)
    {
        var query = Query(filter);

        var steps = StepsOf(DifferenceStatements.Counts(query.Filter, ["group_id", "difference_type"]), query.Filter.Values);

        steps.Where(step => step.StartsWith("SEARCH d ", StringComparison.Ordinal)).ShouldAllBe(step => step == $"SEARCH d USING COVERING INDEX {DifferenceKinds.Index} (kind=? AND created>? AND created<?)");
        steps.ShouldAllBe(step => !step.StartsWith("SCAN d", StringComparison.Ordinal));
    }

    private static void ShouldMerge(List<string> steps, string index, string key)
    {
        var searches = steps.Where(step => step.StartsWith("SEARCH n ", StringComparison.Ordinal)).Where(step => !step.Contains("difference_days")).ToList();
        searches.Count.ShouldBeGreaterThanOrEqualTo(3);
        searches.Where(step => step.StartsWith("SEARCH n USING PRIMARY KEY", StringComparison.Ordinal)).ShouldAllBe(step => step == "SEARCH n USING PRIMARY KEY (day>? AND day<?)");
        searches.RemoveAll(step => step.StartsWith("SEARCH n USING PRIMARY KEY", StringComparison.Ordinal));
        searches.ShouldAllBe(step => step.StartsWith($"SEARCH n USING COVERING INDEX {index} (kind=?"));
        searches.Count(step => step.EndsWith($"(kind=? AND {key}=? AND id>?)", StringComparison.Ordinal) || step.EndsWith($"(kind=? AND {key}=? AND id<?)", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', steps));
        searches.Count(step => step.Contains($"(kind=? AND {key}>?", StringComparison.Ordinal) || step.Contains($"(kind=? AND {key}<?", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(1, string.Join('\n', steps));
        steps.ShouldNotContain(Sorting);
        ShouldLookAtNoMoreThanItMust(steps);
    }

    /// <summary>Tables of differences are searched, never scanned; what is scanned is small.</summary>
    private static void ShouldLookAtNoMoreThanItMust(List<string> steps) =>
        steps.Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal))
            .ShouldAllBe(step => step == "SCAN k" || step.StartsWith("SCAN k ") || step == "SCAN f" || step == "SCAN p" || step == "SCAN t" || step.StartsWith("SCAN json_each"), string.Join('\n', steps));

    private List<string> PlanOf(string query)
    {
        var read = Query(query);
        var plan = PlanFor(read);
        plan.MissingIndex.ShouldBeNull(query);
        return StepsOf(plan.Statement, read.Filter.Values);
    }

    private ListPlan PlanFor(DifferenceListQuery query)
    {
        using var reader = _stored.Database.OpenSqlReader();
        return DifferenceLists.PlanFor(reader, query);
    }

    private List<string> StepsOf(string statement, SqlValues values)
    {
        using var reader = _stored.Database.OpenSqlReader();
        using var rows = reader.Query("EXPLAIN QUERY PLAN " + statement, values);
        var steps = new List<string>();
        while (rows.Next())
            steps.Add(System.Text.Encoding.UTF8.GetString(rows.Text(3)));
        return steps;
    }

    private static DifferenceListQuery Query(string query)
    {
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('='))
            .ToDictionary(pair => pair[0], pair => new StringValues(pair[1]));
        var read = DifferenceListQuery.Read(new QueryCollection(parameters));
        read.Failure.ShouldBeNull(query);
        return read;
    }
}
