using NoyoEmulator.Simulation;

namespace NoyoEmulator.Inbox;

/// <summary>The URLs of inboxes, whatever the emulator's host is called by those who use them.</summary>
internal static class InboxUrl
{
    public const string Path = "/_emulator/inbox/";

    /// <summary>Whether what is sent to a URL comes to an inbox: without the prefix of a world, to that of the default one.</summary>
    public static bool PointsTo(string url, string world, string inbox) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is var segments
        && Array.IndexOf(segments, "_emulator") is >= 0 and var place
        && segments[place..] is [_, "inbox", var name, ..]
        && Uri.UnescapeDataString(name) == inbox
        && (segments is ["w", var prefix, ..] ? Uri.UnescapeDataString(prefix) : WorldRegistry.DefaultName) == world;
}
