using System.Text.Json.Nodes;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Tests.Comparison;

/// <summary>A change to one value of <see cref="Family"/>, and the difference it must lead to.</summary>
/// <param name="Type">The name of the difference type.</param>
/// <param name="Key">The key the value is reported under.</param>
/// <param name="Before">The value in the family, as reported.</param>
/// <param name="After">The value after the change, as reported; null where the change states that there is none.</param>
/// <param name="Change">The change, to any member that has such a value.</param>
internal sealed record FieldCase(string Type, string Key, string? Before, string? After, Func<MemberRecord, MemberRecord> Change)
{
    public static IReadOnlyList<FieldCase> All { get; } =
    [
        OfEnrollment("ie_effective_start_date", "effective_start_date", "2024-01-01", "2024-02-01",
            it => it with { EffectiveStartDate = new DateOnly(2024, 2, 1) }),
        OfEnrollment("ie_effective_end_date", "effective_end_date", "9999-12-31", "2024-06-30",
            it => it with { EffectiveEndDate = new DateOnly(2024, 6, 30) }),
        OfEnrollment("ie_plan", "plan_id", Family.PlanId.ToString(), Family.OtherPlanId.ToString(),
            it => it with { PlanId = Family.OtherPlanId }),
        OfEnrollment("ie_plan", "plan_name", "Gold", "Silver", it => it with { PlanId = null, PlanName = "Silver" }),
        OfEnrollment("ie_volume", "volume", "10000", "20000", it => it with { Volume = 20000 }),
        OfCobra("cobra_enrolled", "true", "false", it => it with { CobraEnrolled = false }),
        OfEnrollment("ie_carrier_config", "carrier_config.benefit_class", "A", "B",
            it => it with { CarrierConfig = new JsonObject { ["benefit_class"] = "B", ["location"] = 7 } }),
        OfCobra("eligibility_start_date", "2024-01-01", "2024-02-01", it => it with { EligibilityStartDate = new DateOnly(2024, 2, 1) }),
        OfCobra("eligibility_end_date", "2025-06-30", "2025-12-31", it => it with { EligibilityEndDate = new DateOnly(2025, 12, 31) }),
        OfCobra("qualifying_event_date", "2023-12-31", "2023-11-30", it => it with { QualifyingEventDate = new DateOnly(2023, 11, 30) }),
        OfCobra("qualifying_event_reason", "layoff", "divorce", it => it with { QualifyingEventReason = "divorce" }),
        OfProvider("identification_code", "1234567890", "0987654321", it => it with { IdentificationCode = "0987654321" }),
        OfProvider("identification_code_type", "national_provider_identifier", "service_provider_number",
            it => it with { IdentificationCodeType = "service_provider_number" }),
        OfProvider("entity_identifier_code", "pcp", "obgyn", it => it with { EntityIdentifierCode = "obgyn" }),
        OfPerson("dob", "date_of_birth", "1989-01-12", "1999-01-12", it => it with { DateOfBirth = new DateOnly(1999, 1, 12) }),
        OfPerson("ssn", "ssn", "*****6789", "*****4321", it => it with { Ssn = "987654321" }),
        OfPerson("name", "first_name", null, "Zoe", it => it with { FirstName = "Zoe" }),
        OfPerson("name", "middle_name", "Q", null, it => it with { MiddleName = "" }),
        OfPerson("name", "last_name", "O'Hara", "OHara", it => it with { LastName = "OHara" }),
        OfPerson("name", "suffix", "Jr", "III", it => it with { Suffix = "III" }),
        OfPerson("sex", "sex", "F", "X", it => it with { Sex = "X" }),
        .. OfAddress("home_address", "1 Home St", (it, change) => it with { HomeAddress = change(it.HomeAddress!) }),
        .. OfAddress("mailing_address", "2 Mail St", (it, change) => it with { MailingAddress = change(it.MailingAddress!) }),
        OfContact("phone_number", "home_phone", "+14155550100", "+14155550199", it => it with { HomePhone = "+14155550199" }),
        OfContact("phone_number", "work_phone", "+14155550101", null, it => it with { WorkPhone = "" }),
        OfContact("email_address", "email_address", "a@example.com", "b@example.com", it => it with { EmailAddress = "b@example.com" }),
        OfPerson("marital_status", "marital_status", "single", "married", it => it with { MaritalStatus = "married" }),
        OfPerson("tobacco", "details.tobacco.user", "true", "false", it => it with { Details = new PersonDetailsRecord { Tobacco = new TobaccoRecord { User = false } } }),
        new("relationship", "relationship", "child", "spouse", it => it with { Relationship = "spouse" }),
        new("hire_date", "employment.employment_dates.hire_date", "2020-02-01", "2021-02-01", it => it.ChangeEmployment(
            employment => employment with { EmploymentDates = new EmploymentDatesRecord { HireDate = new DateOnly(2021, 2, 1) } })),
        new("employment_status", "employment.employment_status", "full-time", "part-time",
            it => it.ChangeEmployment(employment => employment with { EmploymentStatus = "part-time" })),
        OfSalary("amount", "52000", "52000.5", it => it with { Amount = 52000.50m }),
        OfSalary("type", "salary", "hourly", it => it with { Type = "hourly" }),
        OfSalary("unit", "annual", "month", it => it with { Unit = "month" }),
        OfSalary("effective_date", "2023-01-01", "2024-01-01", it => it with { EffectiveDate = new DateOnly(2024, 1, 1) }),
    ];

    private static FieldCase OfEnrollment(
        string type, string key, string? before, string? after, Func<EnrollmentRecord, EnrollmentRecord> change) =>
        new(type, key, before, after, member => member.ChangeEnrollment(change));

    private static FieldCase OfCobra(string key, string? before, string? after, Func<CobraRecord, CobraRecord> change) =>
        OfEnrollment("ie_cobra", $"cobra_details.{key}", before, after, it => it with { CobraDetails = change(it.CobraDetails!) });

    private static FieldCase OfProvider(string key, string? before, string? after, Func<PcpProviderRecord, PcpProviderRecord> change) =>
        OfEnrollment("ie_pcp", $"pcp_details.providers[0].{key}", before, after,
            it => it with { PcpDetails = new PcpRecord { Providers = [.. it.PcpDetails!.Providers.Select(change)] } });

    private static FieldCase OfPerson(string type, string key, string? before, string? after, Func<PersonRecord, PersonRecord> change) =>
        new(type, $"person.{key}", before, after, member => member.ChangePerson(change));

    private static FieldCase OfContact(string type, string key, string? before, string? after, Func<ContactRecord, ContactRecord> change) =>
        OfPerson(type, $"contact.{key}", before, after, it => it with { Contact = change(it.Contact!) });

    private static FieldCase OfSalary(string key, string? before, string? after, Func<SalaryRecord, SalaryRecord> change) =>
        new("salary", $"employment.salary.{key}", before, after, member => member.ChangeSalary(change));

    private static FieldCase[] OfAddress(
        string type, string street, Func<PersonRecord, Func<AddressRecord, AddressRecord>, PersonRecord> change) =>
    [
        OfPerson(type, $"{type}.street_one", street, "9 New St", it => change(it, address => address with { StreetOne = "9 New St" })),
        OfPerson(type, $"{type}.street_two", "Apt 3", null, it => change(it, address => address with { StreetTwo = "" })),
        OfPerson(type, $"{type}.city", "Austin", "Dallas", it => change(it, address => address with { City = "Dallas" })),
        OfPerson(type, $"{type}.county", "Travis", "Dallas", it => change(it, address => address with { County = "Dallas" })),
        OfPerson(type, $"{type}.state", "TX", "OK", it => change(it, address => address with { State = "OK" })),
        OfPerson(type, $"{type}.zip_code", "73301", "73302", it => change(it, address => address with { ZipCode = "73302" })),
    ];
}
