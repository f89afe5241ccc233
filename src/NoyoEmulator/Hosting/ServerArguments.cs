using System.Reflection;
using System.Text;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Configuration;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Hosting;

/// <summary>
/// What is written after the program's name. Options are keys of the configuration; what is none would be passed over in silence, so
/// it is refused before anything starts.
/// </summary>
internal static class ServerArguments
{
    private const string More = "--help lists the options.";
    private const string MoreOfStart = "start --help lists the options.";

    private static readonly string[] HelpWords = ["--help", "-h", "-?", "/?", "help"];
    private static readonly string[] VersionWords = ["--version", "version"];
    private static readonly string[] PortWords = ["port", "p"];

    // The host's own.
    private static readonly HashSet<string> HostKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webRoot", "applicationName", "allowedHosts", "detailedErrors",
        "captureStartupErrors", "shutdownTimeoutSeconds", "startupAssembly", "hostingStartupAssemblies", "hostingStartupExcludeAssemblies",
        "preventHostingStartup", "preferHostingUrls", "suppressStatusMessages", "forwardedHeaders_enabled",
    };

    /// <summary>What to print in place of starting; null where the line asks for an emulator.</summary>
    public static string? Answer(IReadOnlyList<string> args) =>
        args.Any(HelpWords.Contains) ? Usage() : args.Any(VersionWords.Contains) ? Version : null;

    /// <summary>What comes after <c>start</c>, with the host's options in place of the short ones.</summary>
    /// <exception cref="ConfigurationException">A short option has no value, or one that it cannot have.</exception>
    public static string[] OfStart(IReadOnlyList<string> args)
    {
        var all = new List<string>(args.Count);
        for (var i = 0; i < args.Count; i++)
        {
            var (key, value) = Split(args[i]);
            if (StartOption.All.FirstOrDefault(option => option.Name.Equals($"--{key}", StringComparison.OrdinalIgnoreCase)) is not { } known)
                all.Add(args[i]);
            else if (known.Value is null && value is not null)
                throw new ConfigurationException($"{known.Name} has no value to give. {MoreOfStart}");
            else if (known.Value is null || value is not null)
                all.Add(known.ToHostOption(value));
            else if (++i < args.Count)
                all.Add(known.ToHostOption(args[i]));
            else
                throw new ConfigurationException($"{known.Name} has no value. {MoreOfStart}");
        }

        return [.. all];
    }

    /// <summary>Refuses what is no option.</summary>
    /// <exception cref="ConfigurationException">Names it, and what it may have been meant to be.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (key, value) = Split(args[i]);
            if (key is null)
                throw new ConfigurationException($"Unknown argument \"{args[i]}\". {More}");
            value ??= ++i < args.Count ? args[i] : throw new ConfigurationException($"{args[i - 1]} has no value. {More}");
            if (!HostKeys.Contains(key) && !key.Contains(':', StringComparison.Ordinal))
                throw new ConfigurationException($"Unknown option --{key}. {Meant(key, value)}{More}");
        }
    }

    private static string Version =>
        typeof(ServerArguments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Takes an argument apart as the host does; a null key is none, and a null value is the next argument.</summary>
    private static (string? Key, string? Value) Split(string argument)
    {
        var prefix = argument.StartsWith("--", StringComparison.Ordinal) ? 2 : argument.StartsWith('-') || argument.StartsWith('/') ? 1 : 0;
        var text = argument[prefix..];
        if (text.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
            return (text[..equals], text[(equals + 1)..]);
        return (prefix == 0 || text.Length == 0 ? null : text, null);
    }

    private static string Meant(string key, string value)
    {
        if (PortWords.Contains(key, StringComparer.OrdinalIgnoreCase))
            return $"To listen on another port: --urls http://localhost:{value}. ";
        var spelled = key.Replace("__", ":", StringComparison.Ordinal);
        return spelled != key ? $"On a command line it is --{spelled}={value}. "
            : HostKeys.FirstOrDefault(known => EditDistance.Between(known, key) == 1) is { } host ? $"Did you mean --{host}? "
            : ConfigurationKeys.All.FirstOrDefault(known => known.Name.EndsWith(':' + key, StringComparison.OrdinalIgnoreCase)) is { } near
                ? $"Did you mean --{near.Name}={value}? "
                : "";
    }

    private static string Usage()
    {
        var text = new StringBuilder($"""
            NoyoEmulator {Version}: a local, stateful emulator of Noyo's Fulfillment and Tracking APIs.

            Usage:
              noyo-emulator [start] [options]
              noyo-emulator COMMAND [arguments]
              dotnet run --project src/NoyoEmulator -- [options]
              docker run --rm -p 8080:8080 noyo-emulator [options]

            The options most people want:
              --urls http://localhost:8081       listen there; {ListenAddresses.Default} if absent
              --Emulator:Clock:Mode=frozen       time passes only when you advance it
              --Emulator:Storage=memory          keep nothing when it ends
              --Emulator:DataDirectory=FOLDER    keep the state there; ./data if absent
              --help, --version                  print this, or the version, and end

            In a container, leave --urls alone and map the port: docker run --rm -p 8081:8080 noyo-emulator

            Commands, of which all but start speak to an emulator that runs; COMMAND --help tells more:

            """);
        foreach (var (name, summary) in Verbs.All)
            _ = text.AppendLine().Append("  ").Append(name.PadRight(12)).Append(summary);
        _ = text.AppendLine().AppendLine().AppendLine("""
            All keys of the configuration are options. As an environment variable, a key has __ for each colon:
            Emulator__Clock__Mode=frozen.
            """);
        foreach (var key in ConfigurationKeys.All)
        {
            _ = text.AppendLine().Append("  --").Append(key.Name).Append('=').AppendLine(key.Default ?? "…");
            _ = text.Append("      ").Append(key.Meaning).AppendLine(".");
            _ = text.Append("      Values: ").Append(key.Values).AppendLine(".");
        }

        return text.ToString();
    }
}
