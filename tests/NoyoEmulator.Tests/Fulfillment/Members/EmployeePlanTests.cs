using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Tracking;

namespace NoyoEmulator.Tests.Fulfillment.Members;

/// <summary>How the database reads lists of members: in the order of an index, so that a page costs the same however many there are.</summary>
public sealed class EmployeePlanTests : IDisposable
{
    private const string Group = "00000001-0000-4000-8000-000000000001";
    private const string ByCreation = $"SEARCH members USING INDEX {MemberConfiguration.CreationIndex} (type=?)";
    private const string ByGroup = $"SEARCH members USING INDEX {MemberConfiguration.GroupIndex} (group_id=? AND type=?)";

    private readonly StoredDifferences _stored = StoredDifferences.Create();

    public void Dispose() => _stored.Dispose();

    [Theory]
    [InlineData("", ByCreation)]
    [InlineData("first_name=a&last_name=b&name=c d", ByCreation)]
    [InlineData("employment_status=retired", ByCreation)]
    [InlineData("group_id=" + Group, ByGroup)]
    [InlineData("group_id=" + Group + "&name=a&employment_status=retired", ByGroup)]
    public void A_page_is_read_in_the_order_of_an_index_and_counted_in_it_alone(string query, string step)
    {
        var read = Query(query);

        StepsOf($"SELECT document FROM members WHERE {read.Condition}").ShouldBe([step]);
        StepsOf(read.Total).ShouldHaveSingleItem().ShouldContain("USING COVERING INDEX ");
    }

    [Theory]
    [InlineData("date_of_birth=1990-01-01", "SEARCH members USING INDEX IX_members_date_of_birth_group_id (date_of_birth=?)")]
    [InlineData("date_of_birth=1990-01-01&first_name=a&group_id=" + Group, "SEARCH members USING INDEX IX_members_date_of_birth_group_id (date_of_birth=? AND group_id=?)")]
    [InlineData("person_id=" + Group, "SEARCH members USING INDEX sqlite_autoindex_members_1 (id=?)")]
    public void What_finds_few_finds_them_by_its_index(string query, string step) =>
        StepsOf($"SELECT document FROM members WHERE {Query(query).Condition}").ShouldContain(step);

    [Fact]
    public void People_are_looked_for_without_their_documents()
    {
        StepsOf(PeopleSearch.Candidates("instr(search_name, 'a') > 0", isOfGroup: false)).ShouldBe([$"SCAN members USING COVERING INDEX {MemberConfiguration.CreationIndex}"]);
        StepsOf(PeopleSearch.Candidates("group_id = x'01' AND (instr(search_name, 'a') > 0)", isOfGroup: true))
            .ShouldBe([$"SEARCH members USING COVERING INDEX {MemberConfiguration.GroupIndex} (group_id=?)"]);
    }

    [Fact]
    public void Dependents_are_read_in_the_order_of_an_index() =>
        StepsOf($"SELECT document FROM members WHERE {DependentEndpoints.Condition}").ShouldBe(["SEARCH members USING INDEX IX_members_employee_id_created_id (employee_id=?)"]);

    private static EmployeeListQuery Query(string query)
    {
        var read = EmployeeListQuery.Read(new QueryCollection(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('='))
            .ToDictionary(pair => pair[0], pair => new StringValues(pair[1]))));
        read.Failure.ShouldBeNull(query);
        return read;
    }

    private List<string> StepsOf(string statement)
    {
        using var reader = _stored.Database.OpenSqlReader();
        using var rows = reader.Query("EXPLAIN QUERY PLAN " + statement, SqlValues.None);
        var steps = new List<string>();
        while (rows.Next())
            steps.Add(Encoding.UTF8.GetString(rows.Text(3)));
        return steps;
    }
}
