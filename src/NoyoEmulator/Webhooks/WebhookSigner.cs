using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Signs webhooks as Noyo's page on verification describes: lower-case hex HMAC-SHA-256 digests, several of them separated by
/// commas. The page's prose signs the body alone, its sample code the timestamp, a full stop and the body; it tells receivers to
/// accept a webhook if any digest matches.
/// </summary>
internal static class WebhookSigner
{
    public const string SignatureHeader = "x-noyo-signature";

    public const string TimestampHeader = "x-noyo-timestamp";

    /// <summary>The timestamp as Noyo writes it: ISO 8601 in UTC with microseconds.</summary>
    public static string FormatTimestamp(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The exact bytes of the body.</param>
    /// <param name="secrets">The subscription's secrets, the current one first; at least one. Their UTF-8 bytes are the keys.</param>
    /// <param name="mode">What the digests cover.</param>
    public static string Sign(string timestamp, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets, WebhookSignatureMode mode)
    {
        ArgumentOutOfRangeException.ThrowIfZero(secrets.Count, nameof(secrets));

        var digests = new List<string>(secrets.Count * 2);
        foreach (var secret in secrets)
        {
            var key = Encoding.UTF8.GetBytes(secret);
            if (mode is WebhookSignatureMode.Both or WebhookSignatureMode.Timestamped)
                digests.Add(Digest(key, Encoding.UTF8.GetBytes(timestamp + '.'), body));
            if (mode is WebhookSignatureMode.Both or WebhookSignatureMode.Body)
                digests.Add(Digest(key, [], body));
        }

        return string.Join(',', digests);
    }

    /// <summary>
    /// Whether any digest of a received webhook is what <see cref="Sign"/> would have produced, in constant time for each.
    /// </summary>
    /// <param name="signature">The received value of <see cref="SignatureHeader"/>.</param>
    /// <param name="timestamp">The received value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The exact bytes received.</param>
    /// <param name="secrets">The secrets to accept.</param>
    /// <param name="mode">What a digest may cover; <see cref="WebhookSignatureMode.Both"/> accepts either.</param>
    public static bool Verify(
        string signature,
        string timestamp,
        ReadOnlySpan<byte> body,
        IReadOnlyList<string> secrets,
        WebhookSignatureMode mode)
    {
        if (secrets.Count == 0)
            return false;

        var expected = Sign(timestamp, body, secrets, mode).Split(',').Select(Encoding.ASCII.GetBytes).ToArray();
        var received = signature.Split(',', StringSplitOptions.TrimEntries).Select(Encoding.UTF8.GetBytes).ToArray();
        return received.Any(candidate => expected.Any(digest => CryptographicOperations.FixedTimeEquals(candidate, digest)));
    }

    private static string Digest(byte[] key, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
