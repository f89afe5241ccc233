using System.Text.Json.Nodes;

namespace NoyoEmulator.OpenApi;

/// <summary>A body to try an operation with.</summary>
internal sealed record ExampleBody(string Key, string Summary, string Json)
{
    public JsonNode Parse() => JsonNode.Parse(Json)!;
}

/// <summary>Bodies that succeed, by operation; the first is what Swagger UI fills in.</summary>
internal static class ExampleBodies
{
    public const string Create = "published";
    public const string Guide = "guide";

    /// <summary>The name of worlds and checkpoints in the examples.</summary>
    public const string Name = "example";

    // Nothing listens there unless somebody starts a receiver, and then it is a receiver of theirs: a delivery that fails says "connection
    // refused", which anybody understands, while one to the emulator itself would be answered by something that is no receiver.
    private const string Receiver = "http://localhost:9000/webhooks";

    public static IReadOnlyList<ExampleBody> Of(string operationId, WorldExamples ids) => operationId switch
    {
        "createMemberSnapshot" =>
        [
            new(Create, "A family in medical, dental and life", Resource("create-member-snapshot.json")),
            new(
                Guide,
                "The guide's change: a dependent into vision (choose the guide's group as well)",
                Resource("guide-enroll-dependent.json")),
        ],
        "testCreateMemberSnapshot" =>
            [new(Create, "A family in medical, dental and life", $$"""{"member_snapshot": {{Resource("create-member-snapshot.json")}}}""")],
        "createEmployee" => [new("employee", "A new employee", EmployeeOf($"{ids.CreateGroupId}"))],
        "createDependent" => [new("dependent", "A new child", Dependent)],
        "searchPeople" => [new("name", "By a name and a date of birth", """{"full_name": "opal cornwall", "date_of_birth": "1984-03-09"}""")],
        "createGroup" =>
        [
            new("group", "A group", """{"name": "Fir & Fern Flooring", "dba_name": "Floors by Fir", "federal_ein": "112222222", "sic_code": "5713"}"""),
            new("named", "Only a name", """{"name": "Heron Prints"}"""),
        ],
        "editGroup" => [new("sic", "Another classification; all else stays", """{"sic_code": "5251"}""")],
        "createContact" =>
        [
            new("company", "Somebody at the company", """
                {"first_name": "Robin", "last_name": "Sample", "email": "robin@example.com", "phone_number": "+15555550123", "types": ["company", "billing"]}
                """),
            new("carrier", "For one carrier", $$"""
                {"first_name": "Kim", "last_name": "Sample", "email": "kim@example.com", "types": ["carrier"], "carrier_id": "{{ids.CarrierId}}"}
                """),
        ],
        "editContact" => [new("title", "Another title; all else stays", """{"title": "Head of People"}""")],
        "editGroupConnectionConfigurationPublic" =>
        [
            new("errors", "Errors come as reports", """
                {"connection_configuration": {"data_exchange": {"enrollment_errors": {"enabled": true, "default_method": "error_report"}}}}
                """),
        ],
        "createPublicCarrier" =>
            [new("request", "A carrier for about a hundred enrollments", $$"""{"carrier_id": "{{ids.Groups.CarrierId}}", "estimated_volume": 100}""")],
        "assignDifference" =>
            [new("assign", "To somebody", """{"assignee_id": "sam"}"""), new("free", "To nobody", """{"assignee_id": null}""")],
        "batchAssignDifferences" => [new("assign", "To somebody", $$"""{"ids": ["{{ids.DifferenceId}}"], "assignee_id": "sam"}""")],
        "batchDismissDifferences" or "batchReopenDifferences" => [new("one", "One difference", $$"""{"ids": ["{{ids.DifferenceId}}"]}""")],
        "createToken" => [new("token", "Client credentials", """{"grant_type": "client_credentials"}""")],
        "setClock" =>
        [
            new("freeze", "Stop the clock; time passes only when you advance it", """{"mode": "frozen"}"""),
            new("run", "Let it run as real time does", """{"mode": "realtime", "speed": 1}"""),
        ],
        "advanceClock" =>
        [
            new("by", "By two days", """{"by": "P2D"}"""),
            new("next", "To whatever is due next", """{"next": true}"""),
        ],
        "createWorld" =>
        [
            new("frozen", "With a clock that stands still",
                $$"""{"name": "{{Name}}", "clock": {"mode": "frozen", "now": "2024-08-20T12:00:00Z"} }"""),
            new("fork", "A copy of the default world as it is", $$"""{"name": "{{Name}}-fork", "from": "default"}"""),
        ],
        "putWorld" => [new("seeded", "With ids that are the same each time", """{"seed": "suite-1"}""")],
        "loadSeed" => [new("default", "The default data, and nothing more", """{"extends_default": true}""")],
        "releaseCarrierWork" => [new("all", "Everything that it holds back", "{}")],
        "drain" => [new("drain", "Wait at most half a minute", """{"timeout": "PT30S"}""")],
        "releaseSteps" => [new("all", "All of them", "{}")],
        "setCarrierBehavior" =>
        [
            new("later", "Enrollments start on the first of the next month",
                """{"rules": [{"match": {}, "effect": {"effective_start_date": "first_of_next_month"}}]}"""),
            new(
                "reject",
                "The next dental change is refused",
                """{"rules": [{"match": {"line_of_coverage": "dental"}, "times": 1, "effect": {"reject": {"errors": ["Salary effective date needed for volume change"]}}}]}"""),
            new("slow", "Everything takes a day, and nothing is changed",
                """{"delays": {"submit": "P1D", "process": "P1D", "confirm": "P1D"}}"""),
            new("alter", "Names are cut, and volumes are wrong",
                """{"rules": [{"effect": {"truncate": {"person.last_name": 8}}}, {"effect": {"set": {"volume": 1}}}]}"""),
            new("hold", "Nothing happens until it is released", """{"rules": [{"match": {}, "effect": "hold"}]}"""),
        ],
        "putCarrierRecord" =>
        [
            new("own", "The carrier enrolled somebody by itself", """
                {
                  "person": {"first_name": "Avery", "last_name": "Riviera", "date_of_birth": "1984-03-09", "sex": "U"},
                  "enrollments": [
                    {"line_of_coverage": "vision", "effective_start_date": "2024-01-01", "effective_end_date": "9999-12-31"}
                  ]
                }
                """),
        ],
        "patchCarrierRecord" => [new("name", "The carrier misspells a name", """{"person": {"last_name": "Riviera"}}""")],
        "syncCarrier" => [new("all", "All families", "{}")],
        "createSubscription" =>
        [
            new("all", "All events", $$"""{"url": "{{Receiver}}", "secret": "chosen-by-you", "name": "My platform"}"""),
            new(
                "some",
                "Only discrepancies",
                $$"""{"url": "{{Receiver}}", "secret": "chosen-by-you", "name": "Discrepancies", "events": ["difference.discrepancy"]}"""),
        ],
        "rotateSecret" =>
            [new("rotate", "Another key; the old one signs along for an hour", """{"secret": "chosen-anew", "overlap": "PT1H"}""")],
        "recoverSubscription" =>
        [
            new("failed", "What failed in 2024 and since", """{"since": "2024-01-01T00:00:00Z"}"""),
            new("all", "Everything since then", """{"since": "2024-01-01T00:00:00Z", "status": "all"}"""),
        ],
        "setInboxBehavior" =>
        [
            new("verify", "Verify signatures; refuse the first webhook", """{"secret": "chosen-by-you", "statuses": [500, 200]}"""),
            new("accept", "Accept everything", "{}"),
        ],
        "runGauntlet" => [new("gauntlet", "Your receiver", $$"""{"url": "{{Receiver}}", "secret": "chosen-by-you"}""")],
        "updateSubscription" =>
            [new("rename", "Another name; the secret stays", $$"""{"url": "{{Receiver}}", "name": "My platform, renamed"}""")],
        "createFault" =>
        [
            new("status", "The next two lists of differences are refused",
                """{"operation": "getDifferenceList", "status": 503, "retry_after": "PT5S", "times": 2}"""),
            new("delay", "Everything below /api/v1 takes a second", """{"path": "/api/v1/**", "delay": "PT1S"}"""),
            new("abort", "Every third post, more or less, is never answered",
                """{"path": "/api/v1/**", "method": "POST", "abort": true, "probability": 0.33, "seed": 7}"""),
        ],
        "verify" =>
        [
            new("ping", "Somebody pinged, and nobody posted a snapshot",
                """{"requests": [{"operation": "ping"}, {"operation": "createMemberSnapshot", "none": true}]}"""),
            new("webhooks", "Differences were announced", """{"webhooks": [{"type": "difference.created", "count": {"at_least": 1}}]}"""),
        ],
        _ => ConnectionBodies(operationId, ids),
    };

    private static IReadOnlyList<ExampleBody> ConnectionBodies(string operationId, WorldExamples ids) => operationId switch
    {
        "createGroupConnection" =>
        [
            new("new", "A new group", $$"""
                {"carrier_id": "{{ids.CarrierId}}", "federal_ein": "120045678", "group_data": {"group_name": "Pine Street Press", "carrier_group_id": "70012"} }
                """),
            new("waits", "One that will wait for the platform", $$"""
                {"carrier_id": "{{ids.CarrierId}}", "group_data": {"group_name": "Pine Street Press", "carrier_group_id": "emulator-action-required"} }
                """),
        ],
        "createGroupConnectionWithExistingGroup" =>
            [new("more", "One more carrier", $$"""{"carrier_id": "{{ids.UnconnectedCarrierId}}", "group_data": {"carrier_group_id": "70034"} }""")],
        "retryGroupConnectionWithExistingGroup" => [new("corrected", "With another id of the group", """{"carrier_group_id": "70056"}""")],
        "editGroupSetupRequestUI" => [new("note", "Something of the app's own", """{"setup_data": {"note": "checked"} }""")],
        "advanceGroupConnection" => [new("review", "Noyo looks at it", """{"status": "noyo_review"}""")],
        "createNewGroupDisconnectionRequest" =>
            [new("end", "At the end of a year", $$"""{"group_id": "{{ids.GroupId}}", "carrier_id": "{{ids.CarrierId}}", "effective_end_date": "2099-12-31", "reason": "lost_group"}""")],
        "bulkCreateNewGroupDisconnectionRequests" =>
            [new("end", "From one carrier", $$"""{"group_id": "{{ids.CreateGroupId}}", "carrier_ids": ["{{ids.CarrierId}}"], "effective_end_date": "2099-12-31", "reason": "other", "context": "Moves elsewhere"}""")],
        "confirmGroupDisconnectionRequest" => [new("later", "Later than asked for", """{"effective_end_date": "2099-12-31"}""")],
        "editGroupDisconnectionRequest" => [new("reject", "Turn it down", """{"status": "rejected", "reason": "eligibility_restored", "context": "Paid"}""")],
        "createNewRenewalDecision" =>
            [new("year", "The next plan year", $$"""{"renewal_date": "{{ids.Requests.RenewalDate}}", "body": {{Renewal(ids)}} }""")],
        "acknowledgeDiscrepancy" or "acknowledgeReconciliationIssue" => [new("seen", "It was received", "{}")],
        "requestDiscrepancyOutcome" or "requestReconciliationIssueOutcome" =>
        [
            new("platform", "The platform will change it", """
                {"outcome": "distributor_change", "distributor_action": "will_update", "resolution_type": "offline", "request_context": "It looks like our mistake"}
                """),
        ],
        "createPartnerDocument" =>
        [
            new("report", "A report of errors", $$"""
                {"content_type": "EDI_ERROR_REPORT", "display_name": "Errors of August", "effective_date": "2024-08-19", "file_key": "reports/errors_2024-08-19.csv",
                  "group_ids": ["{{ids.GroupId}}"], "partner_id": "{{ids.CarrierId}}", "partner_type": "carrier", "source": "UPLOAD"}
                """),
        ],
        "editPartnerDocument" => [new("name", "Another name; all else stays", """{"display_name": "Errors, looked through"}""")],
        "createIssueUI" =>
        [
            new("manual", "Stated by hand", $$"""
                {"organization_id": "{{ids.Requests.OrganizationId}}", "group_id": "{{ids.GroupId}}", "partner_id": "{{ids.CarrierId}}", "partner_type": "carrier", "category": "missing_coverage",
                  "source": "edi_error_report", "originating_record_type": "manual_entry", "originating_record_ids": ["{{ids.EmployeeId}}"], "is_external": true}
                """),
        ],
        "editIssueUI" => [new("pending", "Somebody looks at it", """{"status": "pending_resolution", "internal_notes": "The carrier was asked"}""")],
        "editRenewalDecision" => [new("body", "Other plans", $$"""{"body": {{Renewal(ids)}} }""")],
        "createCarrierDisconnection" =>
            [new("lapse", "The carrier was not paid", $$"""{"group_id": "{{ids.CreateGroupId}}", "carrier_id": "{{ids.CarrierId}}", "effective_end_date": "2099-12-31", "reason": "payment_lapse"}""")],
        "bulkCreateMemberTransactionLabels" => [new("one", "One transaction", $$"""{"member_transactions": ["{{ids.TransactionId}}"]}""")],
        _ => MemberRequestExamples.Of(operationId, ids.Requests),
    };

    private static string Renewal(WorldExamples ids) => $$"""
        {"carriers": [{"carrier_id": "{{ids.CarrierId}}", "lines_of_coverage": {"medical": {
          "open_enrollment_start_date": "2024-11-01", "open_enrollment_end_date": "2024-11-30", "plans": [{"plan_id": "{{ids.PlanId}}"}]} } }]}
        """;

    private const string Dependent = """
        {
          "relationship": "child",
          "person": {
            "first_name": "Rowan", "last_name": "Brightwater", "date_of_birth": "2019-11-02", "sex": "X",
            "home_address": {"street_one": "12 Alder Way", "city": "Bend", "state": "OR", "zip_code": "97701"}
          }
        }
        """;

    private static string EmployeeOf(string groupId) => $$"""
        {
          "group_id": "{{groupId}}",
          "person": {
            "first_name": "Morgan", "last_name": "Brightwater", "date_of_birth": "1991-07-23", "sex": "F", "marital_status": "single",
            "home_address": {"street_one": "12 Alder Way", "city": "Bend", "state": "OR", "zip_code": "97701"},
            "contact": {"email_address": "morgan@example.com"}
          },
          "employment": {
            "employment_status": "full-time", "hours_worked": 40,
            "employment_dates": {"hire_date": "2024-08-01"},
            "salary": {"amount": 68000, "type": "salary", "unit": "annual"}
          }
        }
        """;

    private static string Resource(string name)
    {
        using var stream = typeof(ExampleBodies).Assembly.GetManifestResourceStream($"NoyoEmulator.Examples.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
