namespace NoyoEmulator.Vocabulary;

/// <summary>The values that fields of a member snapshot may take. Source: OpenAPI, in its order.</summary>
internal static class MemberSnapshotVocabulary
{
    public const string CurrentOpen = "current_open";
    public const string Employee = "employee";
    public const string Dependent = "dependent";
    public const string PolicyContinue = "continue";
    public const string PolicyReject = "reject";
    public const string PolicyTerminate = "terminate";
    public const string RuleCustom = "custom";
    public const string RuleEndOfCurrentMonth = "end_of_current_month";
    public const string RuleEndOfPriorMonth = "end_of_prior_month";
    public const string ReasonTermination = "termination";

    public static readonly AllowedValues SnapshotModes = new(CurrentOpen);

    public static readonly AllowedValues IndividualTypes = new(Dependent, Employee);

    public static readonly AllowedValues LinesOfCoverage = new(
        "medical", "dental", "vision", "life", "add", "std", "ltd", "accident", "critical_illness", "cancer", "health_fund",
        "hospital_indemnity", "pharmacy", "wellness");

    public static readonly AllowedValues Sexes = new("F", "M", "U", "X");

    public static readonly AllowedValues MaritalStatuses = new(
        "single", "married", "domestic-partner", "divorced", "widowed", "legally-separated");

    public static readonly AllowedValues Relationships = new(
        "spouse", "child", "domestic-partner", "grandchild", "civil-union", "step-child", "foster-child", "adopted-child",
        "legal-guardianship", "ex-spouse", "other");

    public static readonly AllowedValues EmploymentStatuses = new(
        "full-time", "part-time", "contract", "disabled", "terminated", "retired");

    public static readonly AllowedValues SalaryTypes = new("hourly", "salary");

    public static readonly AllowedValues SalaryUnits = new("annual", "month", "semi-monthly", "week", "hour");

    public static readonly AllowedValues EmailAddressTypes = new("home", "work");

    public static readonly AllowedValues ContactMethods = new("mail", "email", "home-phone", "work-phone", "other");

    public static readonly AllowedValues TobaccoTypes = new("pipe", "cigarettes", "chewing-tobacco");

    public static readonly AllowedValues QualifyingEventReasons = new(
        "termination_of_employment", "reduction_of_work_hours", "medicare", "death", "divorce", "separation", "ineligible_child",
        "bankruptcy_of_retirees_former_employer", "layoff", "leave_of_absence");

    public static readonly AllowedValues IdentificationCodeTypes = new("service_provider_number", "national_provider_identifier");

    public static readonly AllowedValues EntityIdentifierCodes = new("pcp", "dental_pcp", "obgyn");

    public static readonly AllowedValues EntityTypes = new("person", "non_person_entity");

    public static readonly AllowedValues PatientRelationshipCodes = new("established", "not_established", "unknown");

    public static readonly AllowedValues EventTypes = new("coverage", "demographic");

    public static readonly AllowedValues EventReasons = new(
        "adoption", "benefit_class_change", "change_to_part_time", "change_to_full_time", "cobra_enrollment", "cobra_termination",
        "cobra_update_other", "court_order", "death", "demographic_change", "dependent_open_enrollment", "disability_status_change",
        "divorce", "eligibility_change", "foster_care", "immigration_status_change", "leave_status_change", "legal_guardian",
        "lost_coverage", "marriage", "medicare", "moved", "newborn", "new_hire", "offline_change", "open_enrollment", "rate_changed",
        "rehire", "reinstatement", "retirement", ReasonTermination);

    public static readonly AllowedValues OmittedCoveragePolicies = new(PolicyContinue, PolicyReject, PolicyTerminate);

    public static readonly AllowedValues TerminationRules = new(RuleCustom, RuleEndOfCurrentMonth, RuleEndOfPriorMonth);

    /// <summary>The fifty states, the District of Columbia and the territories, as the postal service abbreviates them.</summary>
    public static readonly AllowedValues States = new(
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
        "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD",
        "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MH", "FM", "MP", "PW", "PR", "VI", "UM");
}
