using NoyoEmulator.Configuration;
using NoyoEmulator.Hosting;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.CommandLine;

/// <summary>Starting an emulator by name.</summary>
public sealed class StartVerbTests
{
    [Theory]
    [InlineData("--urls=http://localhost:8081", "--port", "8081")]
    [InlineData("--urls=http://127.0.0.1:0", "--port=0")]
    [InlineData("--Emulator:Storage=memory --Emulator:Clock:Mode=frozen", "--memory", "--Clock", "frozen")]
    [InlineData("--Emulator:SeedFile=a.json --Emulator:DataDirectory=/d --Emulator:Clock:Now=2024-08-20", "--seed=a.json", "--data", "/d", "--now", "2024-08-20")]
    [InlineData("--Emulator:RoundTrip=production --urls http://*:1", "--Emulator:RoundTrip=production", "--urls", "http://*:1")]
    public void Its_short_options_stand_for_keys_of_the_configuration(string keys, params string[] options) =>
        string.Join(' ', ServerArguments.OfStart(options)).ShouldBe(keys);

    [Theory]
    [InlineData("--port has no value. start --help lists the options.", "--port")]
    [InlineData("--memory has no value to give. start --help lists the options.", "--memory=yes")]
    public void A_short_option_that_cannot_be_is_refused(string message, string option) =>
        Should.Throw<ConfigurationException>(() => ServerArguments.OfStart([option])).Message.ShouldBe(message);

    [Fact]
    public async Task It_serves_without_the_libraries_of_the_tool()
    {
        await using var process = await EmulatorProcess.StartReadyAsync("start", "--urls=http://127.0.0.1:0", "--memory", "--clock", "frozen", "--now", "2024-08-20");

        var status = await new ToolBench(app: null).RunAsync("status", "--url", process.Url);
        var loaded = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", TestContext.Current.CancellationToken);

        status.Out.ShouldContain("now\t2024-08-20 00:00:00\nclock\tfrozen\n");
        loaded.ShouldContain("Serilog.dll");
        loaded.ShouldNotContain("System.CommandLine.dll");
        loaded.ShouldNotContain("Spectre.Console");
        loaded.ShouldNotContain("OpenTelemetry");
    }

    [Fact]
    public async Task A_word_that_is_no_command_ends_the_program_with_2()
    {
        await using var process = EmulatorProcess.Start("statsu", "--urls=none");

        (await process.EndAsync()).ShouldBe((2, "noyo-emulator has no command statsu. Did you mean status? noyo-emulator --help tells how it is used.\n"));
    }
}
