using System.Net;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>The filters of the lists of employees.</summary>
public sealed class EmployeeListTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string All = "/api/v1/employees";

    [Theory]
    [InlineData("first_name=ann", "Annie")]
    [InlineData("first_name=NIE", "Annie")]
    [InlineData("first_name=%20annie%20", "Annie")]
    [InlineData("last_name=bak", "Annie")]
    [InlineData("name=annie bak", "Annie")]
    [InlineData("name=nie rie ker", "Annie")]
    [InlineData("name=marie+baker", "Annie")]
    [InlineData("name=baker annie", "")]
    [InlineData("name=annie annie", "")]
    [InlineData("first_name=annie marie", "")]
    [InlineData("first_name=renée", "RENÉE")]
    [InlineData("first_name=RENÉE", "RENÉE")]
    [InlineData("last_name=öz", "RENÉE")]
    [InlineData("last_name=İpek", "RENÉE")]
    [InlineData("name=renée ÖZ ipek_", "")]
    [InlineData("first_name=%25", "100%_\\")]
    [InlineData("first_name=_", "100%_\\")]
    [InlineData("first_name=%5C", "100%_\\")]
    [InlineData("name=%25_", "100%_\\")]
    [InlineData("name=%25_%5C+smith", "100%_\\")]
    [InlineData("name=0_", "")]
    [InlineData("name=1%250", "")]
    [InlineData("date_of_birth=1990-05-06", "Annie")]
    [InlineData("employment_status=retired", "RENÉE")]
    [InlineData("employment_status=retired&first_name=annie", "")]
    [InlineData("group_id=d0ec3837-3499-4a2f-8c58-966ef7e46d95&name=smith", "100%_\\")]
    [InlineData("group_id=30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "")]
    [InlineData("person_id=30b74a44-d5b1-4123-a7a4-6d3aec251ba4", "")]
    [InlineData("first_name=&last_name=%20&date_of_birth=1990-05-06", "Annie")]
    [InlineData("first_name=%00", "")]
    [InlineData("name=%00", "")]
    [InlineData("first_name=%22ann%22", "")]
    [InlineData("name=annie OR renée", "")]
    [InlineData("name=annie*", "")]
    [InlineData("first_name=ann' OR '1'='1", "")]
    public async Task Parts_of_names_are_found_in_any_case_and_no_character_is_special(string query, string found)
    {
        await HireAsync();

        var list = await App.GetAsync($"{All}?{query}");

        list["response"]!.AsArray().Select(employee => employee!["person"]!.Text("first_name")).ShouldBe(found.Length == 0 ? [] : [found]);
        list.Total().ShouldBe(found.Length == 0 ? 0 : 1);
    }

    [Theory]
    [InlineData("date_of_birth=1990-02-30")]
    [InlineData("date_of_birth=")]
    [InlineData("employment_status=Full-Time")]
    [InlineData("person_id=me")]
    [InlineData("group_id=mine")]
    [InlineData("first_name=a&first_name=b")]
    [InlineData("page_size=101")]
    [InlineData("status=full-time")]
    public async Task What_is_no_filter_is_refused_by_its_name(string query)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{All}?{query}");
        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe(query.Split('=')[0]);
    }

    [Fact]
    public async Task A_group_has_its_own_employees_only_and_an_unknown_one_has_no_list()
    {
        await HireAsync();

        (await App.GetAsync($"/api/v1/groups/{Defaults.SnapshotGroup}/employees?last_name=s")).Total().ShouldBe(1);
        (await App.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/employees")).Total().ShouldBe(2);
        (await App.GetAsync($"/ui/v1/employees?group_id={Defaults.ExampleGroup}")).Total().ShouldBe(2);
        const string nobody = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";
        foreach (var path in new[] { $"/api/v1/groups/{nobody}/employees", "/api/v1/groups/nobody/employees?page_size=0" })
            (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path)).Text("message").ShouldStartWith("Group not found with UUID nobody"[..25]);
    }

    [Fact]
    public async Task A_dependent_is_on_no_list_of_employees()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        (await App.GetAsync($"{All}?first_name=bo")).Total().ShouldBe(0);
    }

    private async Task HireAsync()
    {
        _ = await App.DoAsync(HttpMethod.Post, All, NewMember.Employee().With("person.middle_name", "Marie"));
        _ = await App.DoAsync(HttpMethod.Post, All, NewMember.Employee("RENÉE", "Öz İPEK", "1970-01-02").With("employment.employment_status", "retired"));
        _ = await App.DoAsync(HttpMethod.Post, All, NewMember.Employee("100%_\\", "Smith", "1970-01-03").With("group_id", Defaults.SnapshotGroup).With("employment.employment_status", "contract"));
    }
}
