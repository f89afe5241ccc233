using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>
/// The documents beside Noyo's own, which are not part of this repository: whoever has them keeps them in
/// <c>shared/noyo/openapi</c> beside it.
/// </summary>
public sealed class NoyoContractTests
{
    /// <summary>
    /// Where the emulator is knowingly not as Noyo's documents have it. An entry that is no longer true fails the test as well.
    /// </summary>
    private static readonly Dictionary<string, string[]> Deviations = new(StringComparer.Ordinal)
    {
        ["fulfillment"] =
        [
            // The published example answers carry it, the published schema does not.
            "InboundMemberSnapshotEmployee has group_id, which Noyo does not have",

            // Noyo's schemas require these without saying what they are.
            "GroupSetupRequestPublicResult has setup_metadata, which Noyo does not have",
            "GroupSetupRequestResult has setup_data, which Noyo does not have",
            "GroupSetupRequestResult has setup_metadata, which Noyo does not have",
            "GroupSetupRequestUIResult has setup_metadata, which Noyo does not have",
            // Of whatever line the group enrollment is; Noyo's document has the schema of dental plans there.
            "the body of getGroupEnrollmentPlanList[] is not a GroupDentalPlanPublicResult",

            // One type here stands for the plans of all lines, and for enrollments with and without their configuration.
            "UIEmployeeParentResult.individual_enrollments[] is not a IndividualEnrollmentResult",
            "UIPlans.accident[] is not a GroupAccidentPlanPublicResult",
            "UIPlans.add[] is not a GroupADDPlanPublicResult",
            "UIPlans.cancer[] is not a GroupCancerPlanPublicResult",
            "UIPlans.critical_illness[] is not a GroupCriticalIllnessPlanPublicResult",
            "UIPlans.dental[] is not a GroupDentalPlanPublicResult",
            "UIPlans.health_fund[] is not a GroupHealthFundPlanPublicResult",
            "UIPlans.hospital_indemnity[] is not a GroupHospitalIndemnityPlanPublicResult",
            "UIPlans.life[] is not a GroupLifePlanPublicResult",
            "UIPlans.ltd[] is not a GroupLTDPlanPublicResult",
            "UIPlans.medical[] is not a GroupMedicalPlanPublicResult",
            "UIPlans.pharmacy[] is not a GroupPharmacyPlanPublicResult",
            "UIPlans.std[] is not a GroupSTDPlanPublicResult",
            "UIPlans.vision[] is not a GroupVisionPlanPublicResult",
            "UIPlans.wellness[] is not a GroupWellnessPlanPublicResult",

            // Noyo's schema requires them without saying what they are.
            "IssueUIResult has originating_record_ids, which Noyo does not have",
            "IssueUIResult has originating_record_type, which Noyo does not have",
            // The published example answers carry it, the published schema does not.
            "IssueUIResult has internal_notes, which Noyo does not have",
            // The published example body has the first and lacks the others, and the operation's text says that the key is generated.
            "IssueUICreateRequest has partner_document_source_id, which Noyo does not have",
            "IssueUICreateRequest does not require issue_key",
            "IssueUICreateRequest does not require source",

            // All refusals here have one form.
            "ApiError has errors, which Noyo does not have",
            "ApiError has status, which Noyo does not have",
            // Noyo's schema requires them without saying what they are.
            "PartnerDocumentSourcePublicResult has match_strategy, which Noyo does not have",
            "PartnerDocumentSourcePublicResult has match_value, which Noyo does not have",
            // The published example answers carry it, the published schema does not.
            "PublicFeedResult has status, which Noyo does not have",
            // Beside its page, as all other lists have it.
            "getPartnerDocumentList has query offset, which Noyo does not have",
            // The newer reference has these in the place of latest.
            "getFeedRunPublicList has query includes_phi, which Noyo does not have",
            "getFeedRunPublicList has query is_test, which Noyo does not have",
            "getFeedRunPublicList has query status, which Noyo does not have",
            // What signed_url leads to, which is no part of Noyo's API.
            "Noyo has no get /feed_files/{feed_run_id}",

            // The lines of a renewal decision have types that are all alike, and so have its issues in the API and in the app.
            "RenewalDecisionResult.issues[] is not a RenewalDecisionIssue1",
            "RenewalDecisionLinesOfCoverage.accident is not a RenewalDecisionAccidentLOC",
            "RenewalDecisionLinesOfCoverage.add is not a RenewalDecisionADDLOC",
            "RenewalDecisionLinesOfCoverage.cancer is not a RenewalDecisionCancerLOC",
            "RenewalDecisionLinesOfCoverage.critical_illness is not a RenewalDecisionCriticalIllnessLOC",
            "RenewalDecisionLinesOfCoverage.dental is not a RenewalDecisionDentalLOC",
            "RenewalDecisionLinesOfCoverage.health_fund is not a RenewalDecisionHealthFundLOC",
            "RenewalDecisionLinesOfCoverage.hospital_indemnity is not a RenewalDecisionHospitalIndemnityLOC",
            "RenewalDecisionLinesOfCoverage.life is not a RenewalDecisionLifeLOC",
            "RenewalDecisionLinesOfCoverage.ltd is not a RenewalDecisionLTDLOC",
            "RenewalDecisionLinesOfCoverage.medical is not a RenewalDecisionMedicalLOC",
            "RenewalDecisionLinesOfCoverage.pharmacy is not a RenewalDecisionPharmacyLOC",
            "RenewalDecisionLinesOfCoverage.std is not a RenewalDecisionSTDLOC",
            "RenewalDecisionLinesOfCoverage.vision is not a RenewalDecisionVisionLOC",
            "RenewalDecisionLinesOfCoverage.wellness is not a RenewalDecisionWellnessLOC",

            // A volume is taken in all lines, so that all of them have one type.
            "ApiBaseNewHireMemberLinesOfCoverage.accident is not a ApiBaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.cancer is not a ApiBaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.dental is not a ApiBaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.health_fund is not a BaseNewHireMemberCoverageActionWithVolume",
            "ApiBaseNewHireMemberLinesOfCoverage.hospital_indemnity is not a ApiBaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.medical is not a ApiBaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.pharmacy is not a BaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.vision is not a ApiBaseNewHireMemberCoverageAction",
            "ApiBaseNewHireMemberLinesOfCoverage.wellness is not a BaseNewHireMemberCoverageAction",
            "ApiCOBRAMembersChangeLinesOfCoverage.dental is not a ApiMembersChangeCoverageAction",
            "ApiCOBRAMembersChangeLinesOfCoverage.medical is not a ApiMembersChangeCoverageAction",
            "ApiCOBRAMembersChangeLinesOfCoverage.vision is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.accident is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.cancer is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.dental is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.health_fund is not a MembersChangeCoverageActionWithVolume",
            "ApiMembersChangeLinesOfCoverage.hospital_indemnity is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.medical is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.pharmacy is not a MembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.vision is not a ApiMembersChangeCoverageAction",
            "ApiMembersChangeLinesOfCoverage.wellness is not a MembersChangeCoverageAction",

            // The same in another type.
            "MemberTransactionLabelUIResult.label is not a LabelUIResult",
            "MemberTransactionUIResult.member_transaction is not a UIMemberTransactionResult",
            "UIEmployeeResult.employment is not a Employment",
            "UIMemberRequestParentResult.individual_enrollments[] is not a IndividualEnrollmentResultWithConfig1",
            "UIMemberRequestParentResult.plans is not a GroupPlanResultWithConfig",

            // Not emulated.
            "InboundTestMemberSnapshot.rule_set_overrides is not a RuleSetOverrides",
            "MemberTransactionLabelUIResult lacks internal_note",
            "MemberTransactionUIResult lacks member_transaction_labels",
            "UIMemberRequestParentResult lacks group_enrollments",
            "PlatformStructurePlan lacks custom_plan_id",
            "PlatformStructureTemporalPlan lacks configuration",
            "UIGroupPlatformMappingResult lacks group_mapping",

            // The name of a type in Noyo's document, and no heading for people.
            "bulkCreateNewGroupDisconnectionRequests: its tag is GroupDisconnectionBulkRequest",

            // Noyo's document says a whole number, but its carriers have uuids.
            "uiGetGroupList has query carrier_id as string",
        ],
        ["carrier"] = [],
        ["tracking"] =
        [
            // Noyo's schemas require these, or name them in the order of fields, without saying what they are.
            "BasicSingleDifferenceResult has assignee_id, which Noyo does not have",
            "BasicSingleDifferenceResult has organization_id, which Noyo does not have",
            "BatchAssigneeUpdateRequest has assignee_id, which Noyo does not have",
            "PublicSingleDifferenceResult has assignee_id, which Noyo does not have",
            "PublicSingleDifferenceResult has organization_id, which Noyo does not have",
            "UpdateDifferenceAssigneeRequest has assignee_id, which Noyo does not have",

            // Noyo's schema of one difference leaves out what the published example of it has.
            "BasicSingleDifferenceResult has fields, which Noyo does not have",

            // A batch must say of what it is; only the schema of dismissals has the property, and does not require it.
            "BatchAssigneeUpdateRequest has ids, which Noyo does not have",
            "BatchAssigneeUpdateRequest requires ids, which Noyo does not",
            "BatchDismissalUpdateRequest requires ids, which Noyo does not",

            // Its answer has the envelope of a page.
            "getDifferenceTransactionIds has query offset, which Noyo does not have",
            "getDifferenceTransactionIds has query page_size, which Noyo does not have",
        ],
    };

    [Theory]
    [InlineData("fulfillment", 27)]
    [InlineData("tracking", 14)]
    [InlineData("carrier", 4)]
    public async Task Operations_are_as_Noyo_publishes_them(string name, int atLeast)
    {
        var theirs = ReadNoyo(name);
        await using var app = new EmulatorApp();
        var page = await DocumentPage.OpenAsync(app, name);
        var compared = 0;
        var problems = new List<string>();

        // What the document has from another of Noyo's APIs has a server of its own.
        foreach (var operation in page.Operations.Where(operation => operation.Definition["servers"] is null))
        {
            if (theirs["paths"]![operation.Path]?[operation.Method] is not { } published)
            {
                problems.Add($"Noyo has no {operation.Method} {operation.Path}");
                continue;
            }

            compared++;
            problems.AddRange(Compare(operation, published, theirs));
        }

        problems.Distinct().Order(StringComparer.Ordinal).ShouldBe(Deviations[name].Order(StringComparer.Ordinal));
        compared.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    private static IEnumerable<string> Compare(PageOperation ours, JsonNode published, JsonNode theirs)
    {
        if (ours.Id != (string?)published["operationId"])
            yield return $"{ours.Id}: Noyo calls it {published["operationId"]}";
        if (published["tags"] is { } tags && ours.Tag != (string?)tags[0])
            yield return $"{ours.Id}: its tag is {tags[0]}";

        var parameters = ours.Parameters.Select(Name).ToList();
        var publishedParameters = (published["parameters"]?.AsArray() ?? []).Select(parameter => Name(parameter!)).ToList();
        foreach (var missing in publishedParameters.Except(parameters))
            yield return $"{ours.Id} lacks {missing}";
        foreach (var surplus in parameters.Except(publishedParameters))
            yield return $"{ours.Id} has {surplus}, which Noyo does not have";

        // A list of values is one text with commas.
        foreach (var own in ours.Parameters)
        {
            if (published["parameters"]?.AsArray().FirstOrDefault(parameter => Name(parameter!) == Name(own)) is { } other
                && Kind(own, ours.Document) != Kind(other, theirs))
            {
                yield return $"{ours.Id} has {Name(own)} as {Kind(own, ours.Document)}";
            }
        }

        foreach (var problem in Bodies(ours.Definition["requestBody"], published["requestBody"], isRequest: true))
            yield return problem;
        foreach (var (status, response) in published["responses"]!.AsObject())
        {
            if (ours.Definition["responses"]![status] is not { } answer)
            {
                yield return $"{ours.Id} does not say that it answers {status}";
                continue;
            }

            foreach (var problem in Bodies(answer, response, isRequest: false))
                yield return problem;
        }

        IEnumerable<string> Bodies(JsonNode? own, JsonNode? other, bool isRequest) =>
            other?["content"]?["application/json"]?["schema"] is { } schema
                ? CompareSchemas(new Side(ours.Document, own?["content"]?["application/json"]?["schema"]), new Side(
                    theirs, schema), isRequest, $"the body of {ours.Id}", [])
                : [];
    }

    private static IEnumerable<string> CompareSchemas(Side ours, Side theirs, bool isRequest, string place, HashSet<string> seen)
    {
        if (ours.Schema is null)
            return [$"{place} has no schema"];
        if (theirs.Name is { } name && ours.Name != name)
            return [$"{place} is not a {name}"];
        if (ours.Name is not null && !seen.Add($"{ours.Name} {place}"))
            return [];

        var label = ours.Name ?? place;
        if (theirs.Resolved["items"] is { } items)
            return CompareSchemas(ours.At(ours.Resolved["items"]), theirs.At(items), isRequest, $"{place}[]", seen);
        if (theirs.Resolved["properties"] is not JsonObject properties)
            return [];

        var own = ours.Resolved["properties"]?.AsObject() ?? [];
        var problems = new List<string>();
        problems.AddRange(properties.Where(property => !own.ContainsKey(property.Key)).Select(property => $"{label} lacks {property.Key}"));
        problems.AddRange(own.Where(property => !properties.ContainsKey(property.Key))
            .Select(property => $"{label} has {property.Key}, which Noyo does not have"));

        // An answer may promise more than Noyo's does; a request may not ask for more or less.
        var missing = theirs.Required.Except(ours.Required).ToList();
        var surplus = isRequest ? ours.Required.Except(theirs.Required).ToList() : [];
        problems.AddRange(missing.Select(required => $"{label} does not require {required}"));
        problems.AddRange(surplus.Select(required => $"{label} requires {required}, which Noyo does not"));

        foreach (var (property, schema) in properties.Where(property => own.ContainsKey(property.Key)))
            problems.AddRange(CompareSchemas(ours.At(own[property]), theirs.At(schema), isRequest, $"{label}.{property}", seen));
        return problems;
    }

    private static string? Kind(JsonNode parameter, JsonNode document) =>
        (string?)new Side(document, parameter["schema"]).Resolved["type"] switch { "array" => "string", var kind => kind };

    private static string Name(JsonNode parameter) => $"{parameter["in"]} {parameter["name"]}";

    private static JsonNode ReadNoyo(string name)
    {
        var file = Path.Combine(Repository.Root, "..", "shared", "noyo", "openapi", $"{name}.json");
        Assert.SkipUnless(File.Exists(file), $"Noyo's document is not at {file}.");
        return JsonNode.Parse(File.ReadAllText(file))!;
    }

    /// <summary>A schema in its document.</summary>
    private sealed record Side(JsonNode Document, JsonNode? Schema)
    {
        private string? Reference => (string?)(Schema?["$ref"] ?? Schema?["allOf"]?[0]?["$ref"]);

        public string? Name => Reference?.Split('/')[^1];

        public JsonNode Resolved => Name is null ? Schema! : Document["components"]!["schemas"]![Name]!;

        public IReadOnlyList<string> Required => [.. (Resolved["required"]?.AsArray() ?? []).Select(name => (string)name!)];

        public Side At(JsonNode? schema) => new(Document, schema);
    }
}
