using System.Net;
using System.Net.Sockets;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>
/// A receiver of webhooks, listening on this machine. It verifies signatures, answers 401 where one is not valid, and lets a test wait for what
/// is to arrive. Safe for use by several threads.
/// </summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    /// <summary>How long a wait takes at most where it does not say.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly WebhookReceiverOptions _options;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly List<ReceivedWebhook> _received = [];
    private readonly List<Wait> _waits = [];
    private readonly List<string> _secrets;
    private readonly HashSet<Task> _connections = [];
    private readonly Task _accepting;
    private Queue<int> _answers = new([200]);
    private int _isDisposed;

    private WebhookReceiver(WebhookReceiverOptions options)
    {
        _options = options;
        _secrets = [.. options.Secrets];
        _listener = new TcpListener(options.Address, options.Port);
        _listener.Start();
        var host = options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : options.Address;
        Uri = new UriBuilder(Uri.UriSchemeHttp, $"{host}", ((IPEndPoint)_listener.LocalEndpoint).Port, "webhooks").Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>Where to send webhooks.</summary>
    public Uri Uri { get; }

    /// <summary>Everything that arrived, in order, those with a bad signature included.</summary>
    public IReadOnlyList<ReceivedWebhook> Received
    {
        get
        {
            lock (_gate)
                return [.. _received];
        }
    }

    /// <summary>Starts one on a free port.</summary>
    /// <param name="secrets">The secrets that may have signed a webhook; at least one.</param>
    public static WebhookReceiver Start(params string[] secrets) => Start(new WebhookReceiverOptions { Secrets = secrets });

    /// <summary>Starts one.</summary>
    /// <exception cref="ArgumentException">There is no secret, or an empty one.</exception>
    public static WebhookReceiver Start(WebhookReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Secrets.Count > 0 && options.Secrets.All(secret => !string.IsNullOrEmpty(secret))
            ? new WebhookReceiver(options)
            : throw new ArgumentException("A receiver needs the secret of its subscription, and none may be empty.", nameof(options));
    }

    /// <summary>Accepts another secret as well, as during an exchange.</summary>
    public void Accept(string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        lock (_gate)
            _secrets.Add(secret);
    }

    /// <summary>Accepts a secret no longer.</summary>
    public void Refuse(string secret)
    {
        lock (_gate)
            _ = _secrets.Remove(secret);
    }

    /// <summary>Answers genuine webhooks with these statuses in turn, and with the last one from then on.</summary>
    public void Answer(params int[] statuses)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        if (statuses.Length == 0 || Array.Exists(statuses, status => status is < 200 or > 599))
            throw new ArgumentException("Statuses are from 200 to 599, and there must be one.", nameof(statuses));
        lock (_gate)
            _answers = new Queue<int>(statuses);
    }

    /// <summary>The first genuine webhook of a type, as soon as it is there.</summary>
    /// <param name="type">The type, such as <c>difference.created</c>.</param>
    /// <param name="timeout">How long to wait in real time; null for <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TimeoutException">It did not arrive; with what did.</exception>
    public async Task<ReceivedWebhook> WaitForAsync(string type, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        (await WaitAsync(new Wait(1, webhook => webhook.Type == type, $"no {type}"), timeout, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The first genuine webhook of a kind, as soon as it is there.</summary>
    /// <param name="wanted">Whether it is the one.</param>
    /// <param name="timeout">How long to wait in real time; null for <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TimeoutException">It did not arrive; with what did.</exception>
    public async Task<ReceivedWebhook> WaitForAsync(
        Func<ReceivedWebhook, bool> wanted, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return (await WaitAsync(new Wait(1, wanted, "none that was wanted"), timeout, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>So many genuine webhooks, as soon as they are there.</summary>
    /// <param name="count">How many.</param>
    /// <param name="type">Their type; null for any.</param>
    /// <param name="timeout">How long to wait in real time; null for <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TimeoutException">It did not arrive; with what did.</exception>
    public Task<IReadOnlyList<ReceivedWebhook>> WaitForAsync(
        int count, string? type = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return WaitAsync(new Wait(count, webhook => type is null || webhook.Type == type, $"fewer than {count} {type ?? "webhooks"}"), timeout, cancellationToken);
    }

    /// <summary>Stops listening; who waits is told so.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        Task[] open;
        lock (_gate)
        {
            open = [.. _connections];
            _waits.ForEach(wait => wait.Found.TrySetException(new ObjectDisposedException(nameof(WebhookReceiver))));
        }

        await Task.WhenAll(open).ConfigureAwait(false);
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task<IReadOnlyList<ReceivedWebhook>> WaitAsync(Wait wait, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = timeout ?? DefaultTimeout;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed == 1, this);
            if (!wait.TryEnd(_received))
                _waits.Add(wait);
        }

        try
        {
            return await wait.Found.Task.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"Within {limit.TotalSeconds} s there was {wait.Missing}. {Arrived()}", exception);
        }
        finally
        {
            lock (_gate)
                _ = _waits.Remove(wait);
        }
    }

    private string Arrived()
    {
        var received = Received;
        return received.Count == 0
            ? $"Nothing arrived at {Uri}. Was it subscribed before the event, and did time pass? In a world whose clock stands still, webhooks are sent by AdvanceAsync and RunDueAsync."
            : $"This arrived:\n  {string.Join("\n  ", received)}";
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_ending.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var serving = Task.Run(() => ServeAsync(socket), CancellationToken.None);
            lock (_gate)
                _ = _connections.Add(serving);
            _ = serving.ContinueWith(
                done =>
                {
                    lock (_gate)
                        _ = _connections.Remove(done);
                },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default);
        }
    }

    /// <summary>A connection brings one request, and ends with the answer.</summary>
    private async Task ServeAsync(Socket socket)
    {
        try
        {
            var stream = new NetworkStream(socket, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
            {
                var message = await HttpMessage.ReadAsync(stream, _ending.Token).ConfigureAwait(false);
                if (message is not null)
                    await HttpMessage.AnswerAsync(stream, Receive(message), _ending.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Whoever goes before the answer tries again.
        }
    }

    private int Receive(HttpMessage message)
    {
        lock (_gate)
        {
            var signature = _secrets.Count == 0 ? NoyoSignatureResult.Wrong : NoyoWebhookSignature.Verify(
                message.Headers.GetValueOrDefault, message.Body, _secrets, _options.Tolerance, _options.TimeProvider);
            var answer = signature != NoyoSignatureResult.Valid ? 401 : _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
            _received.Add(new ReceivedWebhook(_received.Count + 1, message, signature, answer));
            _ = _waits.RemoveAll(wait => wait.TryEnd(_received));
            return answer;
        }
    }

    private sealed record Wait(int Count, Func<ReceivedWebhook, bool> Wanted, string Missing)
    {
        public TaskCompletionSource<IReadOnlyList<ReceivedWebhook>> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends the wait where enough is there.</summary>
        public bool TryEnd(IReadOnlyList<ReceivedWebhook> received)
        {
            try
            {
                List<ReceivedWebhook> found = [.. received.Where(webhook => webhook.Signature == NoyoSignatureResult.Valid && Wanted(webhook)).Take(Count)];
                return found.Count == Count && Found.TrySetResult(found);
            }
            catch (Exception exception)
            {
                // What the test asks is the test's affair.
                return Found.TrySetException(exception);
            }
        }
    }
}
