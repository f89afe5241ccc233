using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace NoyoEmulator.Dashboard;

/// <summary>One file of the dashboard.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">What they are.</param>
internal sealed record DashboardFile(byte[] Content, string ContentType)
{
    /// <summary>Changes with the content, so that a browser that has the file need not get it again.</summary>
    public EntityTagHeaderValue Tag { get; } = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8))}\"");
}
