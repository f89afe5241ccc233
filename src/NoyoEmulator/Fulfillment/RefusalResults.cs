using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment;

/// <summary>Refusals as Noyo answers them.</summary>
internal static class RefusalResults
{
    /// <summary>404 for what is missing, 400 for a duplicate, 422 for a contradiction.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="root">Where in the body is what was refused, as a JSON path.</param>
    public static ApiErrorResult ToResult(this Refusal refusal, ReadOnlyMemory<byte> body, string root = JsonPath.Root) => refusal switch
    {
        { Reason: RefusalReason.Missing } => ApiErrorResult.NotFound(refusal.Message),
        { Reason: RefusalReason.Duplicate } => ApiErrorResult.BadRequest(refusal.Message),
        { Errors: { } errors } => ApiErrorResult.Unprocessable(DocumentOrder.Sort(errors, body)),
        { Field: { } field } => ApiErrorResult.Unprocessable(JsonPath.Below(root, field), refusal.Message),
        _ => ApiErrorResult.Unprocessable(refusal.Message),
    };
}
