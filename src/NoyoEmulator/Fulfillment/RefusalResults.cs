using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Fulfillment;

/// <summary>Refusals as Noyo answers them.</summary>
internal static class RefusalResults
{
    /// <summary>404 for what is missing, 400 for a duplicate, 422 for a contradiction.</summary>
    public static ApiErrorResult ToResult(this Refusal refusal) => refusal switch
    {
        { Reason: RefusalReason.Missing } => ApiErrorResult.NotFound(refusal.Message),
        { Reason: RefusalReason.Duplicate } => ApiErrorResult.BadRequest(refusal.Message),
        { Field: { } field } => ApiErrorResult.Unprocessable(field, refusal.Message),
        _ => ApiErrorResult.Unprocessable(refusal.Message),
    };
}
