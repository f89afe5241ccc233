using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Reading employees and dependents, by each of their ids.</summary>
public sealed class MemberTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Unknown = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";
    private const string Groups = $"/api/v1/groups/{Defaults.ExampleGroup}";

    private static readonly string EmployeeId = FamilyBody.Id(1);
    private static readonly string DependentId = FamilyBody.Id(1, 2);

    [Fact]
    public async Task An_employee_is_answered_with_what_was_stated_and_without_what_only_a_snapshot_has()
    {
        var body = SnapshotBody.Example();
        var stated = body["employee"]!;

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body.DeepClone());
        var employee = await App.GetAsync($"/api/v1/employees/{snapshot.Text("employee_id")}");

        employee["created"]!.GetValue<long>().ShouldBe(WorldIntents.StartSeconds);
        employee["modified"]!.GetValue<long>().ShouldBe(WorldIntents.StartSeconds);
        employee.Text("group_id").ShouldBe(Defaults.ExampleGroup);
        employee.Text("custom_individual_id").ShouldBe(stated.Text("custom_individual_id"));
        employee["person"]!.Text("first_name").ShouldBe(stated["person"]!.Text("first_name"));
        employee["person"]!["home_address"]!.Text("city").ShouldBe(stated["person"]!["home_address"]!.Text("city"));
        employee["employment"]!["hours_worked"]!.GetValue<int>().ShouldBe(stated["employment"]!["hours_worked"]!.GetValue<int>());
        employee.AsObject().Select(property => property.Key).ShouldBeSubsetOf(
            ["id", "version", "created", "modified", "group_id", "custom_individual_id", "location_id", "person", "employment", "classifications"]);
    }

    [Fact]
    public async Task Every_field_of_a_person_comes_back_and_the_number_only_where_it_may_be_seen()
    {
        var body = SnapshotBody.Full().Without("coverages").Without("omitted_coverage_handling");
        body["employee"]!.AsObject().Remove("id");
        body["dependents"]![0]!.AsObject().Remove("id");

        var id = (await App.PostSnapshotAsync(Defaults.ExampleGroup, body.DeepClone())).Text("employee_id");
        var employee = await App.GetAsync($"/api/v1/employees/{id}");
        var ui = (await App.GetAsync($"/ui/v1/employees/{id}"))["employee"]!;

        var person = body["employee"]!["person"]!.AsObject();
        Sorted(employee["person"]!).ShouldBe(Sorted(person));
        var salary = employee["employment"]!["salary"]!.AsObject();
        salary.ContainsKey("effective_date").ShouldBeFalse();
        employee["employment"]!["employment_dates"]!.Text("terminated").ShouldBe("2059-12-31");
        employee["classifications"]!.Text("Department").ShouldBe("Maps");
        Sorted(ui["person"]!).ShouldBe(Sorted(person.DeepClone().AsObject().Without("ssn")));
    }

    [Fact]
    public async Task What_a_snapshot_changes_is_seen_at_once_with_another_version()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        var before = await App.GetAsync($"/api/v1/employees/{EmployeeId}");
        var dependentBefore = await App.GetAsync($"/api/v1/dependents/{DependentId}");
        _ = await App.AdvanceAsync("P1D");

        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1)
            .With("employee.person.last_name", "Other").With("dependents[0].relationship", "step-child"));

        var after = await App.GetAsync($"/api/v1/employees/{EmployeeId}");
        after["person"]!.Text("last_name").ShouldBe("Other");
        after.Text("version").ShouldNotBe(before.Text("version"));
        after.Number("created").ShouldBe(before.Number("created"));
        after.Number("modified").ShouldBe(before.Number("modified") + 86_400);
        var dependent = await App.GetAsync($"/api/v1/dependents/{DependentId}");
        dependent.Text("relationship").ShouldBe("step-child");
        dependent.Text("version").ShouldNotBe(dependentBefore.Text("version"));
        (await App.GetAsync("/api/v1/employees?last_name=other")).Total().ShouldBe(1);
        (await App.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/employees?last_name=test")).Total().ShouldBe(0);
    }

    [Fact]
    public async Task Members_are_found_by_Noyos_id_by_the_platforms_and_by_the_one_it_was_given_later()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1)
            .With("employee.custom_individual_id", "later/1 %é").With("dependents[0].custom_individual_id", "later-2"));

        foreach (var employee in new[] { EmployeeId, FamilyBody.CustomId(1), "later%2F1%20%25%C3%A9" })
        {
            (await App.GetAsync($"{Groups}/employees/{employee}")).Id().ShouldBe(EmployeeId, employee);
            (await App.GetAsync($"{Groups}/employees/{employee}/dependents"))["response"]!.AsArray().ShouldHaveSingleItem()!.Id().ShouldBe(DependentId);
            foreach (var dependent in new[] { DependentId, FamilyBody.CustomId(1, 2), "later-2" })
            {
                (await App.GetAsync($"{Groups}/employees/{employee}/dependents/{dependent}")).Id().ShouldBe(DependentId);
                (await App.GetAsync($"{Groups}/dependents/{dependent}")).Id().ShouldBe(DependentId);
            }
        }
    }

    [Fact]
    public async Task An_id_of_the_platforms_may_look_like_one_of_Noyos_which_comes_first()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).With("employee.custom_individual_id", Unknown));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2).With("employee.custom_individual_id", EmployeeId));

        (await App.GetAsync($"{Groups}/employees/{Unknown}")).Id().ShouldBe(EmployeeId);
        (await App.GetAsync($"{Groups}/employees/{EmployeeId}")).Id().ShouldBe(EmployeeId);
    }

    [Fact]
    public async Task A_path_that_does_not_fit_together_finds_nobody()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2, dependents: 1));
        var (other, otherDependent) = (FamilyBody.Id(2), FamilyBody.Id(2, 2));
        const string elsewhere = $"/api/v1/groups/{Defaults.GuideGroup}";

        await NobodyAsync("Employee", Unknown, "nobody", DependentId);
        await NobodyAsync("Dependent", Unknown, "nobody", EmployeeId);
        foreach (var path in new[] { $"{elsewhere}/employees", $"{Groups}x/employees", $"/ui{elsewhere[4..]}/employees" })
            await NotFoundAsync($"{path}/{EmployeeId}");
        await NotFoundAsync($"{Groups}/employees/{FamilyBody.CustomId(1, 2)}", $"Employee not found with UUID {FamilyBody.CustomId(1, 2)}");
        await NotFoundAsync($"{Groups}/dependents/{FamilyBody.CustomId(1)}", $"Dependent not found with UUID {FamilyBody.CustomId(1)}");
        await NotFoundAsync($"{elsewhere}/employees/{FamilyBody.CustomId(1)}", $"Employee not found with UUID {FamilyBody.CustomId(1)}");
        await NotFoundAsync($"{elsewhere}/dependents/{DependentId}", $"Dependent not found with UUID {DependentId}");
        await NotFoundAsync($"{elsewhere}/employees/{EmployeeId}/dependents", $"Employee not found with UUID {EmployeeId}");
        await NotFoundAsync($"{Groups}/employees/{EmployeeId}/dependents/{otherDependent}", $"Dependent not found with UUID {otherDependent}");
        await NotFoundAsync($"/api/v1/employees/{EmployeeId}/dependents/{otherDependent}", $"Dependent not found with UUID {otherDependent}");
        await NotFoundAsync($"/api/v1/employees/{DependentId}/dependents/{DependentId}", $"Employee not found with UUID {DependentId}");
        await NotFoundAsync($"/api/v1/employees/{other}/dependents/{DependentId}", $"Dependent not found with UUID {DependentId}");
        await NotFoundAsync($"/api/v1/groups/{Unknown}/employees/{EmployeeId}", $"Group not found with UUID {Unknown}");
        await NotFoundAsync($"/api/v1/employees/{FamilyBody.CustomId(1)}", $"Employee not found with UUID {FamilyBody.CustomId(1)}");
    }

    [Fact]
    public async Task Dependents_are_listed_newest_first_and_page_by_page()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 2));
        _ = await App.AdvanceAsync("PT1H");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 3));
        string[] expected = [FamilyBody.Id(1, 4), FamilyBody.Id(1, 3), FamilyBody.Id(1, 2)];

        foreach (var path in new[] { $"/api/v1/employees/{EmployeeId}/dependents", $"{Groups}/employees/{EmployeeId}/dependents" })
        {
            var page = await App.GetAsync(path);
            page.Total().ShouldBe(3);
            page["response"]!.AsArray().Select(dependent => dependent!.Id()).ShouldBe(expected);
            (await App.GetAsync($"{path}?page_size=1&offset=1"))["response"]!.AsArray().ShouldHaveSingleItem()!.Id().ShouldBe(expected[1]);
            _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{path}?page_size=0");
        }

        (await App.GetAsync($"/ui/v1/employees/{EmployeeId}"))["dependents"]!.AsArray().Select(dependent => dependent!.Id()).ShouldBe(expected.Reverse());
    }

    [Fact]
    public async Task User_interfaces_see_the_group_and_the_dependents_beside_the_employee()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1).With("dependents[0].person.ssn", "219099871"));

        foreach (var path in new[] { "/ui/v1/employees", $"/ui/v1/groups/{Defaults.ExampleGroup}/employees" })
        {
            var found = (await App.GetAsync($"{path}?last_name=test"))["response"]!.AsArray().ShouldHaveSingleItem()!;
            found["employee"]!.Id().ShouldBe(EmployeeId);
            found["group"]!.Id().ShouldBe(Defaults.ExampleGroup);
            found["group"]!.Text("name").ShouldBe("Juniper Tools");
            found["dependents"]!.AsArray().ShouldHaveSingleItem()!.Id().ShouldBe(DependentId);
            found.ToText().ShouldNotContain("ssn");
        }

        (await App.GetAsync($"/api/v1/dependents/{DependentId}"))["person"]!.Text("ssn").ShouldBe("219099871");
        _ = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"/ui/v1/groups/{Defaults.ExampleGroup}/employees?name=ada");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/ui/v1/groups/{Unknown}/employees");
        _ = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, $"/ui/v1/employees/{DependentId}");
    }

    [Fact]
    public async Task Neither_a_name_that_is_looked_for_nor_an_id_of_the_platforms_stays_in_the_journal()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
        foreach (var path in new[]
        {
            "/api/v1/employees?first_name=Wilhelmina&last_name=Wilhelmina&name=Wilhelmina+Wilhelmina&date_of_birth=1971-02-03",
            "/api/v1/employees?first%5Fname=Wilhelmina&date_of_birth=1971-02-03x", "/ui/v1/employees?name=Wilhelmina",
            $"{Groups}/employees/Wilhelmina", $"{Groups}/dependents/Wilhelmina", $"{Groups}/employees/Wilhelmina/dependents",
            $"{Groups}/employees/{FamilyBody.CustomId(1)}/dependents/Wilhelmina",
        })
        {
            _ = await App.SendAsync(HttpMethod.Get, path);
            var entry = (await App.GetAsync("/_emulator/requests/latest")).ToText();
            foreach (var personal in (string[])["wilhelmina", "1971-02-03", FamilyBody.CustomId(1)])
                entry.ShouldNotContain(personal, Case.Insensitive, path);
        }

        _ = await App.DoAsync(HttpMethod.Post, "/api/v1/people", new JsonObject { ["full_name"] = "Ada Test", ["ssn"] = "219-09-9871", ["date_of_birth"] = "1961-03-04" });
        var search = (await App.GetAsync("/_emulator/requests/latest")).ToText();
        foreach (var personal in (string[])["Ada", "Test", "219", "1961"])
            search.ShouldNotContain($"\"{personal}", Case.Sensitive);
    }

    private static string Sorted(JsonNode node) => node switch
    {
        JsonObject parts => $"{{{string.Join(",", parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}:{Sorted(part.Value!)}"))}}}",
        _ => node.ToText(),
    };

    private async Task NobodyAsync(string noun, params string[] ids)
    {
        foreach (var id in ids)
            await NotFoundAsync($"/api/v1/{noun.ToLowerInvariant()}s/{id}", $"{noun} not found with UUID {id}");
    }

    private async Task NotFoundAsync(string path, string? message = null)
    {
        var error = await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Get, path);
        if (message is not null)
            error.Text("message").ShouldBe(message);
    }
}
