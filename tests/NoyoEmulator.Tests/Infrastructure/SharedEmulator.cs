namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>One emulator for all tests of a class; each test begins with <see cref="FreshAsync"/>.</summary>
public sealed class SharedEmulator : IAsyncDisposable
{
    private readonly EmulatorApp _app = new();

    /// <summary>The emulator, with its world put back to the seed and its clock to the start.</summary>
    public async Task<EmulatorApp> FreshAsync()
    {
        _ = await _app.ResetAsync();
        return _app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
