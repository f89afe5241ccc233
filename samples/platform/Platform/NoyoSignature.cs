using System.Security.Cryptography;
using System.Text;

namespace Platform;

public static class NoyoSignature
{
    public static bool IsGenuine(string secret, string signature, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        return signature.Split(',').Any(digest => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest.Trim()), expected));
    }
}
