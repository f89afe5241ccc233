using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_receiver_gets_the_worlds_signed_webhooks_in_order()
    {
        await using var noyo = await Guide.WorldAsync();
        var webhooks = await noyo.ReceiveWebhooksAsync();
        var snapshot = await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);

        var found = await webhooks.WaitForAsync("difference.discrepancy");

        found.ObjectId.ShouldBe((await noyo.OpenDifferencesAsync(snapshot.Id)).Single().Id);
        (found.Signature, found.Answered, found.Path).ShouldBe((NoyoSignatureResult.Valid, 200, "/webhooks"));
        (await webhooks.WaitForAsync(webhook => webhook.ObjectId == snapshot.Id)).Type.ShouldBe("member_snapshot.status_change");
        (await webhooks.WaitForAsync(2, "difference.created")).Select(webhook => webhook.Number).ShouldBe([1, 3]);
        webhooks.Received.Count.ShouldBe(6);
        webhooks.Received.ShouldAllBe(webhook => webhook.Signature == NoyoSignatureResult.Valid);
    }

    [Fact]
    public async Task Only_the_wanted_events_arrive_and_a_refused_one_comes_again()
    {
        await using var noyo = await Guide.WorldAsync();
        var webhooks = await noyo.ReceiveWebhooksAsync("difference.created");
        webhooks.Answer(503, 204);
        await noyo.EnrollAsync();

        await noyo.AdvanceAsync(TimeSpan.FromSeconds(5.5));

        var attempts = await webhooks.WaitForAsync(2);
        attempts.Select(webhook => (webhook.Type, webhook.Answered)).ShouldBe([("difference.created", 503), ("difference.created", 204)]);
        attempts[1].EventId.ShouldBe(attempts[0].EventId);
    }

    [Fact]
    public async Task A_receiver_that_listens_on_all_interfaces_is_at_the_address_of_this_machine()
    {
        await using var noyo = await Guide.WorldAsync();
        await using var webhooks = WebhookReceiver.Start(new WebhookReceiverOptions { Secrets = ["s3cret"], Address = IPAddress.Any });
        _ = await noyo.SubscribeAsync(webhooks.Uri, "s3cret", ["difference.created"]);
        await noyo.EnrollAsync();

        await noyo.RunDueAsync();

        webhooks.Uri.Host.ShouldBe("127.0.0.1");
        (await webhooks.WaitForAsync("difference.created")).Signature.ShouldBe(NoyoSignatureResult.Valid);
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();
        listening.ShouldContain(new IPEndPoint(IPAddress.Any, webhooks.Uri.Port));
    }

    [Fact]
    public async Task A_wait_ends_when_the_webhook_arrives_later()
    {
        await using var noyo = await Guide.WorldAsync();
        var webhooks = await noyo.ReceiveWebhooksAsync();
        var waiting = webhooks.WaitForAsync("member_snapshot.status_change");
        await noyo.EnrollAsync();
        waiting.IsCompleted.ShouldBeFalse();

        await noyo.AdvanceAsync(Guide.TwoDays);

        (await waiting).Type.ShouldBe("member_snapshot.status_change");
    }

    [Fact]
    public async Task A_wait_in_vain_says_what_did_arrive()
    {
        await using var noyo = await Guide.WorldAsync();
        var webhooks = await noyo.ReceiveWebhooksAsync();
        var nothing = await Should.ThrowAsync<TimeoutException>(() => webhooks.WaitForAsync("difference.created", TimeSpan.FromMilliseconds(1)));
        nothing.Message.ShouldStartWith($"Within 0.001 s there was no difference.created. Nothing arrived at {webhooks.Uri}.");
        await noyo.EnrollAsync();
        await noyo.RunDueAsync();

        var other = await Should.ThrowAsync<TimeoutException>(() => webhooks.WaitForAsync(3, "difference.resolved", TimeSpan.FromMilliseconds(1)));

        other.Message.ShouldBe($"Within 0.001 s there was fewer than 3 difference.resolved. This arrived:\n  1. difference.created about {webhooks.Received[0].ObjectId}, signature Valid, answered 200");
    }

    [Fact]
    public async Task What_is_not_genuine_is_answered_401_and_never_waited_for()
    {
        await using var webhooks = WebhookReceiver.Start("secret");
        using var client = new HttpClient();
        using var bare = await client.PostAsync(webhooks.Uri, new StringContent("""{"event": {"type": "difference.created"}}"""));
        bare.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var request = new HttpRequestMessage(HttpMethod.Post, webhooks.Uri) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add(NoyoWebhookSignature.TimestampHeader, "2024-08-20T12:00:00Z");
        request.Headers.Add(NoyoWebhookSignature.SignatureHeader, NoyoWebhookSignature.Sign("2024-08-20T12:00:00Z", "{}"u8, "secret"));
        using var genuine = await client.SendAsync(request);

        genuine.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await webhooks.WaitForAsync(1)).ShouldHaveSingleItem().Number.ShouldBe(2);
        webhooks.Received[0].Signature.ShouldBe(NoyoSignatureResult.Missing);
        Should.Throw<ArgumentException>(() => WebhookReceiver.Start());
    }

    [Fact]
    public async Task Secrets_are_exchanged_without_a_gap()
    {
        await using var noyo = await Guide.WorldAsync();
        await using var webhooks = WebhookReceiver.Start("old");
        var subscription = await noyo.SubscribeAsync(webhooks.Uri, "old");
        await noyo.ControlAsync(HttpMethod.Post, $"webhooks/subscriptions/{subscription}/secrets", """{"secret": "new", "overlap": "PT1H"}""");
        await SendAsync();
        webhooks.Accept("new");
        await noyo.AdvanceAsync(TimeSpan.FromHours(2));
        await SendAsync();
        webhooks.Refuse("old");
        await SendAsync();
        webhooks.Refuse("new");
        await SendAsync();

        webhooks.Received.Select(webhook => webhook.Signature).ShouldBe(
            [NoyoSignatureResult.Valid, NoyoSignatureResult.Valid, NoyoSignatureResult.Valid, NoyoSignatureResult.Wrong]);

        async Task SendAsync()
        {
            await noyo.ControlAsync(HttpMethod.Post, $"webhooks/subscriptions/{subscription}/test");
            await noyo.RunDueAsync();
        }
    }

    [Fact]
    public async Task Whoever_waits_is_told_when_the_receiver_ends()
    {
        var webhooks = WebhookReceiver.Start("secret");
        var waiting = webhooks.WaitForAsync("difference.created");
        await webhooks.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
        await Should.ThrowAsync<ObjectDisposedException>(() => webhooks.WaitForAsync(1));
    }

    [Fact]
    public async Task A_body_is_verified_by_the_bytes_that_came()
    {
        await using var noyo = await Guide.WorldAsync();
        var webhooks = await noyo.ReceiveWebhooksAsync();
        await noyo.EnrollAsync();
        await noyo.RunDueAsync();

        var webhook = webhooks.Received.ShouldHaveSingleItem();

        Encoding.UTF8.GetString(webhook.Body.Span).ShouldBe(webhook.Text);
        webhook.Headers["X-Noyo-Timestamp"].ShouldBe("2024-08-20T12:00:00.000000+00:00");
        NoyoWebhookSignature.Verify(webhook.Headers.GetValueOrDefault, Encoding.UTF8.GetBytes(webhook.Text + " "), ["any"])
            .ShouldBe(NoyoSignatureResult.Wrong);
    }
}
