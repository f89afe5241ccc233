using Microsoft.AspNetCore.WebUtilities;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Faults;

internal static class FaultStatus
{
    public const int Least = 400;

    public const int Most = 599;

    public static bool IsPossible(int status) => status is >= Least and <= Most;

    /// <summary>Whether a status comes with a time after which to try again.</summary>
    public static bool HasRetryAfter(int? status) =>
        status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;

    /// <summary>The answer, in Noyo's form.</summary>
    public static ApiErrorResult Answer(int status, string? message = null)
    {
        if (message is null && status == StatusCodes.Status401Unauthorized)
            return ApiErrorResult.Unauthorized();
        return ApiErrorResult.Of(status, message ?? (ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error"));
    }
}
