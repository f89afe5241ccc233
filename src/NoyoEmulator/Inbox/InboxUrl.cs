using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Inbox;

/// <summary>The URLs of inboxes, whatever the emulator's host is called by those who use them.</summary>
internal static class InboxUrl
{
    /// <summary>Whether what is sent to a receiver comes to an inbox.</summary>
    /// <param name="receiver">The receiver, as it is stored with a subscription of the world.</param>
    /// <param name="world">The world's name.</param>
    /// <param name="inbox">The inbox.</param>
    public static bool PointsTo(string receiver, string world, string inbox) =>
        Uri.TryCreate(OwnInbox.UrlOf(OwnInbox.InWorld(receiver, world)), UriKind.Absolute, out var uri)
        && OwnInbox.TryRead(uri, out var place) && place.World == world && place.Name == inbox;
}
