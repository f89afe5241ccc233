namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>One emulator with a frozen clock for all tests of a class.</summary>
public sealed class FrozenWorld : IAsyncDisposable
{
    public EmulatorApp App { get; } = new();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

/// <summary>Tests that share an emulator; each begins with the world as it is at the start.</summary>
public abstract class FrozenWorldTests(FrozenWorld world) : IClassFixture<FrozenWorld>, IAsyncLifetime
{
    protected EmulatorApp App { get; } = world.App;

    public virtual async ValueTask InitializeAsync() => _ = await App.ResetAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
