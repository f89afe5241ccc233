using System.Collections.Concurrent;
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

    /// <summary>For whom tokens are issued: the APIs of this emulator.</summary>
    public const string Audience = "noyo-emulator-api";

    private const string WorldClaim = "world";
    private const string WorldIdClaim = "world_id";
    private const string ClientIdClaim = "client_id";

    private const int MaxRemembered = 256;

    // Clients send a token again and again. What is remembered was signed here; whether it is over is asked each time.
    private readonly ConcurrentDictionary<string, JsonWebToken> _remembered = new(StringComparer.Ordinal);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(key.Bytes.ToArray()), SecurityAlgorithms.HmacSha256);

    /// <summary>Issues a token whose id is a function of what it says, for a token changes nothing in its world.</summary>
    public string Issue(string clientId, TokenWorld world, DateTimeOffset now, TimeSpan lifetime)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{clientId}\n{world.Name}\n{world.Id}\n{now.UtcTicks}"));
        return Issue(clientId, world, new Guid(id.AsSpan(0, 16)), now, lifetime);
    }

    /// <summary>Issues a token that lives as long as its world: to the end of the calendar.</summary>
    public string IssueForGood(string clientId, TokenWorld world, DateTimeOffset now) => Issue(clientId, world, now, DateTimeOffset.MaxValue.AddDays(-1) - now);

    /// <summary>Issues a token.</summary>
    /// <param name="clientId">The client that asks for it.</param>
    /// <param name="world">The world it is for.</param>
    /// <param name="tokenId">The token's own id, unique.</param>
    /// <param name="now">The present, on the world's clock.</param>
    /// <param name="lifetime">
    /// How long the token is valid. A token's times are whole seconds; its end is rounded up, so that it never ends early.
    /// </param>
    public string Issue(string clientId, TokenWorld world, Guid tokenId, DateTimeOffset now, TimeSpan lifetime) =>
        _handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Iss] = Issuer,
                [JwtRegisteredClaimNames.Aud] = Audience,
                [JwtRegisteredClaimNames.Sub] = clientId,
                [ClientIdClaim] = clientId,
                [WorldClaim] = world.Name,
                [WorldIdClaim] = world.Id,
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
        if (!TryReadWorld(token, out var world)
            || !TryRead(token, out var read)
            || !read.TryGetPayloadValue<string>(ClientIdClaim, out var clientId)
            || !read.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out var end))
        {
            return TokenValidation.Invalid;
        }

        return now < DateTimeOffset.FromUnixTimeSeconds(end)
            ? TokenValidation.Valid(new TokenIdentity(world, clientId))
            : TokenValidation.Expired;
    }

    /// <summary>Reads the world of a token that was issued here for here, whether or not its life is over.</summary>
    public bool TryReadWorld(string? token, [NotNullWhen(true)] out TokenWorld? world)
    {
        world = TryRead(token, out var read)
            && read.Issuer == Issuer
            && read.Audiences.SequenceEqual([Audience])
            && read.TryGetPayloadValue<string>(WorldClaim, out var name)
            && read.TryGetPayloadValue<string>(WorldIdClaim, out var id)
            ? new TokenWorld(name, id)
            : null;
        return world is not null;
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
        if (_remembered.TryGetValue(token!, out read))
            return true;

        var signature = JwtTokenUtilities.CreateEncodedSignature(token![..dot], _credentials);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token[(dot + 1)..]), Encoding.UTF8.GetBytes(signature)))
            return false;

        read = new JsonWebToken(token);
        if (_remembered.Count >= MaxRemembered)
            _remembered.Clear();
        _remembered[token] = read;
        return true;
    }

    private static long RoundUp(DateTimeOffset instant) => instant.AddTicks(TimeSpan.TicksPerSecond - 1).ToUnixTimeSeconds();
}
