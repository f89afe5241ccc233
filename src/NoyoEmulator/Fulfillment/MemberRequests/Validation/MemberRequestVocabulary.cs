using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests.Validation;

/// <summary>The values that fields of member requests may take. Source: OpenAPI, in its order.</summary>
internal static class MemberRequestVocabulary
{
    public static readonly AllowedValues EnrollmentTypes = new("new_hire");

    public static readonly AllowedValues OpenEnrollmentEvents = new("open_enrollment");

    public static readonly AllowedValues LifeEvents = new(
        "adoption", "change_to_part_time", "change_to_full_time", "classifications_change", "court_order", "death", "dependent_open_enrollment",
        "foster_care", "immigration_status_change", "legal_guardian", "lost_coverage", "divorce", "marriage", "medicare", "moved", "newborn",
        "offline_change", "override", "rate_changed", "rehire", "reinstatement");

    public static readonly AllowedValues CobraLifeEvents = new([.. LifeEvents, "terminate_cobra"]);

    public static readonly AllowedValues TerminationReasons = new(
        "voluntary", "involuntary", "job-eliminated", "loss-of-eligibility", "member-deceased", "military-leave", "leave-of-absence");

    public static readonly AllowedValues CobraTerminationReasons = new(
        "voluntary", "involuntary", "new-enrollment", "expiration", "non-payment", "medicare-entitlement");

    /// <summary>Why somebody turns coverage down or leaves it.</summary>
    public static readonly AllowedValues WaiverReasons = new(
        "other-employee-group", "other-spouse-group", "other-parent-group", "other-ind-on-exchange", "other-ind-off-exchange", "other-cobra",
        "other-medicare", "medicaid", "medi-cal", "va-coverage", "tricare-coverage", "retiree-coverage", "no-coverage", "voluntary-withdrawal");
}
