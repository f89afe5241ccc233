using Microsoft.AspNetCore.Builder;
using NoyoEmulator.Configuration;
using NoyoEmulator.Hosting;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>A start that is to be refused, in this process; the program prints the same message and ends.</summary>
internal static class RefusedStart
{
    /// <summary>Gives the message.</summary>
    public static async Task<string> MessageAsync(params string[] arguments)
    {
        try
        {
            await using var app = WebApplication
                .CreateBuilder(["--urls=http://127.0.0.1:0", "--Serilog:MinimumLevel=Fatal", .. arguments]).AddEmulator().Build()
                .UseEmulator();
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch (Exception exception) when (exception is ConfigurationException or WorldDatabaseException)
        {
            exception.Message.ShouldNotContain("\n");
            return exception.Message;
        }

        throw new ShouldAssertException("The start was not refused.");
    }
}
