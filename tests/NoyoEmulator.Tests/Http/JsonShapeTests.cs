using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Http;

public sealed class JsonShapeTests
{
    [Theory]
    [InlineData("employee.employment.hours_worked", "\"40\"", "employee.employment.hours_worked must be an integer, not a string")]
    [InlineData(
        "employee.employment.hours_worked", "40.5", "employee.employment.hours_worked must be an integer, without a fraction or exponent")]
    [InlineData(
        "employee.employment.hours_worked", "3000000000", "employee.employment.hours_worked must be from -2147483648 to 2147483647")]
    [InlineData("employee.employment.salary.amount", "1e400", "employee.employment.salary.amount must be a number of at most 28 digits")]
    [InlineData("employee.employment.salary.amount", "true", "employee.employment.salary.amount must be a number, not true")]
    [InlineData("enable_member_auto_link", "1", "enable_member_auto_link must be true or false, not a number")]
    [InlineData("employee.person", "[]", "employee.person must be an object, not an array")]
    [InlineData("employee.classifications", "\"x\"", "employee.classifications must be an object, not a string")]
    [InlineData("coverages", "{}", "coverages must be an array, not an object")]
    [InlineData("coverages[0].enrolled_members[1]", "null", "coverages[0].enrolled_members[1] must be an object, not null")]
    [InlineData("employee.person.suffix", "null", "employee.person.suffix must be a string, not null; leave it out where it is optional")]
    [InlineData(
        "employee.person.details.tobacco.types[0]", "false", "employee.person.details.tobacco.types[0] must be a string, not false")]
    public void A_wrong_kind_is_named_and_the_rest_is_read(string path, string json, string message)
    {
        var (value, failures) = Read(SnapshotBody.Full().With(path, JsonNode.Parse(json)));

        var failure = failures.ShouldHaveSingleItem();
        failure.Field.ShouldBe($"$.{path}");
        failure.Message.ShouldBe(message);
        value.ShouldNotBeNull().SnapshotMode.ShouldBe("current_open");
    }

    [Theory]
    [InlineData("employee.person.ssn")]
    [InlineData("employee.person.contact.email_address")]
    [InlineData("coverages[0].enrolled_members[0].individual_id")]
    [InlineData("coverages[0].enrolled_members[0].custom_individual_id")]
    public void Null_is_a_value_where_the_schema_says_so(string path) =>
        Read(SnapshotBody.Full().With(path, null)).Failures.ShouldBeEmpty();

    [Fact]
    public void Items_keep_their_places_when_one_of_them_cannot_be_read()
    {
        var (value, _) = Read(SnapshotBody.Full().With("coverages[0].enrolled_members[0]", "text"));

        var members = value!.Coverages![0].EnrolledMembers!;
        members.Count.ShouldBe(3);
        members[0].ShouldBeNull();
        members[2].CustomIndividualId.ShouldBe("d-2");
    }

    [Fact]
    public void Unknown_properties_are_ignored_and_so_is_what_only_answers_carry()
    {
        var (value, failures) = Read(SnapshotBody.Full().With("unknown", 1).With("employee.group_id", 5));

        failures.ShouldBeEmpty();
        value!.Employee!.GroupId.ShouldBeNull();
        value.Employee.Id.ShouldBe(SnapshotBody.EmployeeId);
    }

    [Fact]
    public void Every_failure_is_found_in_one_pass_in_document_order()
    {
        var body = SnapshotBody.Full().With("snapshot_mode", 1).With("events[1]", null).With("employee.id", false)
            .With("dependents", "none");

        Read(body).Failures.Select(failure => failure.Field)
            .ShouldBe(["$.snapshot_mode", "$.events[1]", "$.employee.id", "$.dependents"]);
    }

    [Theory]
    [InlineData("coverages", "{}")]
    [InlineData("employee.person.details.tobacco.types", "\"pipe\"")]
    public void A_hostile_number_of_parts_is_given_up_on(string path, string item)
    {
        var body = SnapshotBody.Full().With(path, new JsonArray([.. Enumerable.Range(0, 30_000).Select(_ => JsonNode.Parse(item))]));

        var (value, failures) = Read(body);

        value.ShouldBeNull();
        failures.ShouldHaveSingleItem().Message.ShouldBe("the body holds more than 20000 objects and array items");
    }

    [Fact]
    public void A_hostile_number_of_failures_is_given_up_on()
    {
        var body = new JsonObject { ["coverages"] = new JsonArray([.. Enumerable.Range(0, 30_000).Select(_ => (JsonNode?)null)]) };

        var (value, failures) = Read(body);

        value.ShouldBeNull();
        failures.Count.ShouldBe(JsonShape.MaxFailures);
    }

    [Fact]
    public void Other_types_of_the_wire_are_read_too()
    {
        const string Json =
            """{"id": "x", "level": "loud", "when": "today", "counts": {"a": 1, "b": "2", "c d": []}, "anything": null, "size": 5000000000}""";

        var (value, failures) = Read<Other>(Json);

        value.ShouldBeNull();
        failures.Select(failure => failure.Field)
            .ShouldBe(["$.id", "$.level", "$.when", "$.counts.b", "$.counts['c d']", "$.name"]);
    }

    [Fact]
    public void Types_with_required_members_are_built_when_all_is_well()
    {
        var (value, failures) = Read<Other>(
            """{"name": "n", "id": "4bf04f73-0aad-48ac-b28a-e5f4def7c5e9", "when": "2024-02-29", "size": 5000000000}""");

        failures.ShouldBeEmpty();
        value.ShouldNotBeNull().Size.ShouldBe(5_000_000_000);
    }

    private static (InboundMemberSnapshot? Value, IReadOnlyList<FieldError> Failures) Read(JsonObject body) =>
        Read<InboundMemberSnapshot>(body.ToJsonString());

    private static (T? Value, IReadOnlyList<FieldError> Failures) Read<T>(string json)
        where T : class
    {
        using var document = JsonDocument.Parse(json);
        return JsonShape.Read<T>(document.RootElement);
    }

    private enum Level
    {
        Low,
        High,
    }

    private sealed record Other
    {
        public required string Name { get; init; }

        public Guid Id { get; init; }

        public Level? Level { get; init; }

        public DateOnly? When { get; init; }

        public IReadOnlyDictionary<string, int>? Counts { get; init; }

        public JsonElement? Anything { get; init; }

        public long? Size { get; init; }
    }
}
