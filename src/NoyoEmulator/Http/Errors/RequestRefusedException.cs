namespace NoyoEmulator.Http.Errors;

/// <summary>
/// Ends the binding of a request that cannot be read. Binding has no other way to answer; everything that happens after
/// it returns an <see cref="ApiErrorResult"/> instead.
/// </summary>
internal sealed class RequestRefusedException(ApiErrorResult answer) : Exception(answer.Value.Message)
{
    public ApiErrorResult Answer { get; } = answer;
}
