using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using NoyoEmulator.Faults;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Inbox;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace NoyoEmulator.OpenApi;

/// <summary>The refusals that the documents show: of each status one that the operation gives.</summary>
internal static partial class RefusalExamples
{
    /// <summary>An id that nothing has.</summary>
    private const string NoId = "ffffffff-0000-4000-8000-000000000000";

    private const string OtherId = "11111111-0000-4000-8000-000000000000";

    /// <summary>An example; null where there is none of the status.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="operation">The operation, of which the body and the id are looked at.</param>
    /// <param name="path">Its path, as a template.</param>
    /// <param name="schemas">The schemas of the document.</param>
    public static ApiErrorResult? Of(string status, OpenApiOperation operation, string path, SchemaRepository schemas) => status switch
    {
        "400" => ApiErrorResult.BadRequest("The body is not valid JSON: see line 3, position 14"),
        "401" => ApiErrorResult.Unauthorized(),
        "404" => ApiErrorResult.NotFound(Missing(operation.OperationId!, path)),
        "408" => ApiErrorResult.Of(StatusCodes.Status408RequestTimeout, "Not idle in time; still due: 2 confirm"),
        "409" => path.EndsWith("/{version}", StringComparison.Ordinal)
            ? ApiErrorResult.StaleVersion(Guid.Parse(OtherId))
            : Conflict(operation.OperationId!) is { } conflict ? ApiErrorResult.Conflict(conflict) : null,
        "413" => ApiErrorResult.PayloadTooLarge(),
        "415" => ApiErrorResult.UnsupportedMediaType(),
        "422" => Unprocessable(operation, schemas),
        "503" => ApiErrorResult.Unavailable("Not ready: starting"),
        _ => null,
    };

    /// <summary>What is likeliest to be wrong: a page of the wrong size, or a body that lacks something.</summary>
    private static ApiErrorResult Unprocessable(OpenApiOperation operation, SchemaRepository schemas)
    {
        if (operation.RequestBody is null)
        {
            return ApiErrorResult.Unprocessable(
                "page_size", $"page_size must be a whole number from {PageRequest.MinPageSize} to {PageRequest.MaxPageSize}");
        }

        var body = operation.RequestBody.Content?["application/json"].Schema;
        var required = body is OpenApiSchemaReference { Reference.Id: { } id }
            && schemas.Schemas[id].Required is { Count: > 0 } names ? names.First() : null;
        return required is null
            ? ApiErrorResult.Unprocessable(JsonPath.Root, "The body must be a JSON object")
            : ApiErrorResult.Unprocessable([FieldError.At(JsonPath.Property(JsonPath.Root, required), "is required")]);
    }

    private static string Missing(string operationId, string path) => operationId switch
    {
        "createEmployee" or "createNewGroupDisconnectionRequest" or "bulkCreateNewGroupDisconnectionRequests" or "createCarrierDisconnection"
            or "createNewRenewalDecision" or "createIssueUI"
            or "createPartnerDocument" => Unknown("Group"),
        "editPartnerDocument" or "deletePartnerDocument" or "getPartnerDocumentStatuses" => Unknown("PartnerDocument"),
        "getPartnerDocumentSource" => Unknown("PartnerDocumentSource"),
        "getIssuePersonUI" => Unknown("IssuePerson"),
        "getMemberRequest" or "uiGetMemberRequest" or "getMemberTransactionsByMemberRequestList" or "uiGetMemberTransactionsByMemberRequestList" =>
            Unknown("MemberRequest"),
        "getLabelList" => "There is no such label",
        "uiGetFeedRuns" => Unknown("Feed"),
        "getFeedRunFile" => Unknown("FeedRun"),
        "createGroupConnection" or "createPublicCarrier" => Unknown("Carrier"),
        "batchAssignDifferences" or "batchDismissDifferences" or "batchReopenDifferences" => Unknown("Difference"),
        "createWorld" or "putWorld" => "There is no world named orders-tests. These exist: default",
        "releaseSteps" => "No step with the number 17 is set aside",
        "getRequest" => $"{Unknown("Request")}; the journal keeps the latest ones only",
        "explain" or "explainAsText" => $"Nothing in the world default has the id {NoId}, and nothing names it; give any id that one of its answers has",
        "getCarrierRecord" or "deleteCarrierRecord" or "patchCarrierRecord" => $"Carrier {OtherId} holds no record of {NoId}",
        "putCarrierRecord" => $"Nobody knows a member {NoId}; a carrier holds records of employees and dependents that snapshots named",
        "sendToInbox" => "An inbox has no /message; GET messages lists what came, GET messages/await waits for it, and PUT behavior says how the inbox answers",
        _ => Ids().Matches(path).LastOrDefault()?.Groups["name"].Value switch
        {
            "enrollment" => Unknown("GroupEnrollment"),
            "snapshot" => Unknown("MemberSnapshot"),
            "transaction" => Unknown("MemberTransaction"),
            "connection" => Unknown("GroupConnection"),
            { } name => Unknown(string.Concat(name.Split('_').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"))),
            null when path.Contains("/worlds/", StringComparison.Ordinal) => "There is no world named orders-tests. These exist: default",
            null when path.Contains("/checkpoints/", StringComparison.Ordinal) => "The world default has no checkpoint named before",
            null => "There is no world named orders-tests",
        },
    };

    private static string Unknown(string kind) => ApiErrorResult.Unknown(kind, NoId).Value.Message;

    private static string? Conflict(string operationId) => operationId switch
    {
        "createEmployee" => $"An employee of the group has the same name and date of birth: {OtherId}",
        "createDependent" => $"A dependent of the employee has the same name and date of birth: {OtherId}",
        "createGroupConnection" => $"The carrier_group_id belongs to group {NoId}, by its connection {OtherId}",
        "createGroupConnectionWithExistingGroup" => $"The group has a connection to this carrier already: {OtherId}, completed",
        "retryGroupConnectionWithExistingGroup" => "The connection is completed: there is nothing to try again",
        "advanceGroupConnection" => "The connection is completed, and ends only with a disconnection",
        "createNewGroupDisconnectionRequest" or "bulkCreateNewGroupDisconnectionRequests" or "createCarrierDisconnection" =>
            $"There is a request to disconnect the group from this carrier already: {OtherId}, needs_review",
        "confirmGroupDisconnectionRequest" or "rejectGroupDisconnectionRequest" => "The disconnection is completed: there is nothing to decide any more",
        "markRenewalDecisionDone" => "The renewal decision is submitted: only one that is ready can be marked as done",
        "createIssueUI" => $"There is an issue with this issue_key already: {OtherId}, open",
        "requestDiscrepancyOutcome" or "requestReconciliationIssueOutcome" => "It is resolved: there is no outcome to ask for any more",
        "createPublicCarrier" => $"Organization {NoId} has asked for carrier {OtherId} already",
        "reopenDifference" or "batchReopenDifferences" => $"A resolved difference cannot be reopened: {OtherId}",
        "createWorld" => "There is a world named orders-tests already; choose another name, say replace: true, or delete it first",
        "putWorld" => "The default world cannot be replaced; reset it instead",
        "deleteWorld" => "The default world cannot be deleted; reset it instead",
        "advanceClock" or "drain" => "It was broken off: the world default was put back while time passed",
        "createSubscription" => "The world has 1000 subscriptions already, the most there can be (Emulator:Webhooks:MaxSubscriptions): delete some, reset the world, or use another one",
        "rotateSecret" => "The subscription signs with that secret already",
        "sendToInbox" => $"There are {InboxList.MaxInboxes} inboxes already, more than the emulator keeps; reset the world, or use another one",
        "setInboxBehavior" => $"There are {InboxList.MaxInboxes} inboxes already; reset the world, or use another one",
        "createFault" => $"There are {FaultList.MaxFaults} faults already; remove some first",
        "saveCheckpoint" => "The world default has 100 checkpoints, which is as many as it may have; delete one, or raise Emulator:MaxCheckpoints",
        _ => null,
    };

    [GeneratedRegex(@"\{(group_(?=connection|enrollment)|member_(?=transaction))?(?<name>\w+)_id\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Ids();
}
