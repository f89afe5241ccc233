using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NoyoEmulator.Testing;

/// <summary>
/// Verifies the signatures of Noyo's webhooks: lower-case hexadecimal HMAC-SHA-256 digests, separated by commas, of which any may be the
/// expected one. Noyo signs with each secret that is valid at the time, so that secrets can be exchanged without a gap.
/// </summary>
public static class NoyoWebhookSignature
{
    /// <summary>The header with the digests.</summary>
    public const string SignatureHeader = "x-noyo-signature";

    /// <summary>The header with the time of the attempt, ISO 8601.</summary>
    public const string TimestampHeader = "x-noyo-timestamp";

    private static readonly string[] TimestampFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Tells what the signature of a request is worth.</summary>
    /// <param name="header">Gives the value of a header, or null: <c>name => request.Headers[name]</c>.</param>
    /// <param name="body">The body's bytes as they came, before anything reads them as JSON.</param>
    /// <param name="secrets">The secrets to accept; during an exchange, the new one and the old one.</param>
    /// <param name="tolerance">How far the timestamp may be from now, into the past or the future; null for any distance.</param>
    /// <param name="timeProvider">What time it is; null for the system's. In tests, a world's time.</param>
    /// <param name="content">What the digests cover.</param>
    /// <exception cref="ArgumentException">There is no secret, or an empty one, which anybody could sign with.</exception>
    public static NoyoSignatureResult Verify(
        Func<string, string?> header,
        ReadOnlySpan<byte> body,
        IEnumerable<string> secrets,
        TimeSpan? tolerance = null,
        TimeProvider? timeProvider = null,
        NoyoSignedContent content = NoyoSignedContent.TimestampAndBody)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Verify(header(SignatureHeader), header(TimestampHeader), body, secrets, tolerance, timeProvider, content);
    }

    /// <summary>Tells what a signature is worth.</summary>
    /// <param name="signature">The value of <see cref="SignatureHeader"/>.</param>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body's bytes as they came, before anything reads them as JSON.</param>
    /// <param name="secrets">The secrets to accept; during an exchange, the new one and the old one.</param>
    /// <param name="tolerance">How far the timestamp may be from now, into the past or the future; null for any distance.</param>
    /// <param name="timeProvider">What time it is; null for the system's. In tests, a world's time.</param>
    /// <param name="content">What the digests cover.</param>
    /// <exception cref="ArgumentException">There is no secret, or an empty one, which anybody could sign with.</exception>
    public static NoyoSignatureResult Verify(
        string? signature,
        string? timestamp,
        ReadOnlySpan<byte> body,
        IEnumerable<string> secrets,
        TimeSpan? tolerance = null,
        TimeProvider? timeProvider = null,
        NoyoSignedContent content = NoyoSignedContent.TimestampAndBody)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var accepted = secrets.ToList();
        if (accepted.Count == 0 || accepted.Exists(string.IsNullOrEmpty))
            throw new ArgumentException("There must be a secret, and none may be empty: anybody could sign with it. Is the setting missing?", nameof(secrets));
        if (string.IsNullOrWhiteSpace(signature) || string.IsNullOrWhiteSpace(timestamp)
            || !DateTimeOffset.TryParseExact(timestamp.Trim(), TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var sent))
        {
            return NoyoSignatureResult.Missing;
        }

        var digests = Array.ConvertAll(signature.Split(','), digest => Encoding.UTF8.GetBytes(digest.Trim()));
        var isGenuine = false;
        foreach (var secret in accepted)
        {
            var expected = Encoding.ASCII.GetBytes(Sign(timestamp.Trim(), body, secret, content));
            foreach (var digest in digests)
                isGenuine |= CryptographicOperations.FixedTimeEquals(digest, expected);
        }

        if (!isGenuine)
            return NoyoSignatureResult.Wrong;
        return tolerance is { } most && ((timeProvider ?? TimeProvider.System).GetUtcNow() - sent).Duration() > most
            ? NoyoSignatureResult.OutsideTolerance
            : NoyoSignatureResult.Valid;
    }

    /// <summary>The digest that a genuine signature has, for tests of a receiver that have no emulator.</summary>
    /// <param name="timestamp">The value of <see cref="TimestampHeader"/>.</param>
    /// <param name="body">The body's bytes.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="content">What the digest covers.</param>
    public static string Sign(
        string timestamp, ReadOnlySpan<byte> body, string secret, NoyoSignedContent content = NoyoSignedContent.TimestampAndBody)
    {
        ArgumentNullException.ThrowIfNull(timestamp);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        if (content == NoyoSignedContent.TimestampAndBody)
            hmac.AppendData(Encoding.UTF8.GetBytes(timestamp + '.'));
        hmac.AppendData(body);
        return string.Concat(Array.ConvertAll(hmac.GetHashAndReset(), part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
