using static NoyoEmulator.Comparison.Classification;
using static NoyoEmulator.Comparison.Provenance;

namespace NoyoEmulator.Comparison;

/// <summary>
/// Every difference the emulator can raise. Noyo publishes neither the full list nor the scores: published names are used
/// as they are, the rest follows their pattern, and each row says which it is.
/// </summary>
public static class DifferenceCatalogue
{
    /// <summary>The key of a difference about a whole object that one side lacks (published).</summary>
    public const string ObjectKey = "object";

    private static readonly IReadOnlyList<ObjectType> Employee = [ObjectType.Employee];

    private static readonly IReadOnlyList<ObjectType> Dependent = [ObjectType.Dependent];

    private static readonly IReadOnlyList<ObjectType> Person = [ObjectType.Employee, ObjectType.Dependent];

    private static readonly IReadOnlyList<ObjectType> Enrollment = [ObjectType.IndividualEnrollment];

    /// <summary>The carrier has no record of an employee with coverage.</summary>
    public static DifferenceType NewHire { get; } =
        new("new_hire", MissingFromCarrier, Employee, 5, NamePublished, [ObjectKey]);

    /// <summary>The carrier lacks one of a person's enrollments; the person is the object (published).</summary>
    public static DifferenceType EnrollmentMissingFromCarrier { get; } =
        new("missing_ie", MissingFromCarrier, Person, 5, Published, [ObjectKey]);

    /// <summary>The carrier has an enrollment that the platform lacks; the person is the object.</summary>
    public static DifferenceType EnrollmentMissingFromPlatform { get; } =
        new("missing_ie", MissingFromPlatform, Person, 4, Inferred, [ObjectKey]);

    /// <summary>The types for values that differ within an enrollment, then within a person, in the order of reporting.</summary>
    public static IReadOnlyList<DifferenceType> FieldMismatches { get; } =
    [
        new("ie_effective_start_date", FieldMismatch, Enrollment, 4, Published, ["effective_start_date"]),
        new("ie_effective_end_date", FieldMismatch, Enrollment, 3, Published, ["effective_end_date"]),
        new("ie_plan", FieldMismatch, Enrollment, 4, Inferred, ["plan_id", "plan_name"]),
        new("ie_volume", FieldMismatch, Enrollment, 3, Inferred, ["volume"]),
        new("ie_cobra", FieldMismatch, Enrollment, 3, Inferred,
        [
            "cobra_details.cobra_enrolled",
            "cobra_details.eligibility_start_date",
            "cobra_details.eligibility_end_date",
            "cobra_details.qualifying_event_date",
            "cobra_details.qualifying_event_reason",
        ]),
        new("ie_carrier_config", FieldMismatch, Enrollment, 2, Inferred, ["carrier_config.*"]),
        new("ie_pcp", FieldMismatch, Enrollment, 2, Inferred,
        [
            "pcp_details.providers[n].identification_code",
            "pcp_details.providers[n].identification_code_type",
            "pcp_details.providers[n].entity_identifier_code",
        ]),
        new("dob", FieldMismatch, Person, 3, Published, ["person.date_of_birth"]),
        new("ssn", FieldMismatch, Person, 3, Inferred, ["person.ssn"]),
        new("name", FieldMismatch, Person, 2, Inferred,
            ["person.first_name", "person.middle_name", "person.last_name", "person.suffix"]),
        new("sex", FieldMismatch, Person, 2, Inferred, ["person.sex"]),
        new("home_address", FieldMismatch, Person, 2, Inferred,
        [
            "person.home_address.street_one",
            "person.home_address.street_two",
            "person.home_address.city",
            "person.home_address.county",
            "person.home_address.state",
            "person.home_address.zip_code",
        ]),
        new("mailing_address", FieldMismatch, Person, 2, Inferred,
        [
            "person.mailing_address.street_one",
            "person.mailing_address.street_two",
            "person.mailing_address.city",
            "person.mailing_address.county",
            "person.mailing_address.state",
            "person.mailing_address.zip_code",
        ]),
        new("phone_number", FieldMismatch, Person, 1, NamePublished,
            ["person.contact.home_phone", "person.contact.work_phone"]),
        new("email_address", FieldMismatch, Person, 1, Inferred, ["person.contact.email_address"]),
        new("marital_status", FieldMismatch, Person, 1, Inferred, ["person.marital_status"]),
        new("tobacco", FieldMismatch, Person, 1, Inferred, ["person.details.tobacco.user"]),
        new("relationship", FieldMismatch, Dependent, 2, Inferred, ["relationship"]),
        new("hire_date", FieldMismatch, Employee, 2, Inferred, ["employment.employment_dates.hire_date"]),
        new("employment_status", FieldMismatch, Employee, 2, Inferred, ["employment.employment_status"]),
        new("salary", FieldMismatch, Employee, 2, Inferred,
        [
            "employment.salary.amount",
            "employment.salary.type",
            "employment.salary.unit",
            "employment.salary.effective_date",
        ]),
    ];

    /// <summary>Every type, in the order in which one person's differences are reported.</summary>
    public static IReadOnlyList<DifferenceType> All { get; } =
        [NewHire, EnrollmentMissingFromCarrier, EnrollmentMissingFromPlatform, .. FieldMismatches];
}
