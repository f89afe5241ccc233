using NoyoEmulator.Fulfillment.Enrollments;

namespace NoyoEmulator.OpenApi;

/// <summary>Bodies of member requests that succeed, each about the employee whose coverage it is.</summary>
internal static class MemberRequestExamples
{
    /// <summary>The bodies of an operation; none for one that is no member request, or where nobody is covered.</summary>
    public static IReadOnlyList<ExampleBody> Of(string operationId, RequestExamples ids) => (operationId, ids.Covered, ids.Continued) switch
    {
        ("demographicChangeMemberRequest", { } covered, _) =>
            [new("phone", "Another phone number", $$"""
                {"change_date": "{{ids.Today}}", "member_changes": [{"member": {"id": "{{covered.EmployeeId}}", "type": "employee"},
                  "contact_change": {"home_phone": "+15555550177"}, "employment_change": {"occupation": "Foreman"} }]}
                """)],
        ("newHireEnrollmentMemberRequest", { } covered, _) => [new("enroll", "The employee enrolls", Coverages(covered, "enrolling_members"))],
        ("createEnrollmentSnapshotMemberRequest", { } covered, _) =>
            [new("enroll", "All that the employee takes", Coverages(covered, "enrolling_members", "\"enrollment_type\": \"new_hire\", "))],
        ("openEnrollmentMemberRequest", { } covered, _) =>
            [new("modify", "Coverage is stated anew", Coverages(covered, "modifying_coverage", "\"event\": {\"event_type\": \"open_enrollment\"}, "))],
        ("qualifyingLifeEventMemberRequest", { } covered, _) =>
            [new("modify", "Coverage is stated anew", Coverages(covered, "modifying_coverage", $"\"event\": {{\"event_type\": \"marriage\", \"event_date\": \"{ids.Today}\"}}, "))],
        ("terminationMemberRequest", not null, _) =>
            [new("today", "The employee works for the last time", $$"""{"last_work_date": "{{ids.Today}}", "reason": "voluntary"}""")],
        ("cobraEnrollmentMemberRequest", _, { } continued) => [new("continue", "Coverage goes on", Coverages(continued, "enrolling_members"))],
        ("cobraOpenEnrollmentMemberRequest", _, { } continued) => [new("modify", "Coverage is stated anew", Coverages(continued, "modifying_coverage"))],
        ("cobraQualifyingLifeEventMemberRequest", _, { } continued) =>
            [new("modify", "Coverage is stated anew", Coverages(continued, "modifying_coverage", $"\"event\": {{\"event_type\": \"moved\", \"event_date\": \"{ids.Today}\"}}, "))],
        ("cobraTerminationMemberRequest", _, not null) =>
            [new("end", "It ends today", $$"""{"cobra_termination_date": "{{ids.Today}}", "reason": "voluntary"}""")],
        _ => [],
    };

    private static string Coverages(IndividualEnrollment coverage, string action, string rest = "") => $$"""
        { {{rest}}"coverages": [{"carrier_id": "{{coverage.CarrierId}}", "carrier_config": {}, "lines_of_coverage": {"{{coverage.LineOfCoverage}}": {
          "{{action}}": [{"id": "{{coverage.EmployeeId}}", "member_type": "employee", "plan_id": "{{coverage.PlanId}}"}]} } }]}
        """;
}
