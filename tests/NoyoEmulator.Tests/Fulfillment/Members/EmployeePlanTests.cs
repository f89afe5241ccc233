using System.Text;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tests.Fulfillment.Members;

/// <summary>How the database reads lists of members: in the order of an index, so that a page costs the same however many there are.</summary>
public sealed class EmployeePlanTests : IDisposable
{
    private const string Group = "00000001-0000-4000-8000-000000000001";
    private const string ByCreation = $"SEARCH members USING INDEX {MemberConfiguration.CreationIndex} (type=?)";
    private const string ByGroup = $"SEARCH members USING INDEX {MemberConfiguration.GroupIndex} (group_id=? AND type=?)";

    private readonly StoredMembers _members = new();

    public void Dispose() => _members.Dispose();

    [Theory]
    [InlineData("", ByCreation)]
    [InlineData("first_name=a&last_name=b&name=c d", ByCreation)]
    [InlineData("employment_status=retired", ByCreation)]
    [InlineData("group_id=" + Group, ByGroup)]
    [InlineData("group_id=" + Group + "&name=a&employment_status=retired", ByGroup)]
    public void A_page_is_read_in_the_order_of_an_index_and_counted_in_it_alone(string query, string step)
    {
        var plan = PlanFor(query);

        StepsOf($"SELECT document FROM members WHERE {plan.Page}").ShouldBe([step]);
        StepsOf(plan.Total!).ShouldHaveSingleItem().ShouldContain("USING COVERING INDEX ");
    }

    [Theory]
    [InlineData("date_of_birth=1990-01-01", "SEARCH members USING INDEX IX_members_date_of_birth_group_id (date_of_birth=?)")]
    [InlineData("date_of_birth=1990-01-01&first_name=a&group_id=" + Group, "SEARCH members USING INDEX IX_members_date_of_birth_group_id (date_of_birth=? AND group_id=?)")]
    [InlineData("person_id=" + Group, "SEARCH members USING INDEX sqlite_autoindex_members_1 (id=?)")]
    public void What_finds_few_finds_them_by_its_index(string query, string step) =>
        StepsOf($"SELECT document FROM members WHERE {PlanFor(query).Page}").ShouldContain(step);

    [Theory]
    [InlineData("", "SEARCH members USING COVERING INDEX " + MemberConfiguration.CreationIndex + " (type=?)")]
    [InlineData("group_id=" + Group, "SEARCH members USING COVERING INDEX " + MemberConfiguration.GroupIndex + " (group_id=? AND type=?)")]
    [InlineData("employment_status=retired", "SEARCH members USING COVERING INDEX " + MemberIndexes.StatusOrder + " (employment_status=?)")]
    [InlineData("employment_status=retired&group_id=" + Group, "SEARCH members USING COVERING INDEX " + MemberIndexes.GroupStatusOrder + " (group_id=? AND employment_status=?)")]
    public void Among_many_a_page_is_found_in_a_block_of_its_list_without_documents(string query, string step)
    {
        _members.AddMany(1200);
        _members.Index();
        var plan = PlanFor(query);

        plan.Total.ShouldBeNull();
        StepsOf($"SELECT document FROM members WHERE {plan.Page}").ShouldBe(
            ["SEARCH members USING INTEGER PRIMARY KEY (rowid=?)", "LIST SUBQUERY 1", step, "USE TEMP B-TREE FOR ORDER BY"]);
        StepsOf($"SELECT document FROM members WHERE {plan.PageWithin}").ShouldContain(step[..^1] + (" AND (created,id)<(?,?))"));
    }

    [Theory]
    [InlineData("first_name=abc")]
    [InlineData("name=x yz abc&employment_status=retired&date_of_birth=1990-01-01&group_id=" + Group)]
    public void Among_many_those_with_a_part_of_a_name_are_found_by_it(string query)
    {
        _members.AddMany(1200);
        _members.Index();
        var plan = PlanFor(query);

        foreach (var steps in new[] { StepsOf($"SELECT document FROM members WHERE {plan.Page}"), StepsOf(plan.Total!), StepsOf(PeopleSearch.Named(isOfGroup: true)) })
        {
            steps.ShouldContain("SEARCH members USING INTEGER PRIMARY KEY (rowid=?)");
            steps.ShouldContain(step => step.StartsWith("SCAN member_names VIRTUAL TABLE INDEX 0:M", StringComparison.Ordinal));
            steps.ShouldAllBe(step => !step.StartsWith("SCAN members", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void People_are_looked_for_without_their_documents()
    {
        StepsOf(PeopleSearch.Candidates("instr(search_name, 'a') > 0", isOfGroup: false)).ShouldBe([$"SCAN members USING COVERING INDEX {MemberConfiguration.CreationIndex}"]);
        StepsOf(PeopleSearch.Candidates("instr(search_name, 'a') > 0", isOfGroup: true))
            .ShouldBe([$"SEARCH members USING COVERING INDEX {MemberConfiguration.GroupIndex} (group_id=?)"]);
    }

    [Fact]
    public void Dependents_are_read_in_the_order_of_an_index() =>
        StepsOf($"SELECT document FROM members WHERE {DependentEndpoints.Condition}").ShouldBe(["SEARCH members USING INDEX IX_members_employee_id_created_id (employee_id=?)"]);

    private EmployeeListPlan PlanFor(string query)
    {
        using var reader = _members.Database.OpenSqlReader();
        return StoredMembers.Query(query).PlanFor(reader);
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
