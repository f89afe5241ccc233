namespace NoyoEmulator.Webhooks;

/// <summary>Finds receivers on localhost where they really are, seen from a container.</summary>
internal static class CallbackHost
{
    /// <summary>Where to send what is for a receiver; the emulator's own inboxes are where it is itself.</summary>
    /// <param name="receiver">The receiver's URL.</param>
    /// <param name="host">What localhost stands for; null for itself.</param>
    public static Uri Apply(Uri receiver, string? host) =>
        host is null || !receiver.IsLoopback || receiver.AbsolutePath.Contains(OwnInbox.Path, StringComparison.Ordinal)
            ? receiver
            : new UriBuilder(receiver) { Host = host }.Uri;
}
