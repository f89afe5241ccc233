namespace NoyoEmulator.Configuration;

/// <summary>How webhooks are delivered: the section <c>Webhooks</c>.</summary>
internal sealed record WebhookOptions
{
    public const string SectionName = "Webhooks";

    /// <summary>
    /// How long one attempt may wait for an answer, in real time; more than zero, at most an hour. Default: 10 s (inferred).
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The wait before each retry, on the world's clock, counted from the attempt that failed; as many retries as gaps.
    /// Default: 15 gaps that add up to 72 h (15 retries over 3 days are published by a third party; the gaps are inferred).
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryGaps { get; init; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
        TimeSpan.FromHours(6),
        .. Enumerable.Repeat(TimeSpan.FromSeconds(41_909), 5),
    ];

    /// <summary>A subscription without success for this long, on the world's clock, is unhealthy. Default: 24 h (inferred).</summary>
    public TimeSpan UnhealthyAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// A subscription without success for this long, on the world's clock, has failed. Default: 7 days (published by a third
    /// party).
    /// </summary>
    public TimeSpan FailedAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether receivers may show a certificate that nobody vouches for, as development certificates are. Default: false.
    /// </summary>
    public bool AllowUntrustedCertificates { get; init; }

    /// <summary>
    /// Whether webhooks are sent to link-local addresses and to the metadata services of clouds. It is about the safety of the machine, not
    /// about Noyo, so its key is <c>Emulator:Webhooks:AllowLinkLocal</c>. Default: false.
    /// </summary>
    public bool AllowLinkLocal { get; init; }

    /// <summary>How many subscriptions a world can have; key <c>Emulator:Webhooks:MaxSubscriptions</c>. Default: 1000.</summary>
    public int MaxSubscriptions { get; init; } = 1_000;

    /// <summary>With how many secrets at once a subscription can sign; key <c>Emulator:Webhooks:MaxSecrets</c>. Default: 16.</summary>
    public int MaxSecrets { get; init; } = 16;
}
