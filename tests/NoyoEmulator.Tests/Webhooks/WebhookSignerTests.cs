using NoyoEmulator.Configuration;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

public sealed class WebhookSignerTests
{
    private const string Timestamp = "2024-05-08T21:27:45.039587+00:00";
    private const string First = "first-secret";
    private const string Second = "zwëites Geheimnis";

    // Computed with: printf '%s.%s' "$timestamp" "$body" | openssl dgst -sha256 -hmac "$secret" (and the body alone).
    private const string FirstTimestamped = "4476f086ee8ecfda80f9d5086c4fdfa08d35d1ae7ed3c82a61ffdaf4bf81f2ad";
    private const string FirstBody = "8f02a60d105257270953c88c09bc9215388ff3eeca6dc5181a31577b87e84333";
    private const string SecondTimestamped = "c6eee89b2b25aea5c11cf817f3b954e139e95cacaf981c366611edb8e76aac8e";
    private const string SecondBody = "246bfc0ae1a3a4da838c47757946c593e2c91eca25ff9a2c68bfe3ba99c72b89";

    private static readonly byte[] Body =
        """{"data":{"id":"2d9f6c9e-7b1e-4b0a-9a51-1f0c6f1d7a11"},"event":{"id":"6a0f6d0c-0f5e-4a43-8d0e-2f4f2c5b9b7e","created":1715203665,"type":"difference.created"}}"""u8
            .ToArray();

    [Fact]
    public void Both_digests_are_sent_for_each_secret() =>
        Sign(WebhookSignatureMode.Both, First, Second).ShouldBe($"{FirstTimestamped},{FirstBody},{SecondTimestamped},{SecondBody}");

    [Fact]
    public void Timestamped_signs_the_timestamp_a_full_stop_and_the_body()
    {
        Sign(WebhookSignatureMode.Timestamped, First).ShouldBe(FirstTimestamped);
        Sign(WebhookSignatureMode.Timestamped, Second, First).ShouldBe($"{SecondTimestamped},{FirstTimestamped}");
    }

    [Fact]
    public void Body_signs_the_body_alone()
    {
        Sign(WebhookSignatureMode.Body, First).ShouldBe(FirstBody);
        Sign(WebhookSignatureMode.Body, First, Second).ShouldBe($"{FirstBody},{SecondBody}");
    }

    [Fact]
    public void Signing_without_a_secret_is_a_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Sign(WebhookSignatureMode.Both));

    [Fact]
    public void Any_matching_digest_is_accepted()
    {
        Verify(FirstTimestamped, WebhookSignatureMode.Both).ShouldBeTrue();
        Verify(FirstBody, WebhookSignatureMode.Both).ShouldBeTrue();
        Verify($"{SecondBody}, {FirstBody}", WebhookSignatureMode.Both).ShouldBeTrue();
        Verify(FirstBody, WebhookSignatureMode.Body).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData(",,")]
    [InlineData("not a digest")]
    [InlineData(SecondTimestamped)]
    [InlineData("4476F086EE8ECFDA80F9D5086C4FDFA08D35D1AE7ED3C82A61FFDAF4BF81F2AD")]
    public void Any_other_signature_is_not(string signature) => Verify(signature, WebhookSignatureMode.Both).ShouldBeFalse();

    [Fact]
    public void A_digest_of_the_other_mode_another_body_or_another_time_is_not_accepted()
    {
        Verify(FirstTimestamped, WebhookSignatureMode.Body).ShouldBeFalse();
        WebhookSigner.Verify(FirstBody, Timestamp, [.. Body, (byte)' '], [First], WebhookSignatureMode.Both).ShouldBeFalse();
        WebhookSigner.Verify(FirstTimestamped, "2024-05-08T21:27:45.039588+00:00", Body, [First], WebhookSignatureMode.Both)
            .ShouldBeFalse();
        WebhookSigner.Verify(FirstBody, Timestamp, Body, [], WebhookSignatureMode.Both).ShouldBeFalse();
    }

    [Fact]
    public void Timestamps_are_utc_with_microseconds()
    {
        var instant = new DateTimeOffset(2024, 5, 8, 23, 27, 45, TimeSpan.FromHours(2)).AddTicks(395_879);

        WebhookSigner.FormatTimestamp(instant).ShouldBe("2024-05-08T21:27:45.039587+00:00");
        WebhookSigner.FormatTimestamp(DateTimeOffset.UnixEpoch).ShouldBe("1970-01-01T00:00:00.000000+00:00");
    }

    private static string Sign(WebhookSignatureMode mode, params string[] secrets) =>
        WebhookSigner.Sign(Timestamp, Body, secrets, mode);

    private static bool Verify(string signature, WebhookSignatureMode mode) =>
        WebhookSigner.Verify(signature, Timestamp, Body, [First], mode);
}
