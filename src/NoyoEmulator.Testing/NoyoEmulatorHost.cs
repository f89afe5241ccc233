using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NoyoEmulator.Testing.Http;
using NoyoEmulator.Testing.Processes;

namespace NoyoEmulator.Testing;

/// <summary>
/// An emulator, in which each test or class has a world of its own. It is either a process that was started here and ends with this one, even
/// if this one is killed; or it runs elsewhere, such as in a container. Safe for use by several threads.
/// </summary>
public sealed class NoyoEmulatorHost : IAsyncDisposable
{
    /// <summary>The environment variable that makes <see cref="SharedAsync"/> connect to an emulator instead of starting one.</summary>
    public const string UrlVariable = "NOYO_EMULATOR_URL";

    /// <summary>The environment variable with the control key of the emulator that <see cref="UrlVariable"/> names, if it has one.</summary>
    public const string KeyVariable = "NOYO_EMULATOR_KEY";

    private static readonly Lazy<Task<NoyoEmulatorHost>> Shared = new(BeginSharedAsync);

    private readonly EmulatorProcess? _process;
    private readonly bool _isShared;

    private NoyoEmulatorHost(Uri address, string? controlKey, EmulatorProcess? process, bool isShared)
    {
        _process = process;
        _isShared = isShared;
        Http = new EmulatorHttp(address, controlKey, process);
    }

    /// <summary>The emulator's address.</summary>
    public Uri BaseAddress => Http.Address;

    /// <summary>The number of the emulator's process; null where it was not started here.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>The newest lines of the emulator's log, oldest first; none where it was not started here.</summary>
    public IReadOnlyList<string> Log => _process?.Log ?? [];

    internal EmulatorHttp Http { get; }

    /// <summary>
    /// The emulator of the whole test run: started by the first call, and gone with this process. Where the environment variable
    /// <see cref="UrlVariable"/> is set, it is the one at that address. Disposing of it does nothing, as others use it too.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <exception cref="NoyoEmulatorException">It cannot be started; with what it said. Later calls fail with the same.</exception>
    public static Task<NoyoEmulatorHost> SharedAsync(CancellationToken cancellationToken = default) => Shared.Value.WaitAsync(cancellationToken);

    /// <summary>Starts an emulator of one's own on a free port, and waits until it serves.</summary>
    /// <param name="options">How; null for the usual way.</param>
    /// <param name="cancellationToken">Gives it up; the process is ended.</param>
    /// <exception cref="NoyoEmulatorException">It cannot be started, or does not serve in time; with what it said.</exception>
    public static async Task<NoyoEmulatorHost> StartAsync(NoyoEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new NoyoEmulatorOptions();
        var process = await EmulatorProcess.StartAsync(options, cancellationToken).ConfigureAwait(false);
        return new NoyoEmulatorHost(process.Address, ControlKeyIn(options), process, isShared: false);
    }

    /// <summary>An emulator that runs elsewhere. Nothing is sent to it until it is used.</summary>
    /// <param name="address">Where it listens, such as <c>http://localhost:8080</c>.</param>
    /// <param name="controlKey">Its <c>Emulator:ControlKey</c>, where it has one.</param>
    public static NoyoEmulatorHost Connect(Uri address, string? controlKey = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address is { IsAbsoluteUri: true, Scheme: "http" or "https" }
            ? new NoyoEmulatorHost(address, controlKey, process: null, isShared: false)
            : throw new ArgumentException($"{address} is no address of an emulator; one is http://localhost:8080", nameof(address));
    }

    /// <summary>Creates a world whose clock stands still until it is advanced.</summary>
    /// <param name="now">What time it is in it, such as <c>2024-08-20T12:00:00Z</c>; null for the real time.</param>
    /// <param name="seed">Worlds with the same seed and time give the same ids to the same calls; null: no other world gives its ids.</param>
    /// <param name="from">The name of the world it is a copy of; null: it begins with the emulator's data.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">The emulator refuses it; with what it said.</exception>
    public Task<NoyoWorld> CreateWorldAsync(
        string? now = null, string? seed = null, string? from = null, CancellationToken cancellationToken = default) =>
        CreateWorldAsync(new NoyoWorldOptions { Seed = seed, From = from }, now, cancellationToken);

    /// <summary>Creates a world.</summary>
    /// <param name="options">How it begins.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">The emulator refuses it; with what it said.</exception>
    public Task<NoyoWorld> CreateWorldAsync(NoyoWorldOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return CreateWorldAsync(options, options.Now?.ToString("O"), cancellationToken);
    }

    /// <summary>Ends the emulator that was started here, with its worlds; the one of the whole run, and one that runs elsewhere, go on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isShared)
            return;
        if (_process is not null)
            await _process.DisposeAsync().ConfigureAwait(false);
        Http.Dispose();
    }

    private static async Task<NoyoEmulatorHost> BeginSharedAsync()
    {
        if (Environment.GetEnvironmentVariable(UrlVariable) is not { Length: > 0 } text)
        {
            var process = await EmulatorProcess.StartAsync(new NoyoEmulatorOptions(), CancellationToken.None).ConfigureAwait(false);
            return new NoyoEmulatorHost(process.Address, controlKey: null, process, isShared: true);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new NoyoEmulatorHost(address, Environment.GetEnvironmentVariable(KeyVariable), process: null, isShared: true)
            : throw new NoyoEmulatorException($"{UrlVariable} is \"{text}\", which is no address of an emulator; one is http://localhost:8080");
    }

    private static string? ControlKeyIn(NoyoEmulatorOptions options) =>
        options.Configuration.FirstOrDefault(setting => string.Equals(setting.Key, "Emulator:ControlKey", StringComparison.OrdinalIgnoreCase)).Value;

    private async Task<NoyoWorld> CreateWorldAsync(NoyoWorldOptions options, string? now, CancellationToken cancellationToken)
    {
        // Named here, and in the header too: a proxy in front of several emulators finds by the name which of them the world is on.
        var name = options.Name ?? $"world-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var body = new JsonObject { ["name"] = name };
        // A copy keeps the time of what it copies.
        if (options.IsRealtime || options.From is null || now is not null)
            body["clock"] = new JsonObject { ["mode"] = options.IsRealtime ? "realtime" : "frozen" };
        if (now is not null)
            body["clock"]!["now"] = now;
        Set("seed", options.Seed);
        Set("from", options.From);
        Set("checkpoint", options.Checkpoint);
        Set("time_to_live", options.TimeToLive?.ToString("c"));
        var created = await Http.ControlAsync(HttpMethod.Post, "worlds", body, Uri.EscapeDataString(name), cancellationToken).ConfigureAwait(false);
        return new NoyoWorld(this, created, isCopy: options.From is not null);

        void Set(string property, string? value)
        {
            if (value is not null)
                body[property] = value;
        }
    }
}
