using System.Net;
using System.Text;

namespace NoyoEmulator.Benchmarks.Load;

/// <summary>Requests as the bytes that go over the wire.</summary>
internal static class RequestBytes
{
    /// <summary>A request without a body.</summary>
    public static byte[] Get(IPEndPoint server, string path) => Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\n{Fields(server)}\r\n");

    /// <summary>A request with a JSON body.</summary>
    public static byte[] Send(IPEndPoint server, string method, string path, ReadOnlySpan<byte> body) =>
    [
        .. Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\n{Fields(server)}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];

    private static string Fields(IPEndPoint server) => $"Host: {server}\r\nAuthorization: Bearer benchmark\r\nAccept: application/json\r\n";
}
