using System.Diagnostics.CodeAnalysis;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// A receiver that is an inbox of the emulator itself, as it is stored in the place of a URL. What is for it needs no socket: the emulator
/// may be one that nobody can call, under a test server or behind a mapped port.
/// </summary>
internal static class OwnInbox
{
    /// <summary>What the paths of inboxes begin with, after the prefix of their world.</summary>
    public const string Path = "/_emulator/inbox/";

    /// <summary>The longest name of an inbox.</summary>
    public const int MaxNameLength = 200;

    /// <summary>What a name must be, as a predicate.</summary>
    public const string NameRule = "must be a name of at most 200 characters without / and blanks at its ends";

    /// <summary>What a receiver begins with that was given by its name.</summary>
    public const string ByName = "emulator-inbox:";

    private const string ByUrl = "emulator-inbox+";

    // Nobody is called by it: it is where an inbox is that was named without a host.
    private const string Host = "http://emulator";

    /// <summary>Whether an inbox can have a name.</summary>
    public static bool IsName(string name) =>
        name is { Length: > 0 and <= MaxNameLength } and not ("." or "..") && name.Trim() == name && !name.Contains('/', StringComparison.Ordinal)
        && !name.Any(char.IsControl);

    /// <summary>An inbox of the subscription's own world, by its name.</summary>
    public static string Named(string name) => ByName + Uri.EscapeDataString(name);

    /// <summary>A URL that is known to be one of the emulator's own.</summary>
    public static string Marked(string url) => ByUrl + url;

    /// <summary>The name under which a receiver was given; null when it was given by a URL.</summary>
    public static string? NameOf(string receiver) =>
        receiver.StartsWith(ByName, StringComparison.Ordinal) ? Uri.UnescapeDataString(receiver[ByName.Length..]) : null;

    /// <summary>The URL by which a receiver was given; null when it was given by a name.</summary>
    public static string? UrlOf(string receiver) =>
        receiver.StartsWith(ByName, StringComparison.Ordinal) ? null : IsMarked(receiver) ? receiver[ByUrl.Length..] : receiver;

    /// <summary>Whether a URL is known to be one of the emulator's own.</summary>
    public static bool IsMarked(string receiver) => receiver.StartsWith(ByUrl, StringComparison.Ordinal);

    /// <summary>The same receiver by a URL, as it is seen from a world.</summary>
    public static string InWorld(string receiver, string world) => NameOf(receiver) is { } name ? Marked(Host + PathOf(world, name)) : receiver;

    /// <summary>The path of an inbox of a world.</summary>
    public static string PathOf(string world, string name) =>
        (world == WorldRegistry.DefaultName ? "" : $"/w/{Uri.EscapeDataString(world)}") + Path + Uri.EscapeDataString(name);

    /// <summary>Reads the path of an inbox: without the prefix of a world, it is one of the default world.</summary>
    public static bool TryRead(Uri url, [NotNullWhen(true)] out InboxPlace? place)
    {
        place = null;
        var segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (Array.IndexOf(segments, "_emulator") is not (>= 0 and var start) || segments[start..] is not [_, "inbox", var name, .. var below])
            return false;
        var world = segments is ["w", var prefix, ..] ? Uri.UnescapeDataString(prefix) : WorldRegistry.DefaultName;
        place = new InboxPlace(world, Uri.UnescapeDataString(name), string.Concat(below.Select(segment => "/" + Uri.UnescapeDataString(segment))));
        return true;
    }

    /// <summary>Whether a URL has the path of an inbox, wherever it is.</summary>
    public static bool HasPathOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && TryRead(uri, out _);
}

/// <summary>Which inbox a URL means.</summary>
/// <param name="World">The name of its world.</param>
/// <param name="Name">The inbox.</param>
/// <param name="Below">The path below it; empty for none.</param>
internal sealed record InboxPlace(string World, string Name, string Below);
