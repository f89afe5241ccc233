using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Employees and dependents that are made without a snapshot.</summary>
public sealed class MemberCreationTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Employees = "/api/v1/employees";
    private const string Location = "1f6f3c52-2c58-4a5e-9b0e-6d1c3e0b7a41";

    [Fact]
    public async Task An_employee_is_answered_as_it_is_read_from_then_on()
    {
        var body = NewMember.Employee().With("location_id", Location).With("classifications", new JsonObject { ["Floor"] = 2 }).With("person.ssn", "219099871");

        using var response = await App.SendAsync(HttpMethod.Post, Employees, body);
        var employee = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.Location!.ToString().ShouldBe($"{Employees}/{employee.Id()}");
        (await App.GetAsync($"{Employees}/{employee.Id()}")).ToText().ShouldBe(employee.ToText());
        employee.Text("group_id").ShouldBe(Defaults.ExampleGroup);
        employee.Text("location_id").ShouldBe(Location);
        employee["classifications"]!.ToText().ShouldBe("""{"Floor":2}""");
        employee["person"]!.Text("ssn").ShouldBe("219099871");
        employee["person"]!["mailing_address"]!.ToText().ShouldBe(employee["person"]!["home_address"]!.ToText());
        employee.AsObject().ContainsKey("custom_individual_id").ShouldBeFalse();
        (await App.EventTypesAsync()).ShouldBeEmpty();
        (await App.GetAsync($"/_emulator/explain/{employee.Id()}"))["entries"]!.AsArray().ShouldContain(entry => entry!.Text("kind") == "employee");
    }

    [Fact]
    public async Task A_dependent_is_answered_as_it_is_read_from_then_on()
    {
        var employee = await App.DoAsync(HttpMethod.Post, Employees, NewMember.Employee());
        var body = NewMember.Dependent().With("person.mailing_address", JsonNode.Parse("""{"street_one": "2 Side St", "city": "Bend", "state": "OR", "zip_code": "97702"}""")!);

        var dependent = await App.DoAsync(HttpMethod.Post, $"{Employees}/{employee.Id()}/dependents", body);

        (await App.GetAsync($"/api/v1/dependents/{dependent.Id()}")).ToText().ShouldBe(dependent.ToText());
        dependent.Text("employee_id").ShouldBe(employee.Id());
        dependent.Text("relationship").ShouldBe("child");
        dependent["person"]!["mailing_address"]!.Text("street_one").ShouldBe("2 Side St");
        (await App.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/employees/{employee.Id()}/dependents")).Total().ShouldBe(1);
    }

    [Fact]
    public async Task A_later_snapshot_enrolls_them_by_the_ids_they_were_given()
    {
        var employee = await App.DoAsync(HttpMethod.Post, Employees, NewMember.Employee().With("location_id", Location));
        var dependent = await App.DoAsync(HttpMethod.Post, $"{Employees}/{employee.Id()}/dependents", NewMember.Dependent());
        var body = FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Medical, "2024-09-01", position: 2)
            .With("employee.id", employee.Id()).With("dependents[0].id", dependent.Id());

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("P1D");

        snapshot.Text("employee_id").ShouldBe(employee.Id());
        snapshot["created_members"]!.AsArray().ShouldBeEmpty();
        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        new[] { employee.Id(), dependent.Id() }.ShouldBeSubsetOf((await App.RecordsAsync(Defaults.AcceptingCarrier)).Keys);
        var read = await App.GetAsync($"{Employees}/{employee.Id()}");
        read["person"]!.Text("first_name").ShouldBe("Ada");
        read.Text("custom_individual_id").ShouldBe(FamilyBody.CustomId(1));
        read.Text("location_id").ShouldBe(Location);
        (await App.GetAsync($"/api/v1/dependents/{dependent.Id()}")).Text("custom_individual_id").ShouldBe(FamilyBody.CustomId(1, 2));
    }

    [Fact]
    public async Task No_carrier_hears_of_them()
    {
        var employee = await App.DoAsync(HttpMethod.Post, Employees, NewMember.Employee());
        _ = await App.DoAsync(HttpMethod.Post, $"{Employees}/{employee.Id()}/dependents", NewMember.Dependent());

        (await App.AdvanceAsync("P3D"))["fired"]!.AsArray().ShouldNotContain(entry => entry!.Id() == employee.Id());
        (await App.ExampleDifferencesAsync()).ShouldBeEmpty();
        (await App.GetAsync($"{Employees}/{employee.Id()}/status"))["carrier_statuses"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(" annie ", "BAKER", "1990-05-06", null)]
    [InlineData("Zoe", "Zander", "1970-01-01", "219099871")]
    public async Task An_employee_who_is_there_already_is_refused(string first, string last, string born, string? ssn)
    {
        var known = await App.DoAsync(HttpMethod.Post, Employees, NewMember.Employee().With("person.ssn", "219099871"));
        var body = NewMember.Employee(first, last, born);
        if (ssn is not null)
            body["person"]!["ssn"] = ssn;
        var before = await App.StateAsync();

        var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, Employees, body);

        error.Text("message").ShouldEndWith(known.Id());
        error.ToText().ShouldNotContain("219099871");
        (await App.StateAsync()).ShouldBe(before);
        _ = await App.DoAsync(HttpMethod.Post, Employees, body.With("group_id", Defaults.SnapshotGroup));
    }

    [Fact]
    public async Task Who_differs_in_name_or_birth_and_has_no_number_in_common_is_another_employee()
    {
        _ = await App.DoAsync(HttpMethod.Post, Employees, NewMember.Employee().With("person.ssn", "219099871"));

        foreach (var body in new[] { NewMember.Employee("Ann"), NewMember.Employee(last: "Bakers"), NewMember.Employee(born: "1990-05-07").With("person.ssn", null) })
            _ = await App.DoAsync(HttpMethod.Post, Employees, body);

        (await App.GetAsync($"/api/v1/groups/{Defaults.ExampleGroup}/employees")).Total().ShouldBe(4);
    }

    [Fact]
    public async Task A_dependent_of_the_family_with_the_same_name_and_birth_is_refused()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2));
        var body = NewMember.Dependent("bo2", " test", "1962-03-04");

        var error = await App.RefusedAsync(HttpStatusCode.Conflict, HttpMethod.Post, $"{Employees}/{FamilyBody.Id(1)}/dependents", body);

        error.Text("message").ShouldBe($"A dependent of the employee has the same name and date of birth: {FamilyBody.Id(1, 2)}");
        _ = await App.DoAsync(HttpMethod.Post, $"{Employees}/{FamilyBody.Id(2)}/dependents", body);
    }

    [Fact]
    public async Task Whoever_they_are_to_belong_to_must_exist()
    {
        const string nobody = "30b74a44-d5b1-4123-a7a4-6d3aec251ba4";
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));

        (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, Employees, NewMember.Employee().With("group_id", nobody)))
            .Text("message").ShouldBe($"Group not found with UUID {nobody}");
        foreach (var id in new[] { nobody, "nobody", FamilyBody.Id(1, 2) })
        {
            (await App.RefusedAsync(HttpStatusCode.NotFound, HttpMethod.Post, $"{Employees}/{id}/dependents", NewMember.Dependent()))
                .Text("message").ShouldBe($"Employee not found with UUID {id}");
        }
    }

    [Theory]
    [InlineData("group_id", "7", "$.group_id")]
    [InlineData("location_id", "here", "$.location_id")]
    [InlineData("person.ssn", "123-45-6789", "$.person.ssn")]
    [InlineData("person.date_of_birth", "1990-02-30", "$.person.date_of_birth")]
    [InlineData("person.sex", "f", "$.person.sex")]
    [InlineData("person.home_address.state", "XX", "$.person.home_address.state")]
    [InlineData("employment.employment_status", "busy", "$.employment.employment_status")]
    [InlineData("employment.hours_worked", null, "$.employment.hours_worked")]
    [InlineData("person.contact", "none", "$.person.contact")]
    public async Task What_is_wrong_with_an_employee_is_told_with_its_place(string path, string? value, string field)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Employees, NewMember.Employee().With(path, value));

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe(field);
        if (value is { Length: > 4 })
            error.ToText().ShouldNotContain(value);
    }

    [Fact]
    public async Task All_that_is_required_is_named_when_it_is_missing()
    {
        (await FieldsAsync(Employees, [])).ShouldBe(["$.group_id", "$.person", "$.employment"], ignoreOrder: true);
        (await FieldsAsync(Employees, JsonNode.Parse("""{"group_id": "2613a221-d3c8-4c8a-86d5-e7e885fd1da9", "person": {}, "employment": {}}""")!.AsObject())).ShouldBe(
            [
                "$.person.first_name", "$.person.last_name", "$.person.date_of_birth", "$.person.sex", "$.person.home_address",
                "$.employment.employment_status", "$.employment.hours_worked", "$.employment.employment_dates",
            ],
            ignoreOrder: true);
        (await FieldsAsync($"{Employees}/{FamilyBody.Id(1)}/dependents", [])).ShouldBe(["$.person", "$.relationship"], ignoreOrder: true);
    }

    [Fact]
    public async Task They_are_part_of_a_world_that_is_written_down_as_a_seed()
    {
        var employee = await App.DoAsync(HttpMethod.Post, Employees, NewMember.Employee().With("location_id", Location));
        var dependent = await App.DoAsync(HttpMethod.Post, $"{Employees}/{employee.Id()}/dependents", NewMember.Dependent());
        var seed = await App.GetAsync("/_emulator/seed");

        await using var other = await App.CreateWorldAsync("members");
        _ = await other.DoAsync(HttpMethod.Put, "/_emulator/seed", seed.DeepClone());

        (await other.GetAsync("/_emulator/seed")).ToText().ShouldBe(seed.ToText());
        Plain(await other.GetAsync($"{Employees}/{employee.Id()}")).ShouldBe(Plain(employee));
        Plain(await other.GetAsync($"/api/v1/dependents/{dependent.Id()}")).ShouldBe(Plain(dependent));
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/members");
    }

    [Theory]
    [InlineData(Defaults.ExampleGroup, "5e1ec7ed-0000-4000-8000-000000000001")]
    [InlineData(Defaults.GuideGroup, Location)]
    public async Task An_employee_works_at_a_location_of_the_group_or_at_none(string group, string location)
    {
        var body = NewMember.Employee().With("group_id", group).With("location_id", location);

        (await FieldsAsync(Employees, body)).ShouldBe(["$.location_id"]);
        (await App.AllAsync($"/api/v1/groups/{group}/employees?last_name={body["person"]!.Text("last_name")}")).ShouldBeEmpty();
    }

    private static string Plain(JsonNode member) => member.DeepClone().AsObject().Without("version").Without("created").Without("modified").ToText();

    private async Task<IReadOnlyList<string>> FieldsAsync(string path, JsonObject body) =>
        [.. (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, path, body))["errors"]!.AsArray().Select(error => error!.Text("field"))];
}
