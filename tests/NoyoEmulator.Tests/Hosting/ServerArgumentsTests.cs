using NoyoEmulator.Configuration;
using NoyoEmulator.Hosting;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>What can be written after the program's name.</summary>
public sealed class ServerArgumentsTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_prints_the_usage_and_ends(string argument)
    {
        await using var process = EmulatorProcess.Start(argument);

        (await process.EndAsync()).ShouldBe((0, ""));

        process.Lines[0].ShouldStartWith("NoyoEmulator ");
        process.Lines.ShouldContain(line => line.Contains("--urls http://localhost:8081", StringComparison.Ordinal));
        foreach (var key in ConfigurationKeys.All)
            process.Lines.ShouldContain(line => line.StartsWith($"  --{key.Name}=", StringComparison.Ordinal), key.Name);
    }

    [Fact]
    public void The_version_is_printed_alone() => ServerArguments.Answer(["--version"]).ShouldNotBeNull().ShouldMatch(@"^\d+\.\d+\.\d+(-[0-9a-z.]+)?$");

    [Theory]
    [InlineData("Unknown option --port. To listen on another port: --urls http://localhost:9000. --help lists the options.", "--port", "9000")]
    [InlineData("Unknown option --port. To listen on another port: --urls http://localhost:9000. --help lists the options.", "-port=9000")]
    [InlineData("Unknown argument \"serve\". --help lists the options.", "serve")]
    [InlineData("Unknown option --Emulator__Clock__Mode. On a command line it is --Emulator:Clock:Mode=frozen. --help lists the options.", "Emulator__Clock__Mode=frozen")]
    [InlineData("Unknown option --mode. Did you mean --Emulator:Clock:Mode=frozen? --help lists the options.", "--mode", "frozen")]
    [InlineData("Unknown option --url. Did you mean --urls? --help lists the options.", "--url", "http://localhost:1")]
    [InlineData("--frozen has no value. --help lists the options.", "--urls=http://localhost:1", "--frozen")]
    public void What_is_no_option_is_refused_by_name_and_not_passed_over(string message, params string[] arguments) =>
        Should.Throw<ConfigurationException>(() => ServerArguments.Check(arguments)).Message.ShouldBe(message);

    [Theory]
    [InlineData("--urls", "http://localhost:1", "--Emulator:Clock:Mode=frozen", "/Emulator:Storage", "memory")]
    [InlineData("--environment=Development", "--contentRoot=/", "--applicationName=NoyoEmulator", "--Kestrel:Limits:MaxRequestBodySize=1")]
    public void Keys_of_the_configuration_and_of_the_host_are_options(params string[] arguments) =>
        Should.NotThrow(() => ServerArguments.Check(arguments));

    [Fact]
    public async Task A_refused_option_ends_the_program_with_one_line()
    {
        await using var process = EmulatorProcess.Start("--port=9000");

        (await process.EndAsync()).ShouldBe((1, "Unknown option --port. To listen on another port: --urls http://localhost:9000. --help lists the options.\n"));
    }
}
