using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Fulfillment.MemberSnapshots.Validation;

public sealed class InboundMemberSnapshotValidatorTests
{
    private const string Stranger = "99999999-9999-4999-8999-999999999999";

    private static readonly InboundMemberSnapshotValidator Validator = new();

    [Fact]
    public void A_body_with_every_field_is_accepted() => Failures(SnapshotBody.Full()).ShouldBeEmpty();

    [Theory]
    [InlineData("create-member-snapshot.json")]
    [InlineData("guide-enroll-dependent.json")]
    public void The_examples_are_accepted(string name) => Failures(SnapshotBody.FromFile(name)).ShouldBeEmpty();

    [Theory]
    [InlineData("snapshot_mode")]
    [InlineData("employee.person.first_name")]
    [InlineData("employee.person.last_name")]
    [InlineData("employee.person.date_of_birth")]
    [InlineData("employee.person.sex")]
    [InlineData("employee.person.home_address")]
    [InlineData("employee.person.mailing_address")]
    [InlineData("employee.person.home_address.street_one")]
    [InlineData("employee.person.home_address.city")]
    [InlineData("employee.person.home_address.state")]
    [InlineData("employee.person.mailing_address.zip_code")]
    [InlineData("employee.employment")]
    [InlineData("employee.employment.employment_status")]
    [InlineData("employee.employment.hours_worked")]
    [InlineData("employee.employment.employment_dates")]
    [InlineData("employee.employment.employment_dates.hire_date")]
    [InlineData("employee.person")]
    [InlineData("dependents[0].person")]
    [InlineData("dependents[0].person.first_name")]
    [InlineData("dependents[0].relationship")]
    [InlineData("coverages[0].carrier_id")]
    [InlineData("coverages[0].line_of_coverage")]
    [InlineData("coverages[0].enrolled_members")]
    [InlineData("coverages[0].cobra_details.cobra_enrolled")]
    [InlineData("coverages[0].cobra_details.eligibility_start_date")]
    [InlineData("coverages[0].cobra_details.eligibility_end_date")]
    [InlineData("coverages[0].enrolled_members[0].individual_type")]
    [InlineData("coverages[0].enrolled_members[0].effective_start_date")]
    [InlineData("coverages[0].enrolled_members[0].effective_end_date")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers[0].identification_code")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers[0].identification_code_type")]
    [InlineData("events[1].date")]
    [InlineData("events[1].type")]
    [InlineData("events[1].reason")]
    [InlineData("events[1].id")]
    public void A_required_field_that_is_absent_is_named_alone(string path) =>
        Failures(SnapshotBody.Full().Without(path)).ShouldBe([new FieldError($"$.{path}", $"{path} is required")]);

    [Fact]
    public void An_absent_employee_is_named_alone() =>
        Failures(SnapshotBody.Full().Without("employee")).ShouldBe([new FieldError("$.employee", "employee is required")]);

    [Theory]
    [InlineData("snapshot_mode", "must be current_open")]
    [InlineData("employee.person.sex", "must be one of: F, M, U, X")]
    [InlineData("employee.person.marital_status", "must be one of: single, married, ")]
    [InlineData("employee.person.home_address.state", "must be one of: AL, AK, ")]
    [InlineData("employee.person.contact.email_address_type", "must be one of: home, work")]
    [InlineData("employee.person.contact.preferred_method", "must be one of: mail, email, home-phone, work-phone, other")]
    [InlineData("employee.person.details.american_indian.state", "must be one of: AL, ")]
    [InlineData("employee.person.details.tobacco.types[0]", "must be one of: pipe, cigarettes, chewing-tobacco")]
    [InlineData("employee.employment.employment_status", "must be one of: full-time, ")]
    [InlineData("employee.employment.salary.type", "must be one of: hourly, salary")]
    [InlineData("employee.employment.salary.unit", "must be one of: annual, ")]
    [InlineData("dependents[0].relationship", "must be one of: spouse, child, ")]
    [InlineData("coverages[0].line_of_coverage", "must be one of: medical, ")]
    [InlineData("coverages[0].cobra_details.qualifying_event_reason", "must be one of: termination_of_employment, ")]
    [InlineData("coverages[0].enrolled_members[0].individual_type", "must be one of: dependent, employee")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers[0].identification_code_type", "must be one of: service_")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers[0].entity_identifier_code", "must be one of: pcp, ")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers[0].entity_type", "must be one of: person, ")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers[0].patient_relationship_code", "must be one of: established, ")]
    [InlineData("events[0].type", "must be one of: coverage, demographic")]
    [InlineData("events[0].reason", "must be one of: adoption, ")]
    [InlineData("omitted_coverage_handling.policy", "must be one of: continue, reject, terminate")]
    [InlineData("omitted_coverage_handling.termination_rule", "must be one of: custom, ")]
    [InlineData("employee.id", "must be a uuid of 36 characters")]
    [InlineData("dependents[1].id", "must be a uuid of 36 characters")]
    [InlineData("coverages[0].carrier_id", "must be a uuid of 36 characters")]
    [InlineData("coverages[0].plan_id", "must be a uuid of 36 characters")]
    [InlineData("coverages[0].enrolled_members[0].individual_id", "must be a uuid of 36 characters")]
    [InlineData("employee.person.ssn", "must be nine digits")]
    [InlineData("employee.person.home_address.zip_code", "must be five or nine digits")]
    [InlineData("employee.person.contact.email_address", "must be an email address")]
    public void A_value_outside_its_vocabulary_or_format_is_refused_without_repeating_it(string path, string predicate)
    {
        var failure = Failures(SnapshotBody.Full().With(path, "Wrong-Value")).ShouldHaveSingleItem();

        failure.Field.ShouldBe($"$.{path}");
        failure.Message.ShouldStartWith($"{path} {predicate}");
        failure.Message.ShouldNotContain("Wrong-Value");
    }

    public static TheoryData<string> DateFields => new(
        "employee.person.date_of_birth",
        "employee.employment.employment_dates.hire_date",
        "employee.employment.employment_dates.full_time_start",
        "employee.employment.employment_dates.rehire",
        "employee.employment.employment_dates.retirement",
        "employee.employment.employment_dates.terminated",
        "employee.employment.salary.effective_date",
        "dependents[1].person.date_of_birth",
        "coverages[0].signature_date",
        "coverages[0].cobra_details.eligibility_start_date",
        "coverages[0].cobra_details.eligibility_end_date",
        "coverages[0].cobra_details.qualifying_event_date",
        "coverages[0].enrolled_members[0].effective_start_date",
        "coverages[0].enrolled_members[0].effective_end_date",
        "coverages[0].enrolled_members[0].latest_change_effective_date",
        "events[0].date",
        "omitted_coverage_handling.custom.effective_end_date");

    [Theory]
    [MemberData(nameof(DateFields))]
    public void A_date_that_does_not_exist_is_refused(string path) =>
        Failures(SnapshotBody.Full().With(path, "2023-02-29"))
            .ShouldBe([new FieldError($"$.{path}", $"{path} must be a date that exists, as YYYY-MM-DD")]);

    [Theory]
    [InlineData("")]
    [InlineData("2024-1-1")]
    [InlineData("0000-01-01")]
    [InlineData("01/02/2024")]
    [InlineData("2024-01-01T00:00:00Z")]
    [InlineData(" 2024-01-01")]
    [InlineData("٢٠٢٤-٠١-٠١")]
    [InlineData("2024-01-01\n")]
    public void A_date_in_another_form_is_refused(string date) =>
        Failures(SnapshotBody.Full().With("events[0].date", date)).ShouldHaveSingleItem().Field.ShouldBe("$.events[0].date");

    [Theory]
    [InlineData("employee.custom_individual_id")]
    [InlineData("employee.group_individual_id")]
    [InlineData("employee.event_id")]
    [InlineData("dependents[0].custom_individual_id")]
    [InlineData("dependents[0].group_individual_id")]
    [InlineData("dependents[0].event_id")]
    [InlineData("coverages[0].plan_name")]
    [InlineData("coverages[0].custom_plan_id")]
    [InlineData("coverages[0].enrolled_members[0].event_id")]
    [InlineData("events[1].id")]
    public void An_empty_identifier_is_refused(string path) =>
        Failures(SnapshotBody.Full().With(path, "").With("coverages[0].enrolled_members[0].custom_individual_id", null))
            .ShouldBe([new FieldError($"$.{path}", $"{path} must not be empty")]);

    [Theory]
    [InlineData("000123456")]
    [InlineData("123006789")]
    [InlineData("123450000")]
    [InlineData("123-45-6789")]
    [InlineData("12345678")]
    [InlineData("1234567890")]
    [InlineData("123456789\n")]
    [InlineData("١٢٣٤٥٦٧٨٩")]
    public void An_ssn_that_cannot_be_is_refused_and_not_repeated(string ssn) =>
        Failures(SnapshotBody.Full().With("employee.person.ssn", ssn)).ShouldHaveSingleItem().Message.ShouldNotContain(ssn);

    [Theory]
    [InlineData("94107", true)]
    [InlineData("941071234", true)]
    [InlineData("94107-1234", true)]
    [InlineData("9410", false)]
    [InlineData("94107-123", false)]
    [InlineData("94107 1234", false)]
    public void Zip_codes_have_five_or_nine_digits(string zip, bool isAccepted) =>
        (Failures(SnapshotBody.Full().With("employee.person.home_address.zip_code", zip)).Count == 0).ShouldBe(isAccepted);

    [Theory]
    [InlineData("a@b", true)]
    [InlineData("first.last+tag@mail.example.com", true)]
    [InlineData("a@", false)]
    [InlineData("@b", false)]
    [InlineData("a b@c", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a@b..c", false)]
    public void Email_addresses_have_a_name_and_a_host(string address, bool isAccepted) =>
        (Failures(SnapshotBody.Full().With("employee.person.contact.email_address", address)).Count == 0).ShouldBe(isAccepted);

    [Fact]
    public void Ids_are_accepted_in_upper_case()
    {
        const string Lower = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";
        var body = SnapshotBody.Full()
            .With("employee.id", Lower.ToUpperInvariant())
            .With("coverages[0].enrolled_members[0].individual_id", Lower);

        Failures(body).ShouldBeEmpty();
    }

    [Fact]
    public void A_negative_salary_is_refused() =>
        Failures(SnapshotBody.Full().With("employee.employment.salary.amount", -0.01m))
            .ShouldHaveSingleItem().Message.ShouldBe("employee.employment.salary.amount must not be negative");

    [Fact]
    public void Tobacco_types_name_at_least_one() =>
        Failures(SnapshotBody.Full().With("employee.person.details.tobacco.types", new JsonArray()))
            .ShouldHaveSingleItem().Message.ShouldContain("must name at least one of: pipe");

    [Theory]
    [InlineData("plan_id", true)]
    [InlineData("plan_name", true)]
    [InlineData("plan_id,plan_name", false)]
    [InlineData("plan_id,plan_name,custom_plan_id", false)]
    public void A_plan_is_named_by_its_id_or_its_name(string absent, bool isAccepted)
    {
        var body = SnapshotBody.Full();
        foreach (var field in absent.Split(','))
            body.Without($"coverages[0].{field}");

        Failures(body).Select(failure => failure.Field).ShouldBe(isAccepted ? [] : ["$.coverages[0].plan_id"]);
    }

    [Fact]
    public void A_custom_plan_id_alone_is_not_enough() =>
        Failures(SnapshotBody.Full().Without("coverages[0].plan_id").Without("coverages[0].plan_name"))
            .ShouldHaveSingleItem().Message.ShouldBe("coverages[0].plan_id or plan_name is required, also beside custom_plan_id");

    [Theory]
    [InlineData("employee.event_id")]
    [InlineData("dependents[1].event_id")]
    [InlineData("coverages[0].enrolled_members[1].event_id")]
    public void An_event_that_is_referred_to_must_be_there(string path) =>
        Failures(SnapshotBody.Full().With(path, "3"))
            .ShouldBe([new FieldError($"$.{path}", $"{path} must be the id of one of the events")]);

    [Fact]
    public void Without_events_nothing_can_be_referred_to() =>
        Failures(SnapshotBody.Full().Without("events")).Select(failure => failure.Field)
            .ShouldBe(["$.employee.event_id", "$.dependents[0].event_id", "$.coverages[0].enrolled_members[0].event_id"]);

    [Fact]
    public void Event_ids_are_unique() =>
        Failures(SnapshotBody.Full().With("events[1].id", "1").With("dependents[0].event_id", "1"))
            .ShouldBe([new FieldError("$.events[1].id", "events[1].id must be unique among the events")]);

    [Fact]
    public void A_termination_needs_the_date_of_termination() =>
        Failures(SnapshotBody.Full().With("events[0].reason", "termination").Without("employee.employment.employment_dates.terminated"))
            .ShouldHaveSingleItem().Message
            .ShouldBe("employee.employment.employment_dates.terminated is required because an event has reason termination");

    [Theory]
    [InlineData("individual_id", Stranger, "must be the id of the employee or of a dependent")]
    [InlineData("custom_individual_id", "e-9", "must be the custom_individual_id of the employee or of a dependent")]
    [InlineData("custom_individual_id", "d-1", "must name the same member as individual_id")]
    public void An_enrolled_member_must_be_one_of_the_family(string field, string value, string predicate)
    {
        var failure = Failures(SnapshotBody.Full().With($"coverages[0].enrolled_members[0].{field}", value)).ShouldHaveSingleItem();

        failure.Field.ShouldBe($"$.coverages[0].enrolled_members[0].{field}");
        failure.Message.ShouldContain(predicate);
    }

    [Fact]
    public void An_enrolled_member_is_of_its_stated_type() =>
        Failures(SnapshotBody.Full().With("coverages[0].enrolled_members[1].individual_type", "employee"))
            .ShouldHaveSingleItem().Message.ShouldStartWith("coverages[0].enrolled_members[1].individual_type must be dependent");

    [Fact]
    public void An_entry_without_ids_means_the_employee() =>
        Failures(SnapshotBody.Full()
            .Without("coverages[0].enrolled_members[0].individual_id")
            .Without("coverages[0].enrolled_members[0].custom_individual_id")).ShouldBeEmpty();

    [Fact]
    public void A_dependent_entry_without_ids_is_refused() =>
        Failures(SnapshotBody.Full().Without("coverages[0].enrolled_members[1].individual_id"))
            .ShouldHaveSingleItem().Message
            .ShouldBe("coverages[0].enrolled_members[1].individual_id or custom_individual_id is required for a dependent");

    [Theory]
    [InlineData("2023-12-31", true)]
    [InlineData("2024-01-01", true)]
    [InlineData("2023-12-30", false)]
    [InlineData("0001-01-01", false)]
    public void A_coverage_ends_at_the_earliest_the_day_before_it_starts(string end, bool isAccepted) =>
        Failures(SnapshotBody.Full().With("coverages[0].enrolled_members[0].effective_end_date", end))
            .Select(failure => failure.Field)
            .ShouldBe(isAccepted ? [] : ["$.coverages[0].enrolled_members[0].effective_end_date"]);

    [Fact]
    public void The_first_day_of_the_calendar_is_a_date_like_any_other() =>
        Failures(SnapshotBody.Full()
            .With("coverages[0].enrolled_members[0].effective_start_date", "0001-01-01")
            .With("coverages[0].enrolled_members[0].effective_end_date", "0001-01-01")).ShouldBeEmpty();

    [Fact]
    public void A_member_without_id_needs_a_custom_id() =>
        Failures(SnapshotBody.Full().Without("dependents[1].custom_individual_id").Without("coverages[0].enrolled_members[2]"))
            .ShouldBe([new FieldError(
                "$.dependents[1].custom_individual_id", "dependents[1].custom_individual_id is required for a member without id")]);

    [Fact]
    public void Ids_are_unique_within_the_family() =>
        Failures(SnapshotBody.Full()
            .With("dependents[1].id", SnapshotBody.DependentId).With("dependents[1].custom_individual_id", "e-1")
            .Without("coverages[0].enrolled_members[2]")).Select(failure => failure.Field)
            .ShouldBe(["$.dependents[1].id", "$.dependents[1].custom_individual_id"]);

    [Fact]
    public void Terminating_what_is_omitted_needs_a_rule() =>
        Failures(SnapshotBody.Full().Without("omitted_coverage_handling.termination_rule")).ShouldHaveSingleItem().Message
            .ShouldBe(
                "omitted_coverage_handling.termination_rule is required under policy terminate: one of custom, end_of_current_month, "
                + "end_of_prior_month");

    [Theory]
    [InlineData("omitted_coverage_handling.custom")]
    [InlineData("omitted_coverage_handling.custom.effective_end_date")]
    public void The_custom_rule_needs_its_date(string absent) =>
        Failures(SnapshotBody.Full().Without(absent))
            .ShouldBe([new FieldError(
                "$.omitted_coverage_handling.custom.effective_end_date",
                "omitted_coverage_handling.custom.effective_end_date is required under termination_rule custom")]);

    [Theory]
    [InlineData("dependents")]
    [InlineData("coverages")]
    [InlineData("events")]
    [InlineData("coverages[0].enrolled_members")]
    [InlineData("coverages[0].enrolled_members[0].pcp_details.providers")]
    [InlineData("employee.person.details.tobacco.types")]
    public void A_null_item_never_crashes(string path) =>
        Should.NotThrow(() => Failures(SnapshotBody.Full().With(path, new JsonArray(null, null))));

    [Fact]
    public void An_empty_body_never_crashes() =>
        Failures([]).Select(failure => failure.Field).ShouldBe(["$.snapshot_mode", "$.employee"]);

    private static List<FieldError> Failures(JsonObject body)
    {
        var snapshot = JsonSerializer.Deserialize(body.ToJsonString(), WireJson.TypeInfo<InboundMemberSnapshot>())!;
        return [.. Validator.Validate(snapshot).Errors
            .Select(failure => FieldError.At(JsonPath.FromPropertyPath(failure.PropertyName), failure.ErrorMessage))];
    }
}
