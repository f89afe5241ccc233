using NoyoEmulator.CommandLine;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Hosting;

/// <summary>
/// Turns the default data into a database when the program is built, so that the first start on an empty folder need not.
/// It starts no server.
/// </summary>
internal static class SeedPreparation
{
    /// <summary>Whether the command line asks for the database and not for an emulator.</summary>
    public static bool IsRequested(IReadOnlyList<string> args) => args is [Verbs.PrepareSeed, ..];

    /// <summary>Builds the database into the file that the command line names, with its stamp beside it.</summary>
    /// <returns>The exit code: 0 when it is there, 1 after one line on the standard error stream when no file is named.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args is not [_, var file])
        {
            await Console.Error.WriteLineAsync($"Usage: NoyoEmulator {Verbs.PrepareSeed} FILE");
            return 1;
        }

        await using var app = WebApplication.CreateBuilder().AddEmulator().Build();
        await app.Services.GetRequiredService<WorldFactory>().PrepareShippedSeedAsync(file, CancellationToken.None);
        return 0;
    }
}
