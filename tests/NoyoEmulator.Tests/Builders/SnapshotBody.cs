using System.Text.Json.Nodes;

namespace NoyoEmulator.Tests.Builders;

/// <summary>Bodies of member snapshots: one with every field of the schema filled in, and the project's examples.</summary>
internal static class SnapshotBody
{
    public const string EmployeeId = "11111111-1111-4111-8111-111111111111";
    public const string DependentId = "22222222-2222-4222-8222-222222222222";

    /// <summary>A valid body in which every field of the schema has a value.</summary>
    public static JsonObject Full() => JsonNode.Parse($$"""
        {
          "snapshot_mode": "current_open",
          "enable_member_auto_link": true,
          "omitted_coverage_handling": {
            "policy": "terminate", "termination_rule": "custom", "custom": { "effective_end_date": "2024-03-15" }
          },
          "events": [
            { "id": "1", "date": "2024-01-01", "type": "coverage", "reason": "open_enrollment" },
            { "id": "2", "date": "2024-02-01", "type": "demographic", "reason": "moved" }
          ],
          "employee": {
            "id": "{{EmployeeId}}", "custom_individual_id": "e-1", "group_individual_id": "g-1", "event_id": "1",
            "classifications": { "Department": "Maps" },
            "person": {{Person("Ada", "F")}},
            "employment": {
              "employment_status": "full-time", "hours_worked": 40, "occupation": "Surveyor",
              "employment_dates": {
                "hire_date": "2020-01-01", "full_time_start": "2020-01-01", "rehire": "2021-01-01", "retirement": "2060-01-01",
                "terminated": "2059-12-31"
              },
              "salary": { "amount": 52000.50, "type": "salary", "unit": "annual", "effective_date": "2022-02-01" }
            }
          },
          "dependents": [
            {
              "id": "{{DependentId}}", "custom_individual_id": "d-1", "group_individual_id": "g-2", "event_id": "2",
              "relationship": "child", "person": {{Person("Bo", "X")}}
            },
            { "custom_individual_id": "d-2", "relationship": "spouse", "person": {{Person("Cy", "M")}} }
          ],
          "coverages": [
            {
              "carrier_id": "33333333-3333-4333-8333-333333333333", "line_of_coverage": "medical",
              "plan_id": "44444444-4444-4444-8444-444444444444", "plan_name": "Gold", "custom_plan_id": "p-1",
              "carrier_config": { "class": "A" }, "signature_date": "2023-12-20",
              "cobra_details": {
                "cobra_enrolled": true, "eligibility_start_date": "2024-01-01", "eligibility_end_date": "2025-06-30",
                "qualifying_event_date": "2023-12-31", "qualifying_event_reason": "layoff"
              },
              "enrolled_members": [
                {
                  "individual_type": "employee", "individual_id": "{{EmployeeId}}", "custom_individual_id": "e-1", "event_id": "1",
                  "effective_start_date": "2024-01-01", "effective_end_date": "9999-12-31",
                  "latest_change_effective_date": "2024-01-01", "volume": 50000,
                  "pcp_details": { "providers": [ {
                    "identification_code": "1234567890", "identification_code_type": "national_provider_identifier",
                    "entity_identifier_code": "pcp", "entity_type": "person", "first_name": "Doc", "middle_name": "D",
                    "last_name": "Tor", "organization_name": "Clinic", "patient_relationship_code": "established"
                  } ] }
                },
                {
                  "individual_type": "dependent", "individual_id": "{{DependentId}}",
                  "effective_start_date": "2024-01-01", "effective_end_date": "2023-12-31"
                },
                {
                  "individual_type": "dependent", "individual_id": null, "custom_individual_id": "d-2",
                  "effective_start_date": "2024-01-01", "effective_end_date": "2024-06-30"
                }
              ]
            }
          ]
        }
        """)!.AsObject();

    /// <summary>The published example of a create request.</summary>
    public static JsonObject Example() => FromFile("create-member-snapshot.json");

    /// <summary>A file of the project's examples.</summary>
    public static JsonObject FromFile(string name) =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "examples", name)))!.AsObject();

    private static string Person(string firstName, string sex) => $$"""
        {
          "first_name": "{{firstName}}", "middle_name": "M", "last_name": "Test", "suffix": "II", "maiden_name": "Trial",
          "date_of_birth": "1990-02-28", "sex": "{{sex}}", "ssn": "219099871", "marital_status": "married",
          "home_address": {
            "street_one": "1 Main St", "street_two": "Apt 5", "city": "Bend", "county": "Deschutes", "state": "OR", "zip_code": "97701"
          },
          "mailing_address": { "street_one": "1 Main St", "city": "Bend", "state": "OR", "zip_code": "97701-1234" },
          "contact": {
            "email_address": "someone@example.com", "email_address_type": "home", "home_phone": "+15415550100",
            "work_phone": "+15415550101", "preferred_method": "email", "preferred_language": "English", "speaks_english": true
          },
          "details": {
            "american_indian": { "state": "OR", "tribe": "Klamath" },
            "disability": { "disabled": false, "communication": false, "reason": "none" },
            "is_military": false, "is_student": true,
            "tobacco": { "user": true, "types": ["pipe"], "frequency": "Daily", "duration": "5 years" }
          }
        }
        """;
}
