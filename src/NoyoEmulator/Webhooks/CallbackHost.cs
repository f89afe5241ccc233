namespace NoyoEmulator.Webhooks;

/// <summary>Finds receivers on localhost where they really are, seen from a container.</summary>
internal static class CallbackHost
{
    // The emulator's own inboxes are where it is itself.
    private const string Inbox = "/_emulator/inbox/";

    /// <summary>Where to send what is for a receiver.</summary>
    /// <param name="receiver">The receiver's URL.</param>
    /// <param name="host">What localhost stands for; null for itself.</param>
    public static Uri Apply(Uri receiver, string? host) =>
        host is null || !receiver.IsLoopback || receiver.AbsolutePath.Contains(Inbox, StringComparison.Ordinal)
            ? receiver
            : new UriBuilder(receiver) { Host = host }.Uri;
}
