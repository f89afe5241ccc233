using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace NoyoEmulator.Webhooks;

/// <summary>Knows by which addresses the emulator is called.</summary>
/// <param name="server">Listens; null where nothing does.</param>
/// <param name="runsInContainer">Whether this process runs in a container, where it is alone on its loopback.</param>
internal sealed class OwnAddresses(IServer? server, bool runsInContainer)
{
    private readonly Lazy<HashSet<string>> _hosts = new(FindHosts);

    /// <summary>
    /// A receiver's URL as it is to be stored: marked where it is an inbox of the emulator itself, by an address on which it listens or by
    /// the one to which a request was sent, which behind a mapped port only the client knows.
    /// </summary>
    public string Store(string url, HostString host) => IsOwn(url, host) ? OwnInbox.Marked(url) : url;

    /// <summary>Whether a URL is an inbox of the emulator itself.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="host">Where a request was sent that knows of it; none where there was no request.</param>
    public bool IsOwn(string url, HostString host)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !OwnInbox.TryRead(uri, out _))
            return false;
        // Nobody else can be called by it.
        if (AnyAddress.HasHostOf(url) || (runsInContainer && uri.IsLoopback))
            return true;
        if (host.HasValue && Uri.TryCreate($"{uri.Scheme}://{host.Value}", UriKind.Absolute, out var asked) && asked.Port == uri.Port
            && (string.Equals(asked.Host, uri.Host, StringComparison.OrdinalIgnoreCase) || (asked.IsLoopback && uri.IsLoopback)))
        {
            return true;
        }

        return (uri.IsLoopback || _hosts.Value.Contains(uri.DnsSafeHost)) && Ports().Contains(uri.Port);
    }

    private IEnumerable<int> Ports() => (server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        .Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !address.IsNamedPipe).Select(address => address.Port);

    /// <summary>The machine's own names and addresses.</summary>
    private static HashSet<string> FindHosts()
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Environment.MachineName, Dns.GetHostName() };
        try
        {
            foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
                hosts.UnionWith(network.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address.ToString()));
        }
        catch (NetworkInformationException)
        {
            // Some containers may not look: the names are left.
        }

        return hosts;
    }
}
