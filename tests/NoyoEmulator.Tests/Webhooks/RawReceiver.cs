using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NoyoEmulator.Tests.Webhooks;

/// <summary>A receiver that writes its answers by hand, and closes its connections as it likes.</summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly byte[] _answer;
    private readonly bool _stays;
    private readonly Task _accepting;

    /// <param name="answer">What it writes after a request.</param>
    /// <param name="stays">
    /// Whether it leaves the connection open and closes it only when another request comes, as one does whose patience ends at that instant.
    /// </param>
    public RawReceiver(byte[] answer, bool stays = false)
    {
        (_answer, _stays) = (answer, stays);
        _listener.Start(backlog: 128);
        _accepting = AcceptAsync();
    }

    public RawReceiver(string answer, bool stays = false)
        : this(Encoding.ASCII.GetBytes(answer), stays)
    {
    }

    public string Url => $"http://{_listener.LocalEndpoint}/hooks";

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                var stream = connection.GetStream();
                await ReadRequestAsync(stream);
                await stream.WriteAsync(_answer, _stopping.Token);
                if (_stays)
                    _ = await stream.ReadAsync(new byte[1], _stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The other side is gone, or the test is over.
            }
        }
    }

    private async Task ReadRequestAsync(NetworkStream stream)
    {
        var received = new StringBuilder();
        var buffer = new byte[4_096];
        while (true)
        {
            received.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, _stopping.Token)));
            var text = received.ToString();
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var length = text.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            if (text.Length - end - 4 >= int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))
                return;
        }
    }
}
