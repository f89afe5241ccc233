namespace NoyoEmulator.Configuration;

/// <summary>How the emulator itself runs: the section <c>Emulator</c>.</summary>
internal sealed record EmulatorOptions
{
    public const string SectionName = "Emulator";

    /// <summary>The folder of databases and the signing key, absolute or relative to the working directory. Default: <c>data</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Where worlds keep their data. Default: <c>file</c>.</summary>
    public StorageMode Storage { get; init; } = StorageMode.File;

    /// <summary>Which bearer tokens are accepted. Default: <c>any</c>.</summary>
    public AuthenticationMode Authentication { get; init; } = AuthenticationMode.Any;

    /// <summary>The value that <c>X-Emulator-Key</c> must carry on control-plane calls; a secret. Default: none is asked for.</summary>
    public string? ControlKey { get; init; }

    /// <summary>
    /// Names and addresses that requests may give as their host, besides those that are always the emulator's: lower-case names without
    /// a full stop at the end, <c>*.</c> and a name for all below it, or <c>*</c> for any. Default: none.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The origins of web pages that may call the emulator, as browsers write them. Default: none.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Whether there is a dashboard. Default: <c>on</c>.</summary>
    public DashboardMode Dashboard { get; init; } = DashboardMode.On;

    /// <summary>
    /// A JSON file of data to begin with, absolute or relative to the working directory; it replaces or extends the built-in
    /// data. Default: none.
    /// </summary>
    public string? SeedFile { get; init; }

    /// <summary>OpenAPI documents whose other operations are answered by their shape. Default: none.</summary>
    public OpenApiFiles OpenApi { get; init; } = new();

    /// <summary>
    /// The host at which receivers of webhooks on localhost are to be found, for an emulator in a container. Default: none,
    /// localhost is localhost.
    /// </summary>
    public string? CallbackHost { get; init; }

    /// <summary>Whether the clocks of worlds move by themselves. Default: <c>realtime</c>.</summary>
    public ClockMode ClockMode { get; init; } = ClockMode.Realtime;

    /// <summary>The instant at which the clock of a new world starts. Default: the real time at its creation.</summary>
    public DateTimeOffset? ClockNow { get; init; }

    /// <summary>Seconds of a world's time in one second of real time, more than zero. Default: 1.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <summary>The timing of carriers that have none of their own. Default: <c>default</c>.</summary>
    public RoundTripTiming RoundTrip { get; init; } = RoundTripTiming.Default;

    /// <summary>
    /// From one regular sync of a group with a carrier to the next, on the world's clock; zero for none. Default: one day.
    /// </summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many requests each world's journal keeps, 0 to 100000. Default: 1000.</summary>
    public int JournalCapacity { get; init; } = 1_000;

    /// <summary>How many megabytes the journals and inboxes of all worlds together keep, 1 to 100000. Default: 64.</summary>
    public int RecordMegabytes { get; init; } = 64;

    /// <summary>
    /// How many of its newest events, history entries and sightings of differences a world keeps at least, 1 to 1000000000; null for
    /// all. Default: 200000.
    /// </summary>
    public int? Retention { get; init; } = 200_000;

    /// <summary>
    /// How many worlds there may be, the default one included, 1 to 100000; null for as many as the process may have files open for.
    /// Default: null.
    /// </summary>
    public int? MaxWorlds { get; init; }

    /// <summary>How many checkpoints each world may have, 0 to 100000. Default: 100.</summary>
    public int MaxCheckpoints { get; init; } = 100;

    /// <summary>How long to wait for another process that holds a world's database; more than zero, at most a minute. Default: 5 s.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a database is looked at, whether it is whole, before it is used. Default: true.</summary>
    public bool CheckDatabases { get; init; } = true;

    /// <summary>Whether the process ends when its standard input does. Default: false.</summary>
    public bool StopWithInput { get; init; }

    /// <summary>How log lines are written. Default: <c>text</c>.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>The section's name only: the options hold a secret, and a record would print it.</summary>
    public override string ToString() => SectionName;
}
