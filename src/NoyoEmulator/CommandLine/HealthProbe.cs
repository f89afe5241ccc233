using System.Globalization;
using System.Net;

namespace NoyoEmulator.CommandLine;

/// <summary>
/// Asks an emulator on this machine whether it is ready, for container health checks: an image without a shell has no other
/// program to ask with. It builds no host.
/// </summary>
internal static class HealthProbe
{
    /// <summary>The path that is asked.</summary>
    public const string Path = "/_emulator/health/ready";

    private const int DefaultPort = 8080;
    private const int Healthy = 0;
    private const int Unhealthy = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly string[] UrlVariables = ["ASPNETCORE_URLS", "URLS"];
    private static readonly string[] PortVariables = ["ASPNETCORE_HTTP_PORTS", "HTTP_PORTS"];

    /// <summary>Whether the command line asks for a probe, and for nothing about it.</summary>
    public static bool IsRequested(IReadOnlyList<string> args) => args is [Verbs.Probe];

    /// <summary>Asks the emulator that the environment describes.</summary>
    /// <returns>The exit code: 0 when it is ready, else 1 after one line on the standard error stream.</returns>
    public static Task<int> RunAsync() => RunAsync(Environment.GetEnvironmentVariable, Console.Error, CancellationToken.None);

    /// <summary>Asks the emulator that the given variables describe.</summary>
    /// <param name="variable">Gives the value of an environment variable, or null.</param>
    /// <param name="errors">Gets one line on failure.</param>
    /// <param name="cancellationToken">Ends the probe without a result.</param>
    /// <returns>The exit code: 0 when the emulator is ready, else 1.</returns>
    public static async Task<int> RunAsync(Func<string, string?> variable, TextWriter errors, CancellationToken cancellationToken)
    {
        string? first = null;
        foreach (var url in UrlsOf(variable))
        {
            var (isReached, problem) = await AskAsync(url, cancellationToken);
            if (problem is null)
                return Healthy;
            var line = $"Not ready: {url} {problem}.";
            // What answers is what was asked about, and is not to be looked for elsewhere.
            first = isReached ? line : first ?? line;
            if (isReached)
                break;
        }

        await errors.WriteLineAsync(first.AsMemory(), cancellationToken);
        return Unhealthy;
    }

    /// <summary>
    /// Where to ask: at the address of the first plain HTTP address that the environment names; where that is a name or stands for all
    /// interfaces, at this machine's own address of either family.
    /// </summary>
    public static IReadOnlyList<string> UrlsOf(Func<string, string?> variable) => [.. AddressesOf(variable).Select(address => address + Path)];

    /// <summary>The same without the path, and without a slash at the end.</summary>
    public static IReadOnlyList<string> AddressesOf(Func<string, string?> variable)
    {
        var port = PortOf(variable).ToString(CultureInfo.InvariantCulture);
        var host = UrlVariables.SelectMany(name => Split(variable(name))).Where(url => PortOfUrl(url) is not null).Select(HostOfUrl).FirstOrDefault();
        string[] hosts = host is null ? ["127.0.0.1", "[::1]"] : [host];
        return [.. hosts.Select(one => $"http://{one}:{port}")];
    }

    /// <summary>The port of the first plain HTTP address that the environment names, in the order in which ASP.NET Core reads it.</summary>
    public static int PortOf(Func<string, string?> variable) =>
        UrlVariables.SelectMany(name => Split(variable(name))).Select(PortOfUrl)
            .Concat(PortVariables.SelectMany(name => Split(variable(name))).Select(PortOfText))
            .FirstOrDefault(port => port is not null) ?? DefaultPort;

    private static string[] Split(string? value) =>
        (value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // Addresses for listening may have + or * for a host, which are no parts of a URL.
    private static int? PortOfUrl(string address)
    {
        var url = address.Replace("://+", "://any", StringComparison.Ordinal).Replace("://*", "://any", StringComparison.Ordinal);
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            && string.Equals(parsed.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)
            && parsed.Port > 0
            && !string.Equals(parsed.Host, "unix", StringComparison.Ordinal)
                ? parsed.Port
                : null;
    }

    // All addresses of a family are asked at its loopback.
    private static string? HostOfUrl(string address) => Uri.TryCreate(address, UriKind.Absolute, out var parsed) && IPAddress.TryParse(parsed.Host, out var ip)
        ? ip.Equals(IPAddress.Any) ? "127.0.0.1" : ip.Equals(IPAddress.IPv6Any) ? null : parsed.Host
        : null;

    private static int? PortOfText(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;

    private static async Task<(bool IsReached, string? Problem)> AskAsync(string url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        client.Timeout = Limit;
        try
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (true, response.IsSuccessStatusCode ? null : $"answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return (false, $"cannot be reached: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (true, $"did not answer in {Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
        }
    }
}
