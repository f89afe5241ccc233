using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>A connection on which requests are written by hand, to see what really comes back.</summary>
internal static class RawSocket
{
    /// <summary>Sends a GET and gives everything that arrives until the server closes the connection.</summary>
    public static Task<string> GetAsync(Uri server, string path) =>
        SendAsync(server, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer any\r\n\r\n");

    /// <summary>Sends a request and gives everything that arrives until the server closes the connection.</summary>
    public static async Task<string> SendAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset instead of closed: what arrived before is the answer.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
