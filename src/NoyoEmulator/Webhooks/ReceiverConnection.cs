using System.Net;
using System.Net.Sockets;

namespace NoyoEmulator.Webhooks;

/// <summary>A receiver's name stands only for addresses that are refused.</summary>
internal sealed class LinkLocalException(IPAddress address) : Exception($"{address} is a link-local or metadata address")
{
    public IPAddress Address { get; } = address;
}

/// <summary>Connects to receivers as the HTTP client does by itself, except to link-local and metadata addresses.</summary>
internal static class ReceiverConnection
{
    /// <exception cref="LinkLocalException">There are no other addresses.</exception>
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Where the system has IPv6, a socket takes both kinds.
            var family = socket.AddressFamily == AddressFamily.InterNetwork ? AddressFamily.InterNetwork : AddressFamily.Unspecified;
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, family, cancellationToken);
            // What was looked at is what is connected to: asked again, the name might stand for something else.
            await socket.ConnectAsync(Allowed(addresses), context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPAddress[] Allowed(IPAddress[] addresses)
    {
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.NoData);
        var allowed = Array.FindAll(addresses, address => !LinkLocal.Has(address));
        return allowed.Length > 0 ? allowed : throw new LinkLocalException(addresses[0]);
    }
}
