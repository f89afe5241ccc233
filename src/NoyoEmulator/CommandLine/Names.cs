namespace NoyoEmulator.CommandLine;

/// <summary>The names that a shell can complete, as the emulator has them; none until they are asked for.</summary>
internal sealed class Names
{
    /// <summary>Nobody waits for longer before his next key.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(700);

    public IReadOnlyList<string> Worlds { get; private set; } = [];

    public IReadOnlyList<string> Checkpoints { get; private set; } = [];

    /// <summary>Asks an emulator for them, if it answers at once.</summary>
    public async Task AskAsync(EmulatorClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            Worlds = await AskAsync("worlds");
            Checkpoints = await AskAsync("checkpoints");
        }
        catch (Exception exception) when (exception is ToolException or OperationCanceledException)
        {
            // Without an emulator there are no names; a shell shows what there is.
        }

        async Task<IReadOnlyList<string>> AskAsync(string list) =>
            [.. (await client.GetAsync($"{list}?page_size=100", limit.Token)).List("response").Select(one => one.FindText("name")).OfType<string>()];
    }
}
