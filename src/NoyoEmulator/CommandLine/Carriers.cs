using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.CommandLine;

/// <summary>Finds carriers as people name them.</summary>
internal static class Carriers
{
    /// <summary>The id of a carrier that is given by its id or its name, whatever the case.</summary>
    /// <exception cref="ToolException">None has that name.</exception>
    public static async Task<string> IdOfAsync(EmulatorClient client, string given, CancellationToken cancellationToken)
    {
        if (Uuid.TryParse(given, out _))
            return given;
        var carriers = Json.Parse((await client.ListAsync("carriers", cancellationToken)).ToLine()).List("response").ToList();
        var found = carriers.Find(carrier => string.Equals(carrier.FindText("display_name"), given, StringComparison.OrdinalIgnoreCase));
        return found.FindText("id") ?? throw new ToolException(
            ExitCode.Refused,
            $"No carrier has the id or the name {given}; there are: {string.Join(", ", carriers.Select(carrier => carrier.FindText("display_name")))}.");
    }

    /// <summary>The id of a carrier that Noyo reads, and that holds something.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static async Task<string> AnyAsync(EmulatorClient client, CancellationToken cancellationToken)
    {
        var carriers = Json.Parse((await client.ListAsync("carriers", cancellationToken)).ToLine()).List("response");
        return carriers.FirstOrDefault(carrier => carrier.Number("records") > 0 && carrier.Find("behavior")?.FindText("tier") == "sync").FindText("id")
            ?? throw new ToolException(ExitCode.Refused, "No carrier that Noyo reads holds a record: post a member snapshot first, and let time pass.");
    }
}
