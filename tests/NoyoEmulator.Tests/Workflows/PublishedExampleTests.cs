using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>The published example of a create request, posted as it is.</summary>
public sealed class PublishedExampleTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Employee = "6e7a80fc-473e-460a-8368-454e9e8dc9cb";
    private const string Spouse = "ab740704-7c37-4010-92b3-d22c6926be3e";

    [Fact]
    public async Task Every_field_of_the_answer_is_what_the_request_and_the_new_ids_make_it()
    {
        var text = ExampleText();
        var (status, answer) = await App.PostSnapshotTextAsync(Defaults.ExampleGroup, text);

        status.ShouldBe(HttpStatusCode.Created, answer);
        var actual = JsonNode.Parse(answer)!;
        Guid.Parse(actual.Text("id")).ShouldNotBe(Guid.Parse(actual.Text("version")));
        ShouldBeSame(actual, new JsonObject
        {
            ["id"] = actual.Text("id"),
            ["version"] = actual.Text("version"),
            ["created"] = WorldIntents.StartSeconds,
            ["modified"] = WorldIntents.StartSeconds,
            ["employee_id"] = Employee,
            ["status"] = "processing",
            ["created_members"] = new JsonArray(
                new JsonObject { ["id"] = Employee, ["type"] = "employee", ["custom_individual_id"] = "718713143" },
                new JsonObject { ["id"] = Spouse, ["type"] = "dependent", ["custom_individual_id"] = "378713198" }),
            ["member_snapshot"] = SnapshotBody.Example().With("employee.group_id", Defaults.ExampleGroup),
            ["warnings"] = new JsonArray(),
            ["fulfillment_summary"] = new JsonArray(new JsonObject
            {
                ["carrier_id"] = Defaults.AcceptingCarrier,
                ["status"] = "processing",
                ["errors"] = new JsonArray(),
            }),
            ["inbound_snapshot"] = text,
        });
    }

    [Fact]
    public async Task The_answer_is_the_published_one_apart_from_ids_and_times()
    {
        var file = Path.Combine(Repository.Root, "..", "shared", "noyo", "example-create-response.json");
        Assert.SkipUnless(File.Exists(file), "Noyo's own example response is not part of the repository and is not beside it.");

        var actual = await App.PostSnapshotAsync(Defaults.SnapshotGroup, SnapshotBody.Example());

        actual.AsObject().Remove("inbound_snapshot").ShouldBeTrue();
        actual["member_snapshot"]!["employee"]!.Text("group_id").ShouldBe(Defaults.SnapshotGroup);
        ShouldBeSame(WithoutIdsAndTimes(actual), WithoutIdsAndTimes(
            JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!));
    }

    [Fact]
    public async Task Reading_the_snapshot_gives_the_bytes_of_the_answer_to_its_creation()
    {
        var (_, created) = await App.PostSnapshotTextAsync(Defaults.ExampleGroup, ExampleText());

        (await App.TextAsync($"/api/v1/member_snapshots/{JsonNode.Parse(created)!.Text("id")}")).ShouldBe(created);
    }

    [Fact]
    public async Task What_was_sent_is_kept_to_the_letter_and_unknown_fields_are_ignored_elsewhere()
    {
        var body = SnapshotBody.Example()
            .With("a_new_field", new JsonObject { ["deep"] = new JsonArray(1, "two") })
            .With("employee.person.shoe_size", 44)
            .With("coverages[0].enrolled_members[0].note", "caf\u00e9")
            .With("dependents[0].person.home_address.planet", null);
        var text = " \t\r\n" + body.ToJsonString(new() { WriteIndented = true }) + "\n\n";

        var (status, answer) = await App.PostSnapshotTextAsync(Defaults.ExampleGroup, text);

        status.ShouldBe(HttpStatusCode.Created, answer);
        var snapshot = JsonNode.Parse(answer)!;
        snapshot.Text("inbound_snapshot").ShouldBe(text);
        ShouldBeSame(snapshot["member_snapshot"]!, SnapshotBody.Example().With("employee.group_id", Defaults.ExampleGroup));
    }

    [Fact]
    public async Task Posting_it_again_links_the_members_and_finds_nothing_to_change()
    {
        var first = await App.PostSnapshotAsync(Defaults.ExampleGroup, SnapshotBody.Example());
        _ = await App.AdvanceAsync("P1D");
        (await App.GetSnapshotAsync(first.Text("id"))).StatusAt(Defaults.AcceptingCarrier).ShouldBe("sent");
        var differences = await App.ExampleDifferencesAsync();

        var second = await App.PostSnapshotAsync(Defaults.ExampleGroup, SnapshotBody.Example());
        second["created_members"]!.AsArray().ShouldBeEmpty();
        second.Text("employee_id").ShouldBe(Employee);
        second.StatusAt(Defaults.AcceptingCarrier).ShouldBe("processing");
        var ledger = await App.AdvanceAsync("P1D");

        ledger["fired"]!.AsArray().Count.ShouldBe(1);
        var done = await App.GetSnapshotAsync(second.Text("id"));
        done.Text("status").ShouldBe("completed");
        done.StatusAt(Defaults.AcceptingCarrier).ShouldBe("no_changes");
        (await App.ExampleDifferencesAsync()).Select(it => it.ToJsonString()).ShouldBe(differences.Select(it => it.ToJsonString()));
        (await App.EventTypesAsync(second.Text("id")))
            .ShouldBe(["member_snapshot.status_change", "member_snapshot_carrier_fulfillment_status.status_change"]);
        (await App.GetSnapshotAsync(first.Text("id"))).Text("status").ShouldBe("completed");
    }

    private static string ExampleText() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "create-member-snapshot.json"));

    private static void ShouldBeSame(JsonNode actual, JsonNode expected) =>
        JsonNode.DeepEquals(actual, expected).ShouldBeTrue($"{actual.ToJsonString()}\n\nshould be\n\n{expected.ToJsonString()}");

    private static JsonNode WithoutIdsAndTimes(JsonNode node)
    {
        string[] apart = ["id", "version", "created", "modified", "employee_id", "individual_id", "group_id"];
        switch (node)
        {
            case JsonObject item:
                foreach (var name in apart)
                {
                    // An event's id is the platform's own.
                    if (!(name == "id" && item.ContainsKey("reason")))
                        _ = item.Remove(name);
                }

                foreach (var (_, value) in item)
                    _ = value is null ? null : WithoutIdsAndTimes(value);
                break;
            case JsonArray array:
                foreach (var value in array)
                    _ = WithoutIdsAndTimes(value!);
                break;
        }

        return node;
    }
}
