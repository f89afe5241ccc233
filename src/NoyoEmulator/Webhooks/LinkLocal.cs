using System.Net;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Addresses of the machine's own link and of the services that clouds have for their machines, which give out credentials: whoever may
/// register a receiver could have them called from within.
/// </summary>
internal static class LinkLocal
{
    /// <summary>The option that allows them.</summary>
    public const string Option = "Emulator:Webhooks:AllowLinkLocal";

    /// <summary>What is wrong with a URL of such an address, as a predicate.</summary>
    public const string Rule = $"must not be a link-local or metadata address, unless the option {Option} is true";

    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"),
        // Where AWS, Alibaba Cloud and Azure have them otherwise.
        IPNetwork.Parse("fd00:ec2::254/128"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("168.63.129.16/32"),
    ];

    public static bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Networks, network => network.Contains(plain));
    }

    /// <summary>Whether a URL has such an address for a host; of a name that is seen when a connection is made.</summary>
    public static bool HasHostOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && IPAddress.TryParse(uri.DnsSafeHost.TrimEnd('.'), out var address) && Has(address);
}
