using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NoyoEmulator.Configuration;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Tests.Webhooks;

public sealed class WebhookSenderTests
{
    private static readonly Guid DeliveryId = Guid.Parse("6a0f6d0c-0f5e-4a43-8d0e-2f4f2c5b9b7e");
    private static readonly DateTimeOffset StartedAt = new DateTimeOffset(2024, 5, 8, 21, 27, 45, TimeSpan.Zero).AddTicks(395_870);

    // Two spaces and a letter outside ASCII: what is signed must be these bytes, not a rewritten value.
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"data\":  {\"id\":\"é\"}}");

    [Fact]
    public async Task The_receiver_gets_the_exact_bytes_and_headers()
    {
        var arrived = new TaskCompletionSource<(string Method, string Target, Dictionary<string, string> Headers, byte[] Body)>();
        await using var receiver = await TestReceiver.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = context.Request.Headers.ToDictionary(
                header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);
            arrived.SetResult((context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body.ToArray()));
        });

        // Without care, HttpClient would add the trace headers of the activity it runs in.
        using var activity = new Activity("delivery").Start();
        var result = await SendAsync(receiver.Url + "/hooks?a=b");

        result.FailureReason.ShouldBeNull();
        var (method, target, headers, body) = await arrived.Task;
        method.ShouldBe("POST");
        target.ShouldBe("/hooks?a=b");
        body.ShouldBe(Body);
        headers["content-type"].ShouldBe("application/json");
        headers["x-noyo-timestamp"].ShouldBe("2024-05-08T21:27:45.039587+00:00");
        headers["x-cloud-trace-context"].ShouldBe("229736b3ecbb4fc845b41a5f21f50713/4539834306366093343");
        new ReceivedWebhook(headers, body).ShouldBeSignedWith("key");
        headers.Keys.Order(StringComparer.Ordinal).ShouldBe(
            ["content-length", "content-type", "host", "x-cloud-trace-context", "x-noyo-signature", "x-noyo-timestamp"]);
    }

    [Fact]
    public async Task The_result_records_what_went_over_the_wire()
    {
        await using var receiver = await TestReceiver.StartAsync(async context =>
        {
            context.Response.Headers["X-Receipt"] = new(["a", "b"]);
            await context.Response.WriteAsync("thanks");
        });

        var result = await SendAsync(receiver.Url);

        result.Succeeded.ShouldBeTrue();
        result.StartedAt.ShouldBe(StartedAt);
        result.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
        result.RequestBody.ToArray().ShouldBe(Body);
        result.RequestHeaders["content-type"].ShouldBe("application/json");
        result.RequestHeaders.Keys.ShouldContain("x-noyo-signature");
        result.Response.ShouldNotBeNull();
        result.Response.Status.ShouldBe(200);
        result.Response.Headers["x-receipt"].ShouldBe("a, b");
        result.Response.Body.ShouldBe("thanks");
        result.Response.IsBodyComplete.ShouldBeTrue();
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(204, null)]
    [InlineData(299, null)]
    [InlineData(302, "status 302: redirects are not followed")]
    [InlineData(304, "status 304")]
    [InlineData(400, "status 400")]
    [InlineData(500, "status 500")]
    public async Task Only_a_status_of_200_to_299_is_a_success(int status, string? reason)
    {
        var requests = 0;
        await using var receiver = await TestReceiver.StartAsync(context =>
        {
            _ = Interlocked.Increment(ref requests);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        var result = await SendAsync(receiver.Url);

        result.FailureReason.ShouldBe(reason);
        result.Succeeded.ShouldBe(reason is null);
        result.Response!.Status.ShouldBe(status);
        requests.ShouldBe(1);
    }

    [Fact]
    public async Task Cookies_are_not_kept_between_attempts()
    {
        var cookies = new List<string>();
        await using var receiver = await TestReceiver.StartAsync(context =>
        {
            cookies.Add(context.Request.Headers.Cookie.ToString());
            context.Response.Headers.SetCookie = "session=1";
            return Task.CompletedTask;
        });
        await using var services = Services(new WebhookOptions());
        var sender = services.GetRequiredService<WebhookSender>();

        await sender.SendAsync(Request(receiver.Url), CancellationToken.None);
        await sender.SendAsync(Request(receiver.Url), CancellationToken.None);

        cookies.ShouldBe(["", ""]);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_fails()
    {
        await using var receiver = await TestReceiver.StartAsync(UntilAborted);

        var result = await SendAsync(receiver.Url, TimeSpan.FromMilliseconds(250));

        result.FailureReason.ShouldBe("no answer in 0.25 s");
        result.Response.ShouldBeNull();
        result.Duration.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task A_receiver_that_does_not_finish_its_answer_in_time_fails()
    {
        await using var receiver = await TestReceiver.StartAsync(async context =>
        {
            await context.Response.WriteAsync("wait for it");
            await context.Response.Body.FlushAsync();
            await UntilAborted(context);
        });

        var result = await SendAsync(receiver.Url, TimeSpan.FromMilliseconds(500));

        result.FailureReason.ShouldBe("the answer did not end in 0.5 s");
        result.Response!.Status.ShouldBe(200);
    }

    [Fact]
    public async Task Cancellation_by_the_host_is_not_an_outcome()
    {
        var arrived = new TaskCompletionSource();
        await using var receiver = await TestReceiver.StartAsync(context =>
        {
            arrived.SetResult();
            return UntilAborted(context);
        });
        await using var services = Services(new WebhookOptions());
        using var stopping = new CancellationTokenSource();

        var attempt = services.GetRequiredService<WebhookSender>().SendAsync(Request(receiver.Url), stopping.Token);
        await arrived.Task;
        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => attempt);
    }

    [Fact]
    public async Task A_connection_reset_before_the_answer_fails()
    {
        await using var receiver = await TestReceiver.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var result = await SendAsync(receiver.Url);

        result.FailureReason.ShouldBe("the receiver closed the connection without an answer");
        result.Response.ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_closed_within_the_answer_fails()
    {
        var result = await SendToRawReceiverAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome of it");

        result.FailureReason.ShouldBe("the receiver closed the connection before its answer was complete");
        result.Response!.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_answer_that_is_not_http_says_so()
    {
        var result = await SendToRawReceiverAsync("HELLO WORLD\r\n\r\n");

        result.FailureReason.ShouldBe("the answer is not HTTP");
    }

    [Fact]
    public async Task An_answer_with_endless_headers_says_so()
    {
        var result = await SendToRawReceiverAsync($"HTTP/1.1 200 OK\r\nX-Filler: {new string('x', 70_000)}\r\n\r\n");

        result.FailureReason.ShouldBe("the answer's headers are too long");
    }

    [Fact]
    public async Task A_huge_answer_is_kept_up_to_its_limit()
    {
        await using var receiver = await TestReceiver.StartAsync(async context =>
        {
            // An odd offset, so that the limit cuts a two-byte letter.
            await context.Response.WriteAsync("-");
            var chunk = Encoding.UTF8.GetBytes(new string('é', 8 * 1024));
            for (var i = 0; i < 64; i++)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });

        var result = await SendAsync(receiver.Url);

        result.FailureReason.ShouldBeNull();
        result.Response!.IsBodyComplete.ShouldBeFalse();
        result.Response.Body.ShouldBe("-" + new string('é', 4_095));
    }

    [Theory]
    [InlineData(8 * 1024, true)]
    [InlineData((8 * 1024) + 1, false)]
    public async Task An_answer_of_exactly_the_limit_is_complete(int length, bool complete)
    {
        await using var receiver = await TestReceiver.StartAsync(context => context.Response.WriteAsync(new string('x', length)));

        var result = await SendAsync(receiver.Url);

        result.Response!.Body.Length.ShouldBe(8 * 1024);
        result.Response.IsBodyComplete.ShouldBe(complete);
    }

    [Theory]
    [InlineData("127.0.0.1", false, "connection refused")]
    [InlineData("localhost", false, "connection refused")]
    [InlineData("127.0.0.1", true, "connection refused: the emulator runs in a container, and 127.0.0.1 is the container itself; "
        + "use host.docker.internal to reach the machine it runs on, here or once for all in Emulator:CallbackHost")]
    [InlineData("localhost", true, "connection refused: the emulator runs in a container, and localhost is the container itself; "
        + "use host.docker.internal to reach the machine it runs on, here or once for all in Emulator:CallbackHost")]
    public async Task A_refused_connection_says_so(string host, bool runsInContainer, string reason)
    {
        var result = await SendAsync($"http://{host}:{UnusedPort()}/", runsInContainer: runsInContainer);

        result.FailureReason.ShouldBe(reason);
        result.Response.ShouldBeNull();
    }

    [Fact]
    public async Task An_unresolved_name_says_so()
    {
        var result = await SendAsync("http://nowhere.invalid/");

        result.FailureReason.ShouldBe("the name nowhere.invalid is not resolved");
    }

    [Fact]
    public void What_a_container_cannot_call_says_how_it_can()
    {
        var noAddress = new HttpRequestException(HttpRequestError.ConnectionError, "", new SocketException((int)SocketError.AddressNotAvailable));
        var noName = new HttpRequestException(HttpRequestError.NameResolutionError);
        var own = new Uri("http://localhost:9000/hooks");
        var docker = new Uri("http://host.docker.internal:9000/hooks");

        WebhookFailure.Broken(noAddress, own, own, runsInContainer: true).ShouldStartWith(
            "connection refused: the emulator runs in a container, and localhost is the container itself; use host.docker.internal");
        WebhookFailure.Broken(noName, own, docker, runsInContainer: true).ShouldBe(
            "the name host.docker.internal is not resolved (host.docker.internal:9000, by Emulator:CallbackHost); "
            + "start the container with --add-host=host.docker.internal:host-gateway");
    }

    [Fact]
    public async Task A_receiver_without_tls_says_so()
    {
        await using var receiver = await TestReceiver.StartAsync(_ => Task.CompletedTask);

        var result = await SendAsync(receiver.Url.Replace("http:", "https:", StringComparison.Ordinal));

        result.FailureReason!.ShouldStartWith("TLS failed: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("receiver")]
    [InlineData("/hooks")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/hosts")]
    [InlineData("http://")]
    [InlineData("http://127.0.0.1:99999/")]
    public async Task A_url_that_is_no_web_address_says_so(string url)
    {
        var result = await SendAsync(url);

        result.FailureReason.ShouldBe("the URL is not an absolute http or https address");
        result.RequestHeaders.Keys.ShouldContain("x-noyo-signature");
    }

    [Theory]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("http://user:password@127.0.0.1:0/")]
    [InlineData("http://256.256.256.256:0/")]
    [InlineData("http://xn--a.invalid:0/")]
    [InlineData("http://a..b:0/")]
    [InlineData("http://-.invalid:0/")]
    public async Task A_strange_url_is_a_failure_not_an_exception(string url)
    {
        var result = await SendAsync(url);

        result.FailureReason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_name_longer_than_names_can_be_is_a_failure_not_an_exception()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 60), 6));

        var result = await SendAsync($"http://{host}/");

        result.FailureReason.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Each_attempt_has_its_own_trace()
    {
        await using var receiver = await TestReceiver.StartAsync(_ => Task.CompletedTask);
        await using var services = Services(new WebhookOptions());
        var sender = services.GetRequiredService<WebhookSender>();

        var first = await sender.SendAsync(Request(receiver.Url) with { Attempt = 1 }, CancellationToken.None);
        var second = await sender.SendAsync(Request(receiver.Url) with { Attempt = 2 }, CancellationToken.None);

        first.RequestHeaders["x-cloud-trace-context"].ShouldMatch("^[0-9a-f]{32}/[0-9]+$");
        second.RequestHeaders["x-cloud-trace-context"].ShouldNotBe(first.RequestHeaders["x-cloud-trace-context"]);
    }

    private static Task UntilAborted(HttpContext context)
    {
        var aborted = new TaskCompletionSource();
        _ = context.RequestAborted.Register(aborted.SetResult);
        return aborted.Task;
    }

    /// <summary>Sends to a receiver that reads the whole request, writes exactly this and closes the connection.</summary>
    private static async Task<AttemptResult> SendToRawReceiverAsync(string answer)
    {
        var token = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attempt = SendAsync($"http://{listener.LocalEndpoint}/");
        using (var connection = await listener.AcceptTcpClientAsync(token))
        {
            var stream = connection.GetStream();
            var received = new List<byte>();
            var buffer = new byte[64 * 1024];
            while (!received.TakeLast(Body.Length).SequenceEqual(Body))
                received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer, token)));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), token);
        }

        return await attempt;
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<AttemptResult> SendAsync(string url, TimeSpan? timeout = null, bool runsInContainer = false)
    {
        await using var services = Services(new WebhookOptions { AttemptTimeout = timeout ?? TimeSpan.FromSeconds(30) }, runsInContainer);
        return await services.GetRequiredService<WebhookSender>().SendAsync(Request(url), CancellationToken.None);
    }

    private static WebhookRequest Request(string url) => new(url, DeliveryId, Attempt: 3, StartedAt, Body, ["key"]);

    private static ServiceProvider Services(WebhookOptions options, bool runsInContainer = false, EmulatorOptions? emulator = null) =>
        new ServiceCollection()
        .AddSingleton(options)
        .AddSingleton(new NoyoOptions())
        .AddSingleton(emulator ?? new EmulatorOptions())
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("DOTNET_RUNNING_IN_CONTAINER", (string?)(runsInContainer ? "true" : null))])
            .Build())
        .AddWebhookSender()
        .BuildServiceProvider();
}
