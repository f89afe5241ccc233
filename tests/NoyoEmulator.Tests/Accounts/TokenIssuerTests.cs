using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Accounts;

namespace NoyoEmulator.Tests.Accounts;

public sealed class TokenIssuerTests
{
    private static readonly DateTimeOffset Now = new(2024, 8, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly TokenWorld World = new("team-a", "a1");
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(864);
    private static readonly Guid TokenId = Guid.Parse("0190f6d0-0f5e-7a43-8d0e-2f4f2c5b9b7e");

    private readonly SigningKey _key = SigningKey.CreateInMemory();
    private readonly TokenIssuer _issuer;

    public TokenIssuerTests() => _issuer = new TokenIssuer(_key);

    [Fact]
    public void A_token_names_its_world_and_client()
    {
        var token = Issue();

        _issuer.Validate(token, Now).ShouldBe(TokenValidation.Valid(new TokenIdentity(World, "client-1")));
        _issuer.TryReadWorld(token, out var world).ShouldBeTrue();
        world.ShouldBe(World);
    }

    [Fact]
    public void A_token_is_a_json_web_token_signed_with_hmac_sha_256()
    {
        var parts = Issue().Split('.');

        parts.Length.ShouldBe(3);
        Claims(parts[0]).GetProperty("alg").GetString().ShouldBe("HS256");
        var digest = HMACSHA256.HashData(_key.Bytes, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        parts[2].ShouldBe(Base64Url.EncodeToString(digest));
        var claims = Claims(parts[1]);
        claims.GetProperty("iss").GetString().ShouldBe("noyo-emulator");
        claims.GetProperty("aud").GetString().ShouldBe("noyo-emulator-api");
        claims.GetProperty("sub").GetString().ShouldBe("client-1");
        claims.GetProperty("client_id").GetString().ShouldBe("client-1");
        claims.GetProperty("world").GetString().ShouldBe("team-a");
        claims.GetProperty("world_id").GetString().ShouldBe("a1");
        claims.GetProperty("iat").GetInt64().ShouldBe(1_724_317_200);
        claims.GetProperty("exp").GetInt64().ShouldBe(1_724_317_200 + 864);
        claims.GetProperty("jti").GetString().ShouldBe("0190f6d0-0f5e-7a43-8d0e-2f4f2c5b9b7e");
        claims.EnumerateObject().Count().ShouldBe(9);
    }

    [Fact]
    public void The_same_request_gives_the_same_token() => Issue().ShouldBe(Issue());

    [Fact]
    public void A_token_ends_with_its_lifetime_on_the_clock_it_is_judged_by()
    {
        var token = Issue();

        _issuer.Validate(token, Now + Lifetime - TimeSpan.FromTicks(1)).Status.ShouldBe(TokenStatus.Valid);
        _issuer.Validate(token, Now + Lifetime).ShouldBe(TokenValidation.Expired);
        _issuer.Validate(token, Now - TimeSpan.FromDays(400)).Status.ShouldBe(TokenStatus.Valid);
    }

    [Fact]
    public void A_token_issued_within_a_second_does_not_end_early()
    {
        var issued = Now.AddMilliseconds(500);
        var token = _issuer.Issue("client-1", World, TokenId, issued, Lifetime);

        _issuer.Validate(token, issued + Lifetime - TimeSpan.FromTicks(1)).Status.ShouldBe(TokenStatus.Valid);
    }

    [Fact]
    public void The_world_of_an_expired_token_can_be_read()
    {
        var token = Issue();

        _issuer.Validate(token, Now.AddYears(1)).Status.ShouldBe(TokenStatus.Expired);
        _issuer.TryReadWorld(token, out var world).ShouldBeTrue();
        world.ShouldBe(World);
    }

    [Fact]
    public void A_token_changed_anywhere_is_invalid()
    {
        var token = Issue();
        for (var i = 0; i < token.Length; i++)
            ShouldBeInvalid(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);
    }

    [Fact]
    public void A_token_of_another_key_or_without_a_signature_is_invalid()
    {
        ShouldBeInvalid(new TokenIssuer(SigningKey.CreateInMemory()).Issue("client-1", World, TokenId, Now, Lifetime));
        var parts = Issue().Split('.');
        var unsigned = Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8);
        ShouldBeInvalid($"{unsigned}.{parts[1]}.");
        ShouldBeInvalid($"{unsigned}.{parts[1]}.{parts[2]}");
    }

    [Theory]
    [InlineData("iss", "another")]
    [InlineData("aud", "another")]
    [InlineData("aud", null)]
    [InlineData("world_id", null)]
    public void A_token_signed_with_the_key_but_by_or_for_somebody_else_is_invalid(string claim, string? value)
    {
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(Issue().Split('.')[1]))!.AsObject();
        claims[claim] = value;
        if (value is null)
            _ = claims.Remove(claim);
        var signed = $"{Issue().Split('.')[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        ShouldBeInvalid($"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key.Bytes, Encoding.ASCII.GetBytes(signed)))}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("any value will do")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.")]
    [InlineData("é.ü.\ud800")]
    public void Garbage_is_invalid_and_never_throws(string? token) => ShouldBeInvalid(token);

    private void ShouldBeInvalid(string? token)
    {
        _issuer.Validate(token, Now).ShouldBe(TokenValidation.Invalid);
        _issuer.TryReadWorld(token, out var world).ShouldBeFalse();
        world.ShouldBeNull();
    }

    private string Issue() => _issuer.Issue("client-1", World, TokenId, Now, Lifetime);

    private static JsonElement Claims(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
