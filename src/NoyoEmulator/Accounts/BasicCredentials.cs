using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace NoyoEmulator.Accounts;

/// <summary>The client id and secret with which a client asks for a token (page on authentication).</summary>
/// <param name="ClientId">The client id; never empty.</param>
/// <param name="ClientSecret">The secret; may be empty and may hold colons.</param>
internal sealed record BasicCredentials(string ClientId, string ClientSecret)
{
    private const string Scheme = "Basic ";

    /// <summary>Reads an Authorization header of the scheme Basic, as UTF-8.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;

        var encoded = header.AsSpan(Scheme.Length).Trim();
        var buffer = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, buffer, out var length) || !Utf8.IsValid(buffer.AsSpan(0, length)))
            return false;

        var decoded = Encoding.UTF8.GetString(buffer, 0, length);
        var colon = decoded.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
            return false;

        credentials = new BasicCredentials(decoded[..colon], decoded[(colon + 1)..]);
        return true;
    }

    /// <summary>The client id only: a record would print the secret.</summary>
    public override string ToString() => ClientId;
}
