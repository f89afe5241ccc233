using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Http;

/// <summary>What only a real server does: flow control, chunked transfer, its own limits.</summary>
public sealed class RequestSocketTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_several_megabytes_is_read(bool isChunked)
    {
        var body = Padded(9_000_000);

        (await PostAsync(body, isChunked)).ShouldStartWith("HTTP/1.1 200");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_ten_megabytes_is_refused(bool isChunked)
    {
        var answer = await PostAsync(Padded((10 * 1024 * 1024) + 1), isChunked);

        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("""{"message":"The body is larger than 10 MB","status":413}""");
    }

    [Fact]
    public async Task A_broken_chunk_is_a_400_in_JSON()
    {
        var answer = await SendAsync(
            "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"u8.ToArray());

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("\"status\":400");
    }

    private static byte[] Padded(int length)
    {
        var text = Encoding.UTF8.GetBytes(SnapshotBody.Example().ToJsonString());
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        text.CopyTo(body, 0);
        return body;
    }

    private static Task<string> PostAsync(byte[] body, bool isChunked)
    {
        var length = body.Length.ToString(isChunked ? "x" : "d", CultureInfo.InvariantCulture);
        var head = "POST /bytes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + (isChunked ? $"Transfer-Encoding: chunked\r\n\r\n{length}\r\n" : $"Content-Length: {length}\r\n\r\n");
        return SendAsync([.. Encoding.ASCII.GetBytes(head), .. body, .. isChunked ? "\r\n0\r\n\r\n"u8 : []]);
    }

    /// <summary>Sends bytes while reading, as the server may answer before it has everything; returns the start of the answer.</summary>
    private static async Task<string> SendAsync(byte[] request)
    {
        await using var app = RefusalApp.Create(onSocket: true);
        await app.StartAsync();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        var sending = socket.SendAsync(request);
        var buffer = new byte[4096];
        var received = 0;
        while (!Encoding.ASCII.GetString(buffer, 0, received).Contains('}', StringComparison.Ordinal) && received < buffer.Length)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(received));
            if (count == 0)
                break;

            received += count;
        }

        socket.Close();
        _ = await Task.WhenAny(sending);
        return Encoding.ASCII.GetString(buffer, 0, received);
    }
}
