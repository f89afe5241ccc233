using System.Net;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// 0.0.0.0 and [::] stand for all addresses of a machine: a server that listens there says so at its start, and its URL is copied from
/// there.
/// </summary>
internal static class AnyAddress
{
    /// <summary>What is wrong with a URL of such an address, as a predicate.</summary>
    public const string Rule =
        "must not have 0.0.0.0 or [::] for a host: that is an address to listen on, not one to call; use 127.0.0.1 or the host's name";

    public static bool HasHostOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && IPAddress.TryParse(uri.DnsSafeHost.TrimEnd('.'), out var address)
        && (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is var plain
        && (plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any));
}
