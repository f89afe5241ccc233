using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

/// <summary>The words of issues (OpenAPI), and the emulator's own tables of what carriers say and what helps.</summary>
internal static class IssueTerms
{
    public const string InvalidCoverage = "invalid_coverage";

    private const string Other = "enrollment_conflict";

    public static AllowedValues Categories { get; } = new(
        "missing_coverage", "duplicate_coverage", "missing_employee", "missing_dependent", "duplicate_member", "overage_dependent", InvalidCoverage,
        "invalid_volume", "invalid_ssn", "invalid_address", "invalid_demographic_info", "invalid_carrier_config", "cobra_status_conflict",
        "coverage_date_conflict", Other, "event_conflict", "eoi_pending", "retro_change", "future_change", "missing_event", "missing_ssn");

    public static AllowedValues PartnerTypes { get; } = new(Issue.CarrierPartner, "broker", "organization");

    public static AllowedValues MemberTypes { get; } = new("employee", "dependent");

    public static AllowedValues OriginatingRecordTypes { get; } =
        new("partner_document", "member_transaction", "group_setup_request", "manual_entry", "member_snapshot", "api_request");

    public static AllowedValues Explanations { get; } = new("updated_carrier", "updated_noyo", "updated_platform");

    public static AllowedValues ContextTypes { get; } = new("member_snapshot");

    // What a carrier's words point at; the first that occurs counts. The words of the published rejection are about a volume.
    private static readonly (string Words, string Category)[] Hints =
    [
        ("missing ssn", "missing_ssn"), ("ssn is missing", "missing_ssn"), ("ssn required", "missing_ssn"), ("ssn", "invalid_ssn"),
        ("social security", "invalid_ssn"), ("evidence of insurability", "eoi_pending"), ("eoi", "eoi_pending"), ("volume", "invalid_volume"),
        ("salary", "invalid_volume"), ("address", "invalid_address"), ("zip", "invalid_address"), ("cobra", "cobra_status_conflict"),
        ("missing event", "missing_event"), ("event", "event_conflict"), ("retro", "retro_change"), ("future", "future_change"),
        ("overage", "overage_dependent"), ("too old", "overage_dependent"), ("age limit", "overage_dependent"), ("duplicate coverage", "duplicate_coverage"),
        ("duplicate", "duplicate_member"), ("missing dependent", "missing_dependent"), ("dependent not found", "missing_dependent"),
        ("missing employee", "missing_employee"), ("employee not found", "missing_employee"), ("missing coverage", "missing_coverage"),
        ("bill group", "invalid_carrier_config"), ("member group", "invalid_carrier_config"), ("configuration", "invalid_carrier_config"),
        ("birth", "invalid_demographic_info"), ("name", "invalid_demographic_info"), ("date", "coverage_date_conflict"), ("plan", InvalidCoverage),
        ("coverage", InvalidCoverage),
    ];

    /// <summary>The category of what a carrier says; the table is the emulator's own.</summary>
    public static string CategoryOf(string error) =>
        Array.Find(Hints, hint => error.Contains(hint.Words, StringComparison.OrdinalIgnoreCase)).Category ?? Other;

    /// <summary>What helps against issues of a category; null where none is known. The texts are the emulator's own.</summary>
    public static string? GuidanceFor(string? category) => category switch
    {
        "missing_coverage" => "Send a member snapshot that states the coverage, or ask the carrier to add it",
        "duplicate_coverage" => "State the coverage once, and end the other one",
        "missing_employee" => "Send a member snapshot of the employee, or ask the carrier to add the employee",
        "missing_dependent" => "Send a member snapshot with the dependent, or ask the carrier to add the dependent",
        "duplicate_member" => "Find out which of the two is meant, and ask the carrier to remove the other one",
        "overage_dependent" => "End the dependent's coverage, or ask the carrier for an exception",
        InvalidCoverage => "Send a member snapshot that names a plan that the group has at this carrier",
        "invalid_volume" => "Check the volume and the salary with its effective date, and send the member snapshot again",
        "invalid_ssn" => "Correct the Social Security number, and send the member snapshot again",
        "missing_ssn" => "State the Social Security number, and send the member snapshot again",
        "invalid_address" => "Correct the address, and send the member snapshot again",
        "invalid_demographic_info" => "Correct name and date of birth, and send the member snapshot again",
        "invalid_carrier_config" => "Check the carrier's settings of the group, and send the member snapshot again",
        "cobra_status_conflict" => "Check the COBRA details, and send the member snapshot again",
        "coverage_date_conflict" => "Check the dates of the coverage, and send the member snapshot again",
        Other => "Compare the enrollment with the carrier's, and send the member snapshot again",
        "event_conflict" => "Check the event and its date, and send the member snapshot again",
        "missing_event" => "State the event, and send the member snapshot again",
        "eoi_pending" => "Wait for the carrier's decision about the evidence of insurability",
        "retro_change" => "Ask the carrier to accept a change in the past, or choose a later date",
        "future_change" => "Send the member snapshot again once the carrier takes the change",
        _ => null,
    };
}
