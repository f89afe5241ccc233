using Microsoft.Extensions.Time.Testing;

namespace NoyoEmulator.Testing.Tests;

public sealed class SignatureTests
{
    private const string Sent = "2024-08-20T12:00:00.000000+00:00";

    private static readonly byte[] Body = """{"data":{"id":"1"}}"""u8.ToArray();
    private static readonly string Genuine = NoyoWebhookSignature.Sign(Sent, Body, "secret");

    [Fact]
    public void A_digest_is_that_of_the_timestamp_a_full_stop_and_the_body() =>
        Genuine.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("secret"u8, [.. "2024-08-20T12:00:00.000000+00:00."u8, .. Body])));

    [Theory]
    [InlineData(0, NoyoSignatureResult.Valid)]
    [InlineData(300, NoyoSignatureResult.Valid)]
    [InlineData(-300, NoyoSignatureResult.Valid)]
    [InlineData(301, NoyoSignatureResult.OutsideTolerance)]
    [InlineData(-301, NoyoSignatureResult.OutsideTolerance)]
    public void An_old_or_early_timestamp_is_not_tolerated(int seconds, NoyoSignatureResult expected)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 8, 20, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds));

        NoyoWebhookSignature.Verify(Genuine, Sent, Body, ["secret"], TimeSpan.FromMinutes(5), clock).ShouldBe(expected);
    }

    [Fact]
    public void Any_digest_of_any_secret_does()
    {
        var both = $"{NoyoWebhookSignature.Sign(Sent, Body, "new")}, {Genuine}";

        NoyoWebhookSignature.Verify(both, Sent, Body, ["secret"]).ShouldBe(NoyoSignatureResult.Valid);
        NoyoWebhookSignature.Verify(Genuine, Sent, Body, ["new", "secret"]).ShouldBe(NoyoSignatureResult.Valid);
        NoyoWebhookSignature.Verify(Genuine, Sent, Body, ["new"]).ShouldBe(NoyoSignatureResult.Wrong);
    }

    [Fact]
    public void An_altered_body_timestamp_or_digest_is_wrong()
    {
        NoyoWebhookSignature.Verify(Genuine, Sent, [.. Body, (byte)' '], ["secret"]).ShouldBe(NoyoSignatureResult.Wrong);
        NoyoWebhookSignature.Verify(Genuine, "2024-08-20T12:00:01.000000+00:00", Body, ["secret"]).ShouldBe(NoyoSignatureResult.Wrong);
        NoyoWebhookSignature.Verify(Genuine[..^1], Sent, Body, ["secret"]).ShouldBe(NoyoSignatureResult.Wrong);
        NoyoWebhookSignature.Verify(",", Sent, Body, ["secret"]).ShouldBe(NoyoSignatureResult.Wrong);
    }

    [Theory]
    [InlineData(null, Sent)]
    [InlineData("", Sent)]
    [InlineData("aa", null)]
    [InlineData("aa", "soon")]
    public void What_is_not_there_or_cannot_be_read_is_missing(string? signature, string? timestamp) =>
        NoyoWebhookSignature.Verify(signature, timestamp, Body, ["secret"]).ShouldBe(NoyoSignatureResult.Missing);

    [Fact]
    public void A_digest_of_the_body_alone_counts_only_where_it_is_asked_for()
    {
        var digest = NoyoWebhookSignature.Sign(Sent, Body, "secret", NoyoSignedContent.Body);

        NoyoWebhookSignature.Verify(digest, Sent, Body, ["secret"]).ShouldBe(NoyoSignatureResult.Wrong);
        NoyoWebhookSignature.Verify(digest, Sent, Body, ["secret"], content: NoyoSignedContent.Body).ShouldBe(NoyoSignatureResult.Valid);
    }

    [Fact]
    public void Nothing_is_verified_without_a_secret()
    {
        Should.Throw<ArgumentException>(() => NoyoWebhookSignature.Verify(Genuine, Sent, Body, []));
        Should.Throw<ArgumentException>(() => NoyoWebhookSignature.Verify(Genuine, Sent, Body, [""])).Message.ShouldContain("Is the setting missing?");
    }

    [Fact]
    public void Headers_are_asked_for_by_name()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Noyo-Signature"] = Genuine, ["X-Noyo-Timestamp"] = Sent };

        NoyoWebhookSignature.Verify(headers.GetValueOrDefault, Body, ["secret"]).ShouldBe(NoyoSignatureResult.Valid);
    }
}
