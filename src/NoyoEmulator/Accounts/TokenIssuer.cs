using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace NoyoEmulator.Accounts;

/// <summary>
/// Issues and judges bearer tokens. That they are JSON Web Tokens is on Noyo's page on authentication; their claims are inferred.
/// </summary>
internal sealed class TokenIssuer(SigningKey key)
{
    public const string Issuer = "noyo-emulator";

    private const string WorldClaim = "world";
    private const string ClientIdClaim = "client_id";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(key.Bytes.ToArray()), SecurityAlgorithms.HmacSha256);

    /// <summary>Issues a token whose id is a function of what it says, for a token changes nothing in its world.</summary>
    public string Issue(string clientId, string world, DateTimeOffset now, TimeSpan lifetime)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{clientId}\n{world}\n{now.UtcTicks}"));
        return Issue(clientId, world, new Guid(id.AsSpan(0, 16)), now, lifetime);
    }

    /// <summary>Issues a token.</summary>
    /// <param name="clientId">The client that asks for it.</param>
    /// <param name="world">The name of the world it is for.</param>
    /// <param name="tokenId">The token's own id, unique.</param>
    /// <param name="now">The present, on the world's clock.</param>
    /// <param name="lifetime">
    /// How long the token is valid. A token's times are whole seconds; its end is rounded up, so that it never ends early.
    /// </param>
    public string Issue(string clientId, string world, Guid tokenId, DateTimeOffset now, TimeSpan lifetime) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Iss] = Issuer,
                [JwtRegisteredClaimNames.Sub] = clientId,
                [ClientIdClaim] = clientId,
                [WorldClaim] = world,
                [JwtRegisteredClaimNames.Iat] = now.ToUnixTimeSeconds(),
                [JwtRegisteredClaimNames.Exp] = RoundUp(now + lifetime),
                [JwtRegisteredClaimNames.Jti] = tokenId.ToString("D"),
            },
        });

    /// <summary>Judges a token.</summary>
    /// <param name="token">Any text.</param>
    /// <param name="now">The present, on the clock of the token's world (<see cref="TryReadWorld"/>); no skew is granted.</param>
    public TokenValidation Validate(string? token, DateTimeOffset now)
    {
        if (!TryRead(token, out var read)
            || !read.TryGetPayloadValue<string>(WorldClaim, out var world)
            || !read.TryGetPayloadValue<string>(ClientIdClaim, out var clientId)
            || !read.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out var end))
        {
            return TokenValidation.Invalid;
        }

        return now < DateTimeOffset.FromUnixTimeSeconds(end)
            ? TokenValidation.Valid(new TokenIdentity(world, clientId))
            : TokenValidation.Expired;
    }

    /// <summary>Reads the world of a token that was signed here, whether or not its life is over.</summary>
    public bool TryReadWorld(string? token, [NotNullWhen(true)] out string? world)
    {
        world = null;
        return TryRead(token, out var read) && read.TryGetPayloadValue(WorldClaim, out world) && world is not null;
    }

    /// <summary>
    /// The signature is made anew and compared before anything is parsed: nothing but this issuer's own writing ever reaches the
    /// parser, so that garbage needs no exceptions and the token has no say in the algorithm. Being synchronous, it also serves every
    /// request.
    /// </summary>
    private bool TryRead(string? token, [NotNullWhen(true)] out JsonWebToken? read)
    {
        read = null;
        var dot = token?.LastIndexOf('.') ?? -1;
        if (dot < 1)
            return false;

        var signature = JwtTokenUtilities.CreateEncodedSignature(token![..dot], _credentials);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token[(dot + 1)..]), Encoding.UTF8.GetBytes(signature)))
            return false;

        read = new JsonWebToken(token);
        return true;
    }

    private static long RoundUp(DateTimeOffset instant) => instant.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds();
}
