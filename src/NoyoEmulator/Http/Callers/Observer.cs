namespace NoyoEmulator.Http.Callers;

/// <summary>
/// Somebody who looks at a world and is no part of what happens in it: a page that shows it, say. What he reads is not written down, and no
/// fault is meant for him. Whoever changes something is no observer, whatever he says of himself.
/// </summary>
internal static class Observer
{
    /// <summary>The header by which he says so; its text tells people who he is.</summary>
    public const string Header = "X-Emulator-Observer";

    /// <summary>Whether a request is an observer's.</summary>
    public static bool Sent(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Headers[Header].ToString().Length > 0;
}
