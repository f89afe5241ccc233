using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>What a snapshot does not state is not changed; null, where Noyo's schema has it, states that there is none.</summary>
public sealed class SilenceTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private static readonly Offer Carrier = Offer.Life;

    [Fact]
    public async Task What_a_snapshot_leaves_out_is_neither_compared_nor_erased_at_the_carrier()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Carrier, "2024-01-01"));
        _ = await App.PatchRecordAsync(Carrier.CarrierId, FamilyBody.Id(1), JsonNode.Parse("""
            {
              "person": {
                "middle_name": "Q", "suffix": "Jr", "marital_status": "married", "ssn": "219099871", "details": { "tobacco": { "user": true } },
                "contact": { "email_address": "ada@example.com", "home_phone": "+15415550100", "work_phone": "+15415550101" },
                "home_address": { "street_two": "Apt 5", "county": "Deschutes" }
              },
              "employment": { "salary": { "amount": 52000, "type": "salary", "unit": "annual", "effective_date": "2024-01-01" } }
            }
            """)!);
        await PatchEnrollmentAsync("""
            {
              "volume": 50000, "carrier_config": { "benefit_class": "A" },
              "cobra_details": { "cobra_enrolled": false, "qualifying_event_reason": "layoff" },
              "pcp_details": { "providers": [ { "identification_code": "1", "identification_code_type": "service_provider_number" } ] }
            }
            """);
        var held = (await RecordAsync()).ToJsonString();

        (await App.SyncAsync(Carrier.CarrierId))["created"]!.AsArray().ShouldBeEmpty();
        var again = await App.PostSnapshotAsync(Defaults.ExampleGroup, FamilyBody.Of(1).Enroll(Carrier, "2024-01-01"));
        _ = await App.AdvanceAsync("PT1M");

        (await RecordAsync()).ToJsonString().ShouldBe(held);
        (await App.GetSnapshotAsync(again.Id())).StatusAt(Carrier.CarrierId).ShouldBe("no_changes");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_beside_what_is_left_out_reaches_the_carrier_and_leaves_the_rest()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Carrier, "2024-01-01", volume: 1000));
        _ = await App.PatchRecordAsync(Carrier.CarrierId, FamilyBody.Id(1), JsonNode.Parse("""{"person":{"ssn":"219099871","middle_name":"Q"}}""")!);

        await PostAndAdvanceAsync(FamilyBody.Of(1).With("employee.person.last_name", "Changed").Enroll(Carrier, "2024-01-01"));

        var record = await RecordAsync();
        record["person"]!.Text("last_name").ShouldBe("Changed");
        record["person"]!.Text("ssn").ShouldBe("219099871");
        record["person"]!.Text("middle_name").ShouldBe("Q");
        record["enrollments"]![0]!.Number("volume").ShouldBe(1000);
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ssn", "219099871", "person.ssn", "*****9871")]
    [InlineData("contact.email_address", "ada@example.com", "person.contact.email_address", "ada@example.com")]
    public async Task Null_states_that_there_is_none_and_erases_it_at_the_carrier(string field, string value, string key, string shown)
    {
        await PostAndAdvanceAsync(With(field, value));
        var none = With(field, null);

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, none);

        var change = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem()["fields"]!.AsArray().ShouldHaveSingleItem()!;
        (change.Text("key"), change["platform_value"], change.Text("carrier_value")).ShouldBe((key, null, shown));
        Find(snapshot["member_snapshot"]!["employee"]!["person"]!, field, out var isStated).ShouldBeNull();
        isStated.ShouldBeTrue();
        _ = await App.AdvanceAsync("PT1M");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        Find((await RecordAsync())["person"]!, field, out _).ShouldBeNull();
        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Carrier.CarrierId).ShouldBe("sent");
    }

    [Fact]
    public async Task The_calculated_snapshot_keeps_what_earlier_snapshots_stated_until_it_is_stated_otherwise()
    {
        var full = FamilyBody.Of(1, dependents: 1).With("employee.person.ssn", "219099871").With("employee.person.middle_name", "Q")
            .With("employee.person.contact", JsonNode.Parse("""{"email_address":"ada@example.com","home_phone":"+15415550100"}""")!)
            .With("dependents[0].person.marital_status", "single").With("employee.group_individual_id", "g-1")
            .Enroll(Carrier, "2024-01-01", volume: 1000);
        var coverage = full["coverages"]![0]!.AsObject();
        coverage["custom_plan_id"] = "p-1";
        coverage["signature_date"] = "2023-12-20";
        coverage["carrier_config"] = new JsonObject { ["benefit_class"] = "A", ["location"] = "7" };
        coverage["enrolled_members"]![0]!["latest_change_effective_date"] = "2024-01-15";
        await PostAndAdvanceAsync(full);
        var known = await CalculatedAsync();

        await PostAndAdvanceAsync(FamilyBody.Of(1, dependents: 1).Enroll(Carrier, "2024-01-01"));

        (await CalculatedAsync()).ShouldBe(known);
        var partly = FamilyBody.Of(1, dependents: 1).With("employee.person.ssn", null)
            .With("employee.person.contact", JsonNode.Parse("""{"home_phone":"+15415550199"}""")!).Enroll(Carrier, "2024-01-01");
        partly["coverages"]![0]!["carrier_config"] = new JsonObject { ["benefit_class"] = "B" };
        await PostAndAdvanceAsync(partly);
        var calculated = JsonNode.Parse(await CalculatedAsync())!;
        var person = calculated["employee"]!["person"]!.AsObject();
        person.TryGetPropertyValue("ssn", out var ssn).ShouldBeTrue();
        ssn.ShouldBeNull();
        person["contact"]!.Text("email_address").ShouldBe("ada@example.com");
        person["contact"]!.Text("home_phone").ShouldBe("+15415550199");
        calculated["coverages"]![0]!["carrier_config"]!.ToJsonString().ShouldBe("""{"benefit_class":"B","location":"7"}""");
    }

    [Fact]
    public async Task A_carrier_that_does_not_know_a_member_is_told_all_that_Noyo_knows()
    {
        await PostAndAdvanceAsync(FamilyBody.Of(1).With("employee.person.ssn", "219099871").Enroll(Carrier, "2024-01-01"));
        _ = await App.BehaveAsync(Defaults.ShiftingCarrier);

        await PostAndAdvanceAsync(FamilyBody.Of(1).Enroll(Carrier, "2024-01-01").Enroll(Offer.Vision, "2024-09-01"));

        (await App.RecordsAsync(Defaults.ShiftingCarrier))[FamilyBody.Id(1)]["person"]!.Text("ssn").ShouldBe("219099871");
    }

    [Fact]
    public async Task A_change_in_carrier_config_reaches_the_carrier_and_is_compared()
    {
        await PostAndAdvanceAsync(WithConfig("""{"benefit_class":"A","location":"7"}"""));

        var snapshot = await App.PostSnapshotAsync(Defaults.ExampleGroup, WithConfig("""{"benefit_class":"B"}"""));

        var change = (await App.ExampleDifferencesAsync("is_open=true")).ShouldHaveSingleItem();
        change.Text("difference_type").ShouldBe("ie_carrier_config");
        change["fields"]!.ToJsonString().ShouldBe("""[{"key":"carrier_config.benefit_class","platform_value":"B","carrier_value":"A"}]""");
        _ = await App.AdvanceAsync("PT1M");
        (await App.ExampleDifferencesAsync("is_open=true")).ShouldBeEmpty();
        (await RecordAsync())["enrollments"]![0]!["carrier_config"]!.ToJsonString().ShouldBe("""{"benefit_class":"B","location":"7"}""");
        (await App.GetSnapshotAsync(snapshot.Id())).StatusAt(Carrier.CarrierId).ShouldBe("sent");
    }

    private static JsonObject With(string field, string? value)
    {
        var body = FamilyBody.Of(1).Enroll(Carrier, "2024-01-01");
        JsonObject? contact = field.Contains('.') ? new JsonObject { [field.Split('.')[1]] = value } : null;
        return contact is null ? body.With($"employee.person.{field}", value) : body.With("employee.person.contact", contact);
    }

    private static JsonNode? Find(JsonNode person, string field, out bool isStated)
    {
        isStated = false;
        JsonNode? node = person;
        foreach (var step in field.Split('.'))
        {
            if (node is not JsonObject part)
                return null;
            isStated = part.TryGetPropertyValue(step, out node);
        }

        return node;
    }

    private static JsonObject WithConfig(string config)
    {
        var body = FamilyBody.Of(1).Enroll(Carrier, "2024-01-01");
        body["coverages"]![0]!["carrier_config"] = JsonNode.Parse(config);
        return body;
    }

    private async Task PostAndAdvanceAsync(JsonObject body)
    {
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.AdvanceAsync("PT1M");
    }

    private async Task<JsonNode> RecordAsync() => (await App.RecordsAsync(Carrier.CarrierId))[FamilyBody.Id(1)];

    private Task<string> CalculatedAsync() => App.TextAsync($"/api/v1/employees/{FamilyBody.Id(1)}/member_snapshot");

    private async Task PatchEnrollmentAsync(string fields)
    {
        var enrollment = (await RecordAsync())["enrollments"]![0]!.DeepClone().AsObject();
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
            enrollment[name] = value?.DeepClone();
        _ = await App.PatchRecordAsync(Carrier.CarrierId, FamilyBody.Id(1), new JsonObject { ["enrollments"] = new JsonArray(enrollment) });
    }
}
