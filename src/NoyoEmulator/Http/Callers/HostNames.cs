using System.Net;

namespace NoyoEmulator.Http.Callers;

/// <summary>
/// The names that the emulator is called by. A name of the public internet is none of them: its owner can let it point to this machine,
/// and his web page would then be of the emulator's own origin (DNS rebinding). That needs a name, so addresses of private networks are
/// no danger, and neither are names that no public site can have.
/// </summary>
/// <param name="given">More of them, as the configuration has them.</param>
/// <param name="machine">The name of the machine or container.</param>
internal sealed class HostNames(IReadOnlyList<string> given, string machine)
{
    private const string Any = "*";

    private static readonly string[] Own = ["noyo.com"];

    /// <summary>The last ones are reserved for networks of one's own.</summary>
    private static readonly string[] OwnSuffixes = [".localhost", ".noyo.com", ".internal", ".test", ".local"];

    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("fc00::/7"),
    ];

    private readonly string[] _names = [.. Own, machine, .. given.Where(name => !name.StartsWith('*'))];
    private readonly string[] _suffixes = [.. OwnSuffixes, .. given.Where(name => name.StartsWith("*.", StringComparison.Ordinal)).Select(name => name[1..])];
    private readonly bool _isAny = given.Contains(Any);

    /// <summary>The host of a Host header: without its port, brackets and the full stop at its end.</summary>
    public static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> header)
    {
        if (header is ['[', ..])
            return header.IndexOf(']') is var end && end > 0 && header[(end + 1)..] is [] or [':', ..] ? header[1..end] : header;
        if (header.IndexOf(':') is >= 0 and var colon && colon == header.LastIndexOf(':'))
            header = header[..colon];
        return header is [.., '.'] ? header[..^1] : header;
    }

    /// <summary>Whether a host is always the emulator's.</summary>
    public bool Has(ReadOnlySpan<char> host)
    {
        if (_isAny)
            return true;
        if (host.IndexOfAny('.', ':') < 0)
            return host.Length > 0;
        if (IPAddress.TryParse(host, out var address))
            return HasAddress(Plain(address));
        foreach (var name in _names)
        {
            if (host.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        foreach (var suffix in _suffixes)
        {
            if (host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && host.Length > suffix.Length)
                return true;
        }

        return false;
    }

    /// <summary>Whether a host is the address that a connection came in on, which is the emulator's as long as it comes in there.</summary>
    public static bool IsAddress(ReadOnlySpan<char> host, IPAddress? local) =>
        local is not null && IPAddress.TryParse(host, out var address)
        && Plain(address).GetAddressBytes().AsSpan().SequenceEqual(Plain(local).GetAddressBytes());

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private bool HasAddress(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || Array.Exists(PrivateNetworks, network => network.Contains(address))
        || _names.Contains(address.ToString(), StringComparer.Ordinal);
}
