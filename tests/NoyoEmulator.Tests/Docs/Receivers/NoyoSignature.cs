namespace NoyoEmulator.Tests.Docs.Receivers;

public static class NoyoSignature
{
    /// <param name="secret">The subscription's secret.</param>
    /// <param name="signature">The header x-noyo-signature.</param>
    /// <param name="timestamp">The header x-noyo-timestamp.</param>
    /// <param name="body">The body's bytes as they came, before anything reads them as JSON.</param>
    public static bool IsGenuine(string secret, string signature, string timestamp, byte[] body)
    {
        var key = System.Text.Encoding.UTF8.GetBytes(secret);
        byte[] signed = [.. System.Text.Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        var expected = System.Text.Encoding.ASCII.GetBytes(
            Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(key, signed)));
        return signature.Split(',').Any(digest => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.ASCII.GetBytes(digest.Trim()), expected));
    }
}
