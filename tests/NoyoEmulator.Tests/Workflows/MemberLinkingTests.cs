using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>Which known member a person of a snapshot is.</summary>
public sealed class MemberLinkingTests(FrozenWorld world) : FrozenWorldTests(world)
{
    [Fact]
    public async Task Without_auto_link_a_new_dependent_with_a_known_name_and_date_of_birth_is_refused_with_Noyos_message()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        var error = await App.RefusedAsync(HttpStatusCode.BadRequest, HttpMethod.Post, Path, Renamed(dependentId: "another-id"));
        error.Text("message").ShouldBe($"Error creating dependent. Existing dependent has matching name and date of birth: {FamilyBody.Id(1, 2)}");
    }

    [Fact]
    public async Task With_auto_link_the_custom_id_is_linked_once_and_resolves_from_then_on()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));

        var linked = await App.PostSnapshotAsync(Defaults.ExampleGroup, Renamed("employee-x", "dependent-x").With("enable_member_auto_link", true));
        linked["created_members"]!.AsArray().ShouldBeEmpty();
        linked.Text("employee_id").ShouldBe(FamilyBody.Id(1));
        linked["member_snapshot"]!["dependents"]![0]!.Text("id").ShouldBe(FamilyBody.Id(1, 2));

        var later = await App.PostSnapshotAsync(Defaults.ExampleGroup, Renamed("employee-x", "dependent-x"));
        later["created_members"]!.AsArray().ShouldBeEmpty();
        later.Text("employee_id").ShouldBe(FamilyBody.Id(1));
    }

    [Theory]
    [InlineData("123456789", "123456789", "Ada", "Test", true)]
    [InlineData("123456789", "123456789", "Alice", "Test", true)]
    [InlineData("123456789", "123456789", "Adele", "Other", true)]
    [InlineData("123456789", "123456789", "Bob", "Other", false)]
    [InlineData("123456789", "219099871", "Ada", "Test", false)]
    [InlineData(null, "123456789", "Ada", "Test", true)]
    [InlineData(null, "123456789", "Adele", "Test", false)]
    public async Task Likeness_needs_the_same_number_with_a_likely_name_or_the_same_names_without_a_number(
        string? knownSsn, string? ssn, string firstName, string lastName, bool isLinked)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, WithSsn(FamilyBody.Of(1), knownSsn));

        var body = WithSsn(Renamed("employee-x"), ssn).With("employee.person.first_name", firstName).With("employee.person.last_name", lastName)
            .With("enable_member_auto_link", true);
        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        (snapshot.Text("employee_id") == FamilyBody.Id(1)).ShouldBe(isLinked);
        snapshot["created_members"]!.AsArray().Count.ShouldBe(isLinked ? 0 : 1);
    }

    [Fact]
    public async Task Jimmy_is_James_where_number_and_date_of_birth_are_the_same()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, WithSsn(FamilyBody.Of(1), "219099871").With("employee.person.first_name", "James"));
        var body = WithSsn(Renamed("employee-x"), "219099871").With("employee.person.first_name", "Jimmy").With("enable_member_auto_link", true);
        (await App.PostSnapshotAsync(Defaults.ExampleGroup, body)).Text("employee_id").ShouldBe(FamilyBody.Id(1));
    }

    [Fact]
    public async Task Several_who_could_be_meant_are_not_linked()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(2));
        var body = Renamed("employee-x").With("enable_member_auto_link", true);
        (await App.PostSnapshotAsync(Defaults.ExampleGroup, body))["created_members"]!.AsArray().ShouldHaveSingleItem()!.Text("custom_individual_id").ShouldBe("employee-x");
    }

    [Fact]
    public async Task Auto_link_never_gives_two_dependents_the_same_known_member()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        // Two of the same name, born on the same day, of whom one is known.
        var namesake = Renamed(dependentId: "second")["dependents"]![0]!.DeepClone();
        var body = Renamed(dependentId: "first").With("enable_member_auto_link", true);
        body["dependents"]!.AsArray().Add(namesake);

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        var dependents = snapshot["member_snapshot"]!["dependents"]!.AsArray();
        dependents[0]!.Id().ShouldBe(FamilyBody.Id(1, 2));
        var created = snapshot["created_members"]!.AsArray().ShouldHaveSingleItem()!;
        created.Text("custom_individual_id").ShouldBe("second");
        created.Id().ShouldBe(dependents[1]!.Id());
        created.Id().ShouldNotBe(FamilyBody.Id(1, 2));
        (await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot"))["dependents"]!.AsArray()
            .Select(dependent => dependent!.Text("custom_individual_id")).ShouldBe([FamilyBody.CustomId(1, 2), "second"]);
    }

    [Fact]
    public async Task A_linked_member_is_found_by_each_of_its_ids_and_keeps_the_first()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));

        var linked = await App.PostSnapshotAsync(Defaults.ExampleGroup, Renamed("n1", "n2").With("enable_member_auto_link", true));

        linked["member_snapshot"]!["employee"]!.Text("custom_individual_id").ShouldBe("n1");
        linked["member_snapshot"]!["dependents"]![0]!.Text("custom_individual_id").ShouldBe("n2");
        linked["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()).ShouldBe(
        [
            $"The custom_individual_id n1 was new and now finds the employee {FamilyBody.Id(1)}, as {FamilyBody.CustomId(1)} does too.",
            $"The custom_individual_id n2 was new and now finds the dependent {FamilyBody.Id(1, 2)}, as {FamilyBody.CustomId(1, 2)} does too.",
        ]);
        foreach (var body in new[] { Renamed("n1", "n2"), FamilyBody.Of(1, dependents: 1).ByCustomIdAlone(1).ByCustomIdAlone(2), Renamed("n1", "n2").With("enable_member_auto_link", true) })
        {
            var later = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
            later.Text("employee_id").ShouldBe(FamilyBody.Id(1));
            later["created_members"]!.AsArray().ShouldBeEmpty();
            later["warnings"]!.AsArray().ShouldBeEmpty();
        }

        var calculated = await App.GetAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");
        calculated["employee"]!.Text("custom_individual_id").ShouldBe(FamilyBody.CustomId(1));
        calculated["dependents"]!.AsArray().ShouldHaveSingleItem()!.Text("custom_individual_id").ShouldBe(FamilyBody.CustomId(1, 2));
    }

    [Fact]
    public async Task Two_ids_of_one_member_are_no_two_members()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, Renamed(dependentId: "n2").With("enable_member_auto_link", true));
        var body = FamilyBody.Of(1, dependents: 1).ByCustomIdAlone(2);
        body["dependents"]!.AsArray().Add(Renamed(dependentId: "n2")["dependents"]![0]!.DeepClone());

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, body);

        error["errors"]![0]!.Text("field").ShouldBe("$.dependents[1].custom_individual_id");
        error.Text("message").ShouldContain($"is another id of a member that the snapshot has already: {FamilyBody.Id(1, 2)}");
    }

    [Fact]
    public async Task Who_is_named_is_not_taken_for_somebody_alike()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        var body = Renamed(dependentId: "namesake").With("enable_member_auto_link", true);
        body["dependents"]!.AsArray().Add(FamilyBody.Of(1, dependents: 1)["dependents"]![0]!.DeepClone());

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        snapshot["created_members"]!.AsArray().ShouldHaveSingleItem()!.Text("custom_individual_id").ShouldBe("namesake");
        snapshot["member_snapshot"]!["dependents"]![1]!.Id().ShouldBe(FamilyBody.Id(1, 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_enrolled_member_may_be_named_by_the_other_kind_of_id(bool isFamilyNamedByNoyosId)
    {
        var before = (await App.RecordsAsync(Defaults.AcceptingCarrier)).Keys;
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        var body = FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Medical, "2024-09-01", position: 2);
        foreach (var position in new[] { 1, 2 })
        {
            var member = (position == 1 ? body["employee"] : body["dependents"]![0])!.AsObject();
            var enrolled = body["coverages"]![0]!["enrolled_members"]![position - 1]!.AsObject();
            _ = member.Remove(isFamilyNamedByNoyosId ? "custom_individual_id" : "id");
            if (!isFamilyNamedByNoyosId)
            {
                _ = enrolled.Remove("custom_individual_id");
                enrolled["individual_id"] = FamilyBody.Id(1, position);
            }
        }

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);

        snapshot["created_members"]!.AsArray().ShouldBeEmpty();
        snapshot["member_snapshot"]!["coverages"]![0]!["enrolled_members"]!.AsArray().Select(member => member!.Text("individual_id"))
            .ShouldBe([FamilyBody.Id(1), FamilyBody.Id(1, 2)]);
        _ = await App.AdvanceAsync("PT1M");
        (await App.RecordsAsync(Defaults.AcceptingCarrier)).Keys.ShouldBeSubsetOf([FamilyBody.Id(1), FamilyBody.Id(1, 2), .. before]);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("individual_id", "99999999-9999-4999-8999-999999999999", "individual_id", "must be the id of the employee or of a dependent of this snapshot")]
    [InlineData("custom_individual_id", "nobody", "custom_individual_id", "must be the custom_individual_id of the employee or of a dependent of this snapshot")]
    public async Task An_enrolled_member_who_turns_out_to_be_nobody_of_the_snapshot_is_refused_where_it_is_named(
        string field, string value, string place, string problem)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        var body = FamilyBody.Of(1, dependents: 1).Enroll(Offer.Medical, "2024-09-01", position: 2);
        _ = field == "individual_id" ? body.ByCustomIdAlone(1) : body.ByIdAlone(1);
        var enrolled = body["coverages"]![0]!["enrolled_members"]![0]!.AsObject();
        _ = enrolled.Remove("custom_individual_id");
        enrolled[field] = value;
        var before = await App.StateAsync();

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, body);

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe($"$.coverages[0].enrolled_members[0].{place}");
        error.Text("message").ShouldContain(problem);
        (await App.StateAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_enrolled_member_of_the_wrong_type_is_refused_also_where_only_linking_tells()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        var body = FamilyBody.Of(1, dependents: 1).ByCustomIdAlone(2).Enroll(Offer.Medical, "2024-09-01");
        var enrolled = body["coverages"]![0]!["enrolled_members"]![0]!.AsObject();
        _ = enrolled.Remove("custom_individual_id");
        enrolled["individual_id"] = FamilyBody.Id(1, 2);

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Path, body);

        error["errors"]!.AsArray().ShouldHaveSingleItem()!.Text("field").ShouldBe("$.coverages[0].enrolled_members[0].individual_type");
    }

    [Fact]
    public async Task A_snapshot_by_Noyos_id_alone_keeps_the_custom_id_known_before()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1));
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1).ByIdAlone(1).ByIdAlone(2));

        var byCustomId = await App.PostSnapshotAsync(
            Defaults.ExampleGroup, FamilyBody.Of(1, dependents: 1).ByCustomIdAlone(1).ByCustomIdAlone(2));

        byCustomId["created_members"]!.AsArray().ShouldBeEmpty();
        byCustomId.Text("employee_id").ShouldBe(FamilyBody.Id(1));
        byCustomId["member_snapshot"]!["dependents"]![0]!.Id().ShouldBe(FamilyBody.Id(1, 2));
    }

    [Fact]
    public async Task Linking_looks_only_within_the_group_and_only_when_it_is_asked_for()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
        var elsewhere = Renamed("employee-x").With("enable_member_auto_link", true);
        (await App.PostSnapshotAsync(Defaults.SnapshotGroup, elsewhere))["created_members"]!.AsArray().ShouldHaveSingleItem();
        (await App.PostSnapshotAsync(Defaults.ExampleGroup, Renamed("employee-y").With("enable_member_auto_link", false)))["created_members"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_date_of_birth_is_another_person()
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1));
        var body = Renamed("employee-x").With("employee.person.date_of_birth", "1970-07-07").With("enable_member_auto_link", true);
        (await App.PostSnapshotAsync(Defaults.ExampleGroup, body))["created_members"]!.AsArray().Count.ShouldBe(1);
    }

    private static string Path => $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    private static JsonObject WithSsn(JsonObject body, string? ssn) => body.With("employee.person.ssn", ssn);

    /// <summary>Family 1 as a platform sends it that does not know Noyo's ids yet.</summary>
    private static JsonObject Renamed(string? employeeId = null, string? dependentId = null)
    {
        var body = FamilyBody.Of(1, dependents: dependentId is null ? 0 : 1);
        if (employeeId is not null)
            _ = body.Without("employee.id").With("employee.custom_individual_id", employeeId);
        if (dependentId is not null)
            _ = body.Without("dependents[0].id").With("dependents[0].custom_individual_id", dependentId);
        return body;
    }
}
