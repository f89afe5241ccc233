using Microsoft.Extensions.Configuration;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Tests.Configuration;

public sealed class EmulatorConfigurationTests
{
    [Fact]
    public void Nothing_given_means_the_defaults()
    {
        var (emulator, noyo, webhooks) = Read();

        emulator.DataDirectory.ShouldBe("data");
        emulator.Storage.ShouldBe(StorageMode.File);
        emulator.Authentication.ShouldBe(AuthenticationMode.Any);
        emulator.ControlKey.ShouldBeNull();
        emulator.SeedFile.ShouldBeNull();
        emulator.ClockMode.ShouldBe(ClockMode.Realtime);
        emulator.ClockNow.ShouldBeNull();
        emulator.ClockSpeed.ShouldBe(1);
        emulator.RoundTrip.ShouldBe(RoundTripTiming.Default);
        emulator.Retention.ShouldBe(200_000);
        emulator.LogFormat.ShouldBe(LogFormat.Text);
        noyo.DifferenceList.ShouldBe(DifferenceListShape.Envelope);
        noyo.DifferenceNulls.ShouldBe(DifferenceNullForm.Present);
        noyo.DifferenceValues.ShouldBe(DifferenceValueForm.Object);
        noyo.WebhookSignature.ShouldBe(WebhookSignatureMode.Both);
        noyo.InitialSnapshotStatus.ShouldBe(InitialSnapshotStatus.Processing);
        noyo.OmittedCoverages.ShouldBe(OmittedCoverageAnswer.Error);
        noyo.UnknownFilters.ShouldBe(UnknownFilterAnswer.Refuse);
        noyo.TokenLifetime.ShouldBe(TimeSpan.FromSeconds(864));
        webhooks.AttemptTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        webhooks.RetryGaps.Count.ShouldBe(15);
        webhooks.UnhealthyAfter.ShouldBe(TimeSpan.FromHours(24));
        webhooks.FailedAfter.ShouldBe(TimeSpan.FromDays(7));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var (emulator, noyo, webhooks) = Read(
            ("Emulator:DataDirectory", "/data"),
            ("Emulator:Storage", "memory"),
            ("Emulator:Authentication", "strict"),
            ("Emulator:ControlKey", "s3cret"),
            ("Emulator:SeedFile", "seed.json"),
            ("Emulator:Clock:Mode", "frozen"),
            ("Emulator:Clock:Now", "2024-08-22T09:00:00+02:00"),
            ("Emulator:Clock:Speed", "60.5"),
            ("Emulator:RoundTrip", "production"),
            ("Emulator:Retention", "5000"),
            ("Emulator:LogFormat", "json"),
            ("Noyo:DifferenceList", "array"),
            ("Noyo:DifferenceNulls", "omit"),
            ("Noyo:DifferenceValues", "string"),
            ("Noyo:WebhookSignature", "timestamped"),
            ("Noyo:InitialSnapshotStatus", "submitted"),
            ("Noyo:OmittedCoverages", "summary"),
            ("Noyo:UnknownFilters", "ignore"),
            ("Noyo:TokenLifetime", "PT1H"),
            ("Webhooks:AttemptTimeout", "00:00:02"),
            ("Webhooks:RetryGaps", "PT1S,00:01:00"),
            ("Webhooks:UnhealthyAfter", "PT1H"),
            ("Webhooks:FailedAfter", "P2D"));

        emulator.ShouldBe(new EmulatorOptions
        {
            DataDirectory = "/data",
            Storage = StorageMode.Memory,
            Authentication = AuthenticationMode.Strict,
            ControlKey = "s3cret",
            SeedFile = "seed.json",
            ClockMode = ClockMode.Frozen,
            ClockNow = new DateTimeOffset(2024, 8, 22, 7, 0, 0, TimeSpan.Zero),
            ClockSpeed = 60.5,
            RoundTrip = RoundTripTiming.Production,
            Retention = 5_000,
            LogFormat = LogFormat.Json,
        });
        noyo.ShouldBe(new NoyoOptions
        {
            DifferenceList = DifferenceListShape.Array,
            DifferenceNulls = DifferenceNullForm.Omit,
            DifferenceValues = DifferenceValueForm.String,
            WebhookSignature = WebhookSignatureMode.Timestamped,
            InitialSnapshotStatus = InitialSnapshotStatus.Submitted,
            OmittedCoverages = OmittedCoverageAnswer.Summary,
            UnknownFilters = UnknownFilterAnswer.Ignore,
            TokenLifetime = TimeSpan.FromHours(1),
        });
        webhooks.AttemptTimeout.ShouldBe(TimeSpan.FromSeconds(2));
        webhooks.RetryGaps.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)]);
        webhooks.UnhealthyAfter.ShouldBe(TimeSpan.FromHours(1));
        webhooks.FailedAfter.ShouldBe(TimeSpan.FromDays(2));
    }

    [Fact]
    public void Keys_and_choices_are_read_whatever_their_case() =>
        Read(("EMULATOR:CLOCK:MODE", "Frozen")).Emulator.ClockMode.ShouldBe(ClockMode.Frozen);

    [Theory]
    [InlineData("2024-08-22")]
    [InlineData("2024-08-22T00:00Z")]
    [InlineData("2024-08-22T00:00:00")]
    [InlineData("2024-08-21T20:00:00.0-04:00")]
    public void The_start_of_the_clock_is_utc_unless_it_says_otherwise(string text) =>
        Read(("Emulator:Clock:Now", text)).Emulator.ClockNow.ShouldBe(new DateTimeOffset(2024, 8, 22, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void An_empty_value_means_the_default() =>
        Read(("Emulator:ControlKey", ""), ("Emulator:Storage", " ")).Emulator.ShouldBe(new EmulatorOptions());

    [Fact]
    public void Retry_gaps_can_be_a_list() =>
        Read(("Webhooks:RetryGaps:0", "PT1S"), ("Webhooks:RetryGaps:1", "PT2S"), ("Webhooks:RetryGaps:10", "PT3S"))
            .Webhooks.RetryGaps.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)]);

    [Fact]
    public void Hosts_and_origins_are_lists_in_one_form()
    {
        Read(("Emulator:Hosts", "Noyo.Example.org., *.example.net ,[2001:db8:0::1],*")).Emulator.Hosts
            .ShouldBe(["noyo.example.org", "*.example.net", "2001:db8::1", "*"]);
        Read(("Emulator:AllowedOrigins:0", "HTTPS://Dashboard.Example.org:443/"), ("Emulator:AllowedOrigins:1", "http://[::1]:3000")).Emulator.AllowedOrigins
            .ShouldBe(["https://dashboard.example.org", "http://[::1]:3000"]);
        Read(("Emulator:Hosts", ""), ("Emulator:AllowedOrigins", " ")).Emulator.ShouldBe(new EmulatorOptions());
    }

    [Theory]
    [InlineData("Emulator:Hosts", "http://example.org")]
    [InlineData("Emulator:Hosts", "example.org:8080")]
    [InlineData("Emulator:Hosts", "a,,b")]
    [InlineData("Emulator:Hosts", "*example.org")]
    [InlineData("Emulator:Hosts", "a.*.org")]
    [InlineData("Emulator:AllowedOrigins", "example.org")]
    [InlineData("Emulator:AllowedOrigins", "*")]
    [InlineData("Emulator:AllowedOrigins", "null")]
    [InlineData("Emulator:AllowedOrigins", "https://example.org/page")]
    [InlineData("Emulator:AllowedOrigins", "https://a@example.org")]
    [InlineData("Emulator:AllowedOrigins", "ftp://example.org")]
    public void A_host_or_origin_that_is_none_is_refused(string key, string value) =>
        Refusal((key, value)).ShouldStartWith($"{key} is \"{value}\"; it must be ");

    [Fact]
    public void Retries_can_be_switched_off() => Read(("Webhooks:RetryGaps", "none")).Webhooks.RetryGaps.ShouldBeEmpty();

    [Fact]
    public void Everything_can_be_kept() => Read(("Emulator:Retention", "All")).Emulator.Retention.ShouldBeNull();

    [Theory]
    [InlineData("Emulator:Clock:Mode", "bogus", "Emulator:Clock:Mode is \"bogus\"; it must be one of realtime, frozen.")]
    [InlineData("Emulator:Storage", "disk", "Emulator:Storage is \"disk\"; it must be one of file, memory.")]
    [InlineData("Emulator:Storage", "0", "Emulator:Storage is \"0\"; it must be one of file, memory.")]
    [InlineData("Emulator:Authentication", "on", "Emulator:Authentication is \"on\"; it must be one of any, strict, off.")]
    [InlineData("Emulator:RoundTrip", "slow", "Emulator:RoundTrip is \"slow\"; it must be one of default, production.")]
    [InlineData("Emulator:Retention", "0", "Emulator:Retention is \"0\"; it must be a whole number from 1 to 1000000000, or all.")]
    [InlineData("Emulator:Retention", "1e6", "Emulator:Retention is \"1e6\"; it must be a whole number from 1 to 1000000000, or all.")]
    [InlineData("Emulator:LogFormat", "xml", "Emulator:LogFormat is \"xml\"; it must be one of text, json.")]
    [InlineData("Emulator:Clock:Speed", "0", "Emulator:Clock:Speed is \"0\"; it must be a number greater than 0 and at most 1000000.")]
    [InlineData("Emulator:Clock:Speed", "-1", "Emulator:Clock:Speed is \"-1\"; it must be a number greater than 0 and at most 1000000.")]
    [InlineData("Emulator:Clock:Speed", "NaN", "Emulator:Clock:Speed is \"NaN\"; it must be a number greater than 0 and at most 1000000.")]
    [InlineData(
        "Emulator:Clock:Speed", "Infinity",
        "Emulator:Clock:Speed is \"Infinity\"; it must be a number greater than 0 and at most 1000000.")]
    [InlineData(
        "Emulator:Clock:Speed", "1e999", "Emulator:Clock:Speed is \"1e999\"; it must be a number greater than 0 and at most 1000000.")]
    [InlineData("Emulator:Clock:Speed", "1e7", "Emulator:Clock:Speed is \"1e7\"; it must be a number greater than 0 and at most 1000000.")]
    [InlineData("Emulator:Clock:Now", "22/08/2024",
        "Emulator:Clock:Now is \"22/08/2024\"; it must be an ISO 8601 date or instant such as 2024-08-22T09:00:00Z.")]
    [InlineData("Emulator:Clock:Now", "1969-12-31", "Emulator:Clock:Now is \"1969-12-31\"; it must lie between 1970-01-01 and 9000-01-01.")]
    [InlineData("Noyo:DifferenceList", "list", "Noyo:DifferenceList is \"list\"; it must be one of envelope, array.")]
    [InlineData("Noyo:WebhookSignature", "none", "Noyo:WebhookSignature is \"none\"; it must be one of both, timestamped, body.")]
    [InlineData("Noyo:InitialSnapshotStatus", "completed",
        "Noyo:InitialSnapshotStatus is \"completed\"; it must be one of processing, submitted.")]
    [InlineData("Noyo:OmittedCoverages", "reject", "Noyo:OmittedCoverages is \"reject\"; it must be one of error, summary.")]
    [InlineData("Noyo:TokenLifetime", "PT0S", "Noyo:TokenLifetime is \"PT0S\"; it must be longer than zero and at most P3650D.")]
    [InlineData("Webhooks:AttemptTimeout", "soon",
        "Webhooks:AttemptTimeout is \"soon\"; it must be a duration such as PT10S, P7D, 00:00:10, 90s, 2d, 1h30m, or a number of seconds.")]
    [InlineData("Webhooks:AttemptTimeout", "PT2H", "Webhooks:AttemptTimeout is \"PT2H\"; it must be longer than zero and at most PT1H.")]
    [InlineData("Webhooks:RetryGaps", "PT1S;PT2S",
        "Webhooks:RetryGaps is \"PT1S;PT2S\"; it must be durations of at most P3650D, separated by commas, or none.")]
    [InlineData("Webhooks:RetryGaps", "",
        "Webhooks:RetryGaps is \"\"; it must be durations of at most P3650D, separated by commas, or none.")]
    [InlineData("Webhooks:UnhealthyAfter", "P1M",
        "Webhooks:UnhealthyAfter is \"P1M\"; it must not use years or months, whose length varies; write days (P30D).")]
    [InlineData("Webhooks:FailedAfter", "P1W", "Webhooks:FailedAfter is \"P1W\"; it must not use weeks; write days (P14D for two weeks).")]
    public void A_bad_value_is_refused_by_name(string key, string value, string message) => Refusal((key, value)).ShouldBe(message);

    [Theory]
    [InlineData("Emulator:Storge", "Emulator:Storage")]
    [InlineData("Emulator:ClockMode", "Emulator:Clock:Mode")]
    [InlineData("Emulator:Mode", "Emulator:Clock:Mode")]
    [InlineData("Noyo:Authentication", "Emulator:Authentication")]
    [InlineData("Webhooks:RetryGap", "Webhooks:RetryGaps")]
    [InlineData("Webhooks:RetryGaps:first", "Webhooks:RetryGaps")]
    [InlineData("Emulator:DataDirectory:Path", "Emulator:DataDirectory")]
    [InlineData("Emulator:Clock", "Emulator:Clock:Mode")]
    public void An_unknown_key_is_refused_with_the_nearest_known_one(string key, string nearest) =>
        Refusal((key, "PT1S")).ShouldBe($"{key} is not a known key; the nearest is {nearest}.");

    [Fact]
    public void Keys_of_other_sections_and_the_names_of_sections_are_ignored() =>
        Read(("Logging:LogLevel:Default", "Warning"), ("Emulator", "1"), ("NOYO", "yes"), ("AllowedHosts", "*")).Emulator
            .ShouldBe(new EmulatorOptions());

    [Fact]
    public void All_problems_are_named_in_one_line()
    {
        var message = Refusal(("Emulator:Storage", "a\nb"), ("Webhooks:AttemptTimeout", "x"), ("Noyo:Foo", "bar"));

        message.ShouldNotContain('\n');
        message.ShouldContain("Emulator:Storage is \"a b\"");
        message.ShouldContain("Webhooks:AttemptTimeout is \"x\"");
        message.ShouldContain("Noyo:Foo is not a known key");
    }

    [Fact]
    public void Retry_gaps_given_twice_are_refused() =>
        Refusal(("Webhooks:RetryGaps", "PT1S"), ("Webhooks:RetryGaps:0", "PT2S"))
            .ShouldBe("Webhooks:RetryGaps is given both as one text and as a list; give one of them.");

    [Fact]
    public void The_control_key_is_never_shown()
    {
        const string secret = "tell-no-one";

        Refusal(("Emulator:ControlKey", secret + " \u00e9")).ShouldNotContain(secret);
        Refusal(("Emulator:ControlKy", secret)).ShouldNotContain(secret);
        var configuration = Read(("Emulator:ControlKey", secret));
        configuration.Describe().ShouldContain(KeyValuePair.Create("Emulator:ControlKey", (string?)"***"));
        configuration.ToString().ShouldNotContain(secret);
    }

    [Fact]
    public void The_description_holds_every_key_with_the_value_in_effect()
    {
        var description = Read(("Emulator:Clock:Now", "2024-08-22"), ("Webhooks:RetryGaps", "none")).Describe();

        description.Select(pair => pair.Key).ShouldBe(ConfigurationKeys.All.Select(key => key.Name));
        description.ShouldContain(KeyValuePair.Create("Emulator:Clock:Now", (string?)"2024-08-22T00:00:00Z"));
        description.ShouldContain(KeyValuePair.Create("Emulator:ControlKey", (string?)null));
        description.ShouldContain(KeyValuePair.Create("Webhooks:RetryGaps", (string?)"none"));
        description.ShouldContain(KeyValuePair.Create("Noyo:TokenLifetime", (string?)"PT14M24S"));
    }

    [Fact]
    public void Every_default_shown_can_be_given_back()
    {
        var given = ConfigurationKeys.All.Where(key => key.Default is not null).Select(key => (key.Name, key.Default!)).ToArray();

        Read(given).Describe().ShouldBe(EmulatorConfiguration.Default.Describe());
    }

    private static string Refusal(params (string Key, string Value)[] entries) =>
        Should.Throw<ConfigurationException>(() => Read(entries)).Message;

    private static EmulatorConfiguration Read(params (string Key, string Value)[] entries) =>
        EmulatorConfiguration.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value)))
            .Build());
}
