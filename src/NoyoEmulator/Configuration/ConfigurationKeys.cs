using System.Globalization;
using NoyoEmulator.Vocabulary;
using static NoyoEmulator.Configuration.ConfigurationKeyKinds;

namespace NoyoEmulator.Configuration;

/// <summary>Every key that the emulator reads. The documentation's table is checked against this one.</summary>
internal static class ConfigurationKeys
{
    private const string NoGaps = "none";
    private const double MaxSpeed = 1_000_000;
    private const int MaxJournalCapacity = 100_000;
    private const int MaxRetention = 1_000_000_000;
    private const string Everything = "all";

    // Far beyond any use, and near enough that adding it to an instant cannot overflow.
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3_650);
    private static readonly TimeSpan ShortestSyncInterval = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset EarliestStart = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset LatestStart = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] InstantFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Text(
            "Emulator:DataDirectory",
            "a path",
            "The folder of databases and the signing key",
            c => c.Emulator.DataDirectory,
            (c, v) => c with { Emulator = c.Emulator with { DataDirectory = v } }),
        Choice(
            "Emulator:Storage",
            "Whether worlds are kept in files below the data directory, safe across crashes, or for the life of the process only",
            c => c.Emulator.Storage,
            (c, v) => c with { Emulator = c.Emulator with { Storage = v } }),
        Choice(
            "Emulator:Authentication",
            "Which bearer tokens are accepted: any value, only unexpired tokens issued here, or none is asked for",
            c => c.Emulator.Authentication,
            (c, v) => c with { Emulator = c.Emulator with { Authentication = v } }),
        Text(
            "Emulator:ControlKey",
            "printable ASCII without spaces",
            "The secret that X-Emulator-Key must carry on control-plane calls; without it they are open",
            c => c.Emulator.ControlKey,
            (c, v) => c with { Emulator = c.Emulator with { ControlKey = v } },
            v => v.All(character => character is > ' ' and <= '~') ? null : "must be printable ASCII without spaces") with
        {
            IsSecret = true,
        },
        List(
            "Emulator:Hosts",
            "host names or addresses without a port, separated by commas or as a list; *.example.org is every name below, * is any",
            "Under which names the emulator may be called, besides those that are always its own",
            c => c.Emulator.Hosts,
            (c, v) => c with { Emulator = c.Emulator with { Hosts = v } },
            AllowedNames.ReadHost,
            "must be host names or addresses without a scheme or port, such as noyo.example.org, *.example.org or *"),
        List(
            "Emulator:AllowedOrigins",
            "origins, separated by commas or as a list",
            "The origins of web pages elsewhere that may call the emulator from a browser, such as https://dashboard.example.org",
            c => c.Emulator.AllowedOrigins,
            (c, v) => c with { Emulator = c.Emulator with { AllowedOrigins = v } },
            AllowedNames.ReadOrigin,
            "must be origins such as https://dashboard.example.org: http or https, the host, and the port if it is not the usual one"),
        Choice(
            "Emulator:Dashboard",
            "Whether the dashboard is at /; off: / leads to Swagger UI",
            c => c.Emulator.Dashboard,
            (c, v) => c with { Emulator = c.Emulator with { Dashboard = v } }),
        Text(
            "Emulator:SeedFile",
            "a path",
            "A JSON file of data to begin with, which replaces or extends the built-in data",
            c => c.Emulator.SeedFile,
            (c, v) => c with { Emulator = c.Emulator with { SeedFile = v } }),
        OpenApi("Fulfillment", files => files.Fulfillment, (files, v) => files with { Fulfillment = v }),
        OpenApi("Tracking", files => files.Tracking, (files, v) => files with { Tracking = v }),
        OpenApi("Carrier", files => files.Carrier, (files, v) => files with { Carrier = v }),
        Text(
            "Emulator:CallbackHost",
            "a host name or address, without a port",
            "Where receivers of webhooks on localhost are to be found, such as host.docker.internal for an emulator in a container",
            c => c.Emulator.CallbackHost,
            (c, v) => c with { Emulator = c.Emulator with { CallbackHost = v.Trim() } },
            v => Uri.CheckHostName(v.Trim()) == UriHostNameType.Unknown
                ? "must be a host name or address, without a scheme or port"
                : null),
        Choice(
            "Emulator:Clock:Mode",
            "Whether the clocks of worlds move by themselves or only when advanced",
            c => c.Emulator.ClockMode,
            (c, v) => c with { Emulator = c.Emulator with { ClockMode = v } }),
        new()
        {
            Name = "Emulator:Clock:Now",
            Values = "an ISO 8601 date or instant, UTC unless it says otherwise",
            Meaning = "The instant at which the clock of a new world starts; without it, the real time",
            Show = c => c.Emulator.ClockNow is { } now
                ? now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture)
                : null,
            Apply = ApplyClockNow,
        },
        new()
        {
            Name = "Emulator:Clock:Speed",
            Values = "a number greater than 0 and at most 1000000",
            Meaning = "Seconds of a world's time in one second of real time",
            Show = c => c.Emulator.ClockSpeed.ToString(CultureInfo.InvariantCulture),
            Apply = ApplyClockSpeed,
        },
        Choice(
            "Emulator:RoundTrip",
            "The timing of carriers that have none of their own: seconds, or the spacing of Noyo's published example",
            c => c.Emulator.RoundTrip,
            (c, v) => c with { Emulator = c.Emulator with { RoundTrip = v } }),
        new()
        {
            Name = "Emulator:SyncInterval",
            Values = "a duration of PT1M or more; none",
            Meaning = "From one regular sync of a group with a carrier to the next, on the world's clock; P1D is every midnight UTC",
            Show = c => c.Emulator.SyncInterval == TimeSpan.Zero ? NoGaps : IsoDuration.Format(c.Emulator.SyncInterval),
            Apply = ApplySyncInterval,
        },
        new()
        {
            Name = "Emulator:JournalCapacity",
            Values = "a whole number from 0 to 100000",
            Meaning = "How many of the latest requests each world's journal keeps",
            Show = c => c.Emulator.JournalCapacity.ToString(CultureInfo.InvariantCulture),
            Apply = ApplyJournalCapacity,
        },
        Count(
            "Emulator:RecordMegabytes",
            "How many megabytes the journals and inboxes of all worlds keep together; what is beyond goes from the fullest, oldest first",
            c => c.Emulator.RecordMegabytes,
            (c, v) => c with { Emulator = c.Emulator with { RecordMegabytes = v } },
            least: 1),
        new()
        {
            Name = "Emulator:Retention",
            Values = "a whole number from 1 to 1000000000; all",
            Meaning = "How many of its newest events, history entries and sightings of differences each world keeps at least",
            Show = c => c.Emulator.Retention?.ToString(CultureInfo.InvariantCulture) ?? Everything,
            Apply = ApplyRetention,
        },
        Count(
            "Emulator:MaxWorlds",
            "How many worlds there may be; without it, as many as the process may have files open for",
            c => c.Emulator.MaxWorlds,
            (c, v) => c with { Emulator = c.Emulator with { MaxWorlds = v } },
            least: 1),
        Count(
            "Emulator:MaxCheckpoints",
            "How many checkpoints each world may have",
            c => c.Emulator.MaxCheckpoints,
            (c, v) => c with { Emulator = c.Emulator with { MaxCheckpoints = v } },
            least: 0),
        Duration(
            "Emulator:LockTimeout",
            "How long to wait for another process that holds a world's database; at most PT1M",
            c => c.Emulator.LockTimeout,
            (c, v) => c with { Emulator = c.Emulator with { LockTimeout = v } },
            TimeSpan.FromMinutes(1)),
        Flag(
            "Emulator:CheckDatabases",
            "Whether each database is looked at, whether it is whole, before it is used for the first time",
            c => c.Emulator.CheckDatabases,
            (c, v) => c with { Emulator = c.Emulator with { CheckDatabases = v } }),
        Flag(
            "Emulator:Webhooks:AllowLinkLocal",
            "Whether webhooks are sent to link-local addresses and to the metadata services of clouds",
            c => c.Webhooks.AllowLinkLocal,
            (c, v) => c with { Webhooks = c.Webhooks with { AllowLinkLocal = v } }),
        Count(
            "Emulator:Webhooks:MaxSubscriptions",
            "How many subscriptions a world can have",
            c => c.Webhooks.MaxSubscriptions,
            (c, v) => c with { Webhooks = c.Webhooks with { MaxSubscriptions = v } },
            least: 1),
        Count(
            "Emulator:Webhooks:MaxSecrets",
            "With how many secrets at once a subscription can sign",
            c => c.Webhooks.MaxSecrets,
            (c, v) => c with { Webhooks = c.Webhooks with { MaxSecrets = v } },
            least: 1,
            most: 1_000),
        Flag(
            "Emulator:StopWithInput",
            "Whether the emulator ends when its standard input does, so that a program which starts it never leaves it behind, even if it is killed",
            c => c.Emulator.StopWithInput,
            (c, v) => c with { Emulator = c.Emulator with { StopWithInput = v } }),
        Choice(
            "Emulator:LogFormat",
            "Whether a log event is one readable line or one JSON object",
            c => c.Emulator.LogFormat,
            (c, v) => c with { Emulator = c.Emulator with { LogFormat = v } }),
        Choice(
            "Noyo:DifferenceList",
            "Whether lists of differences are {meta, response} or a bare array",
            c => c.Noyo.DifferenceList,
            (c, v) => c with { Noyo = c.Noyo with { DifferenceList = v } }),
        Choice(
            "Noyo:DifferenceNulls",
            "Whether resolved, replaced_by, discrepancy_time and impact_type are null or left out where a difference has none",
            c => c.Noyo.DifferenceNulls,
            (c, v) => c with { Noyo = c.Noyo with { DifferenceNulls = v } }),
        Choice(
            "Noyo:DifferenceValues",
            "Whether the values of a missing object are objects or strings with their JSON",
            c => c.Noyo.DifferenceValues,
            (c, v) => c with { Noyo = c.Noyo with { DifferenceValues = v } }),
        Choice(
            "Noyo:WebhookSignature",
            "What webhook signatures cover: the timestamp, a full stop and the body; the body alone; or one digest of each",
            c => c.Noyo.WebhookSignature,
            (c, v) => c with { Noyo = c.Noyo with { WebhookSignature = v } }),
        Choice(
            "Noyo:InitialSnapshotStatus",
            "The first status of an accepted member snapshot",
            c => c.Noyo.InitialSnapshotStatus,
            (c, v) => c with { Noyo = c.Noyo with { InitialSnapshotStatus = v } }),
        Choice(
            "Noyo:OmittedCoverages",
            "What an omitted coverage does under the policy reject: a 422, or an invalid entry in the snapshot's fulfillment_summary",
            c => c.Noyo.OmittedCoverages,
            (c, v) => c with { Noyo = c.Noyo with { OmittedCoverages = v } }),
        Choice(
            "Noyo:SendDifferences",
            "What becomes of differences at a Send carrier when its file is sent: they are resolved, or stay pending",
            c => c.Noyo.SendDifferences,
            (c, v) => c with { Noyo = c.Noyo with { SendDifferences = v } }),
        Choice(
            "Noyo:LabelList",
            "Whether the list of labels answers the newest label that matches or a bare array of all",
            c => c.Noyo.LabelList,
            (c, v) => c with { Noyo = c.Noyo with { LabelList = v } }),
        Choice(
            "Noyo:UnknownFilters",
            "What a query parameter does that an operation of Noyo's does not have, or the emulator does not support: a 422, or nothing",
            c => c.Noyo.UnknownFilters,
            (c, v) => c with { Noyo = c.Noyo with { UnknownFilters = v } }),
        Duration(
            "Noyo:TokenLifetime",
            "How long a token is valid, on its world's clock",
            c => c.Noyo.TokenLifetime,
            (c, v) => c with { Noyo = c.Noyo with { TokenLifetime = v } },
            LongestDuration),
        Duration(
            "Webhooks:AttemptTimeout",
            "How long one attempt waits for an answer, in real time; at most PT1H",
            c => c.Webhooks.AttemptTimeout,
            (c, v) => c with { Webhooks = c.Webhooks with { AttemptTimeout = v } },
            TimeSpan.FromHours(1)),
        new()
        {
            Name = "Webhooks:RetryGaps",
            Values = "durations, separated by commas or as a list; none",
            Meaning = "The wait before each retry, on the world's clock; as many retries as gaps",
            IsList = true,
            Show = c => c.Webhooks.RetryGaps is [] ? NoGaps : string.Join(',', c.Webhooks.RetryGaps.Select(IsoDuration.Format)),
            Apply = ApplyRetryGaps,
        },
        Duration(
            "Webhooks:UnhealthyAfter",
            "A subscription without success for this long, on the world's clock, becomes unhealthy",
            c => c.Webhooks.UnhealthyAfter,
            (c, v) => c with { Webhooks = c.Webhooks with { UnhealthyAfter = v } },
            LongestDuration),
        Duration(
            "Webhooks:FailedAfter",
            "A subscription without success for this long, on the world's clock, becomes failed and gets no more attempts",
            c => c.Webhooks.FailedAfter,
            (c, v) => c with { Webhooks = c.Webhooks with { FailedAfter = v } },
            LongestDuration),
        Flag(
            "Webhooks:AllowUntrustedCertificates",
            "Whether receivers may show a certificate that nobody vouches for, as development certificates are",
            c => c.Webhooks.AllowUntrustedCertificates,
            (c, v) => c with { Webhooks = c.Webhooks with { AllowUntrustedCertificates = v } }),
    ];

    private static ConfigurationKey OpenApi(string api, Func<OpenApiFiles, string?> get, Func<OpenApiFiles, string, OpenApiFiles> set) => Text(
        $"Emulator:OpenApi:{api}",
        "a path",
        $"Noyo's OpenAPI document of the {api} API, in JSON: operations of it that the emulator does not have are answered by their shape",
        c => get(c.Emulator.OpenApi),
        (c, v) => c with { Emulator = c.Emulator with { OpenApi = set(c.Emulator.OpenApi, v) } });

    private static ConfigurationReading ApplyClockNow(EmulatorConfiguration configuration, string text)
    {
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text.Trim(), InstantFormats, CultureInfo.InvariantCulture, styles, out var now))
            return ConfigurationReading.Bad("must be an ISO 8601 date or instant such as 2024-08-22T09:00:00Z");
        return now >= EarliestStart && now <= LatestStart
            ? ConfigurationReading.Good(configuration with { Emulator = configuration.Emulator with { ClockNow = now } })
            : ConfigurationReading.Bad("must lie between 1970-01-01 and 9000-01-01");
    }

    private static ConfigurationReading ApplyClockSpeed(EmulatorConfiguration configuration, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is > 0 and <= MaxSpeed
            ? ConfigurationReading.Good(configuration with { Emulator = configuration.Emulator with { ClockSpeed = speed } })
            : ConfigurationReading.Bad("must be a number greater than 0 and at most 1000000");

    private static ConfigurationReading ApplySyncInterval(EmulatorConfiguration configuration, string text)
    {
        var isNone = string.Equals(text.Trim(), NoGaps, StringComparison.OrdinalIgnoreCase);
        var interval = TimeSpan.Zero;
        if (!isNone && (!IsoDuration.TryParse(text, out interval, out _) || interval < ShortestSyncInterval || interval > LongestDuration))
        {
            return ConfigurationReading.Bad(
                $"must be a duration from {IsoDuration.Format(ShortestSyncInterval)} to {IsoDuration.Format(LongestDuration)}, "
                + $"or {NoGaps}");
        }

        return ConfigurationReading.Good(configuration with { Emulator = configuration.Emulator with { SyncInterval = interval } });
    }

    private static ConfigurationReading ApplyJournalCapacity(EmulatorConfiguration configuration, string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var capacity) && capacity <= MaxJournalCapacity
            ? ConfigurationReading.Good(configuration with { Emulator = configuration.Emulator with { JournalCapacity = capacity } })
            : ConfigurationReading.Bad("must be a whole number from 0 to 100000");

    private static ConfigurationReading ApplyRetention(EmulatorConfiguration configuration, string text)
    {
        if (string.Equals(text.Trim(), Everything, StringComparison.OrdinalIgnoreCase))
            return ConfigurationReading.Good(configuration with { Emulator = configuration.Emulator with { Retention = null } });
        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kept) && kept is > 0 and <= MaxRetention
            ? ConfigurationReading.Good(configuration with { Emulator = configuration.Emulator with { Retention = kept } })
            : ConfigurationReading.Bad($"must be a whole number from 1 to 1000000000, or {Everything}");
    }

    private static ConfigurationReading ApplyRetryGaps(EmulatorConfiguration configuration, string text)
    {
        var gaps = new List<TimeSpan>();
        if (!string.Equals(text.Trim(), NoGaps, StringComparison.OrdinalIgnoreCase))
        {
            foreach (var element in text.Split(','))
            {
                if (!IsoDuration.TryParse(element, out var gap, out _) || gap > LongestDuration)
                {
                    return ConfigurationReading.Bad(
                        $"must be durations of at most {IsoDuration.Format(LongestDuration)}, separated by commas, or {NoGaps}");
                }

                gaps.Add(gap);
            }
        }

        return ConfigurationReading.Good(configuration with { Webhooks = configuration.Webhooks with { RetryGaps = gaps } });
    }
}
