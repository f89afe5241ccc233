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
