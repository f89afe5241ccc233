using NoyoEmulator.Comparison;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>The status of a discrepancy in the older operations (OpenAPI). None fails here.</summary>
internal enum DiscrepancyStatus
{
    NeedsReview,
    Processing,
    Resolved,
    Dismissed,
    Failed,
}

/// <summary>How the older operations call what differences are (OpenAPI); which is which is inferred from the names.</summary>
/// <param name="DifferenceType">The type of the difference.</param>
/// <param name="Classification">Its classification.</param>
/// <param name="Name">The older name.</param>
/// <param name="Grouping">What it belongs to.</param>
internal sealed record DiscrepancyType(string DifferenceType, Classification Classification, string Name, string Grouping)
{
    private const string Demographic = "member_demographic_mismatch";
    private const string EnrollmentStatus = "member_enrollment_status_mismatch";
    private const string EnrollmentDetails = "member_enrollment_details_mismatch";

    /// <summary>All that have a name. Differences of marital status, relationship, employment status and salary have none.</summary>
    public static IReadOnlyList<DiscrepancyType> All { get; } =
    [
        new("new_hire", Classification.MissingFromCarrier, "employee_missing_from_carrier", EnrollmentStatus),
        new("missing_ie", Classification.MissingFromCarrier, "individual_enrollment_missing_from_carrier", EnrollmentStatus),
        new("missing_ie", Classification.MissingFromPlatform, "individual_enrollment_missing_from_platform", EnrollmentStatus),
        Field("ie_effective_start_date", "individual_enrollment_effective_start_date_mismatch", EnrollmentDetails),
        Field("ie_effective_end_date", "individual_enrollment_effective_end_date_mismatch", EnrollmentDetails),
        Field("ie_plan", "individual_enrollment_enroll_data_mismatch", EnrollmentDetails),
        Field("ie_volume", "individual_enrollment_enroll_data_mismatch", EnrollmentDetails),
        Field("ie_pcp", "individual_enrollment_enroll_data_mismatch", EnrollmentDetails),
        Field("ie_cobra", "individual_enrollment_cobra_enrollment_enrolled_mismatch", EnrollmentDetails),
        Field("ie_carrier_config", "member_account_structure_mismatch", EnrollmentDetails),
        Field("dob", "person_dob_mismatch", Demographic),
        Field("ssn", "person_ssn_mismatch", Demographic),
        Field("name", "person_name_mismatch", Demographic),
        Field("sex", "person_sex_mismatch", Demographic),
        Field("home_address", "person_home_address_mismatch", Demographic),
        Field("mailing_address", "person_mailing_address_mismatch", Demographic),
        Field("phone_number", "person_contact_mismatch", Demographic),
        Field("email_address", "person_contact_mismatch", Demographic),
        Field("tobacco", "person_tobacco_mismatch", Demographic),
        Field("hire_date", "employment_date_of_hire_mismatch", Demographic),
    ];

    private static DiscrepancyType Field(string differenceType, string name, string grouping) => new(differenceType, Classification.FieldMismatch, name, grouping);
}

/// <summary>The words of the older operations (OpenAPI).</summary>
internal static class DiscrepancyTerms
{
    public static AllowedValues Types { get; } = new(
        "dependent_found_in_carrier", "dependent_missing_from_platform", "dependent_missing_from_carrier", "employment_date_of_hire_mismatch",
        "employee_found_in_carrier", "employee_missing_from_platform", "employee_missing_from_carrier", "group_sic_code_mismatch", "group_federal_ein_mismatch",
        "group_dba_mismatch", "contact_name_mismatch", "contact_email_mismatch", "contact_phone_number_mismatch", "group_enrollment_effective_start_date_mismatch",
        "group_enrollment_effective_end_date_mismatch", "location_address_mismatch", "group_plan_type_mismatch", "group_plan_network_mismatch",
        "group_plan_cobra_rules_mismatch", "group_plan_waiting_period_mismatch", "group_plan_termination_policy_mismatch", "group_plan_volume_rules_mismatch",
        "individual_enrollment_effective_start_date_mismatch", "individual_enrollment_effective_end_date_mismatch", "individual_enrollment_found_in_carrier",
        "individual_enrollment_missing_from_platform", "individual_enrollment_missing_from_carrier", "individual_enrollment_enroll_data_mismatch",
        "individual_enrollment_cobra_enrollment_enrolled_mismatch", "individual_enrollment_cobra_enrollment_type_mismatch", "member_account_structure_mismatch",
        "person_dob_mismatch", "person_ssn_mismatch", "person_sex_mismatch", "person_name_mismatch", "person_mailing_address_mismatch",
        "person_home_address_mismatch", "person_contact_mismatch", "person_tobacco_mismatch");

    public static AllowedValues SubjectTypes { get; } = new(
        "Contact", "Location", "Employee", "Dependent", "Group", "GroupEnrollment", "GroupMedicalPlan", "GroupDentalPlan", "GroupVisionPlan", "GroupLifePlan",
        "GroupADDPlan", "GroupSTDPlan", "GroupLTDPlan", "GroupAccidentPlan", "GroupCriticalIllnessPlan", "GroupCancerPlan", "GroupHospitalIndemnityPlan",
        "IndividualEnrollment");

    public static AllowedValues TypeGroupings { get; } = new(
        "group_enrollment_mismatch", "member_demographic_mismatch", "member_enrollment_status_mismatch", "member_enrollment_details_mismatch",
        "group_demographic_mismatch");

    public static AllowedValues StatusGroupings { get; } = new("open", "closed");

    public static AllowedValues Outcomes { get; } = new("noyo_change", "carrier_change", "distributor_change", "no_change");

    public static AllowedValues DistributorActions { get; } = new("already_updated", "will_update", "no_update");

    public static AllowedValues ResolutionTypes { get; } = new("member_request", "offline", "no_action");

    /// <summary>The statuses of a grouping (inferred).</summary>
    public static IReadOnlyList<DiscrepancyStatus> StatusesIn(string grouping) => grouping == "open"
        ? [DiscrepancyStatus.NeedsReview, DiscrepancyStatus.Processing, DiscrepancyStatus.Failed]
        : [DiscrepancyStatus.Resolved, DiscrepancyStatus.Dismissed];

    public static string SubjectTypeOf(ObjectType type) => type switch
    {
        ObjectType.Employee => "Employee",
        ObjectType.Dependent => "Dependent",
        _ => "IndividualEnrollment",
    };
}
