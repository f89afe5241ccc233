using Xunit;

namespace NoyoEmulator.Testing.Xunit;

/// <summary>
/// A world for a test class, as an <see cref="IClassFixture{TFixture}"/>, in the emulator of the whole test run. A class of one's own that derives
/// from it says what time it is, or what the world begins with.
/// </summary>
public class NoyoFixture : IAsyncLifetime
{
    private NoyoWorld? _world;

    /// <summary>Whether a test of the class has begun.</summary>
    internal bool IsUsed { get; set; }

    /// <summary>The world.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not begun: xunit does that for a class fixture.</exception>
    public NoyoWorld World => _world ?? throw new InvalidOperationException($"The world is not there yet: is {GetType().Name} an IClassFixture of the class?");

    /// <summary>How the world begins. Here: at 2024-08-20T12:00:00Z, with the emulator's data, and each time with the same ids.</summary>
    protected virtual NoyoWorldOptions Options { get; } = new()
    {
        Now = new DateTimeOffset(2024, 8, 20, 12, 0, 0, TimeSpan.Zero),
        Seed = "tests",
    };

    /// <summary>The emulator. Here: that of the whole test run.</summary>
    protected virtual Task<NoyoEmulatorHost> HostAsync() => NoyoEmulatorHost.SharedAsync(TestContext.Current.CancellationToken);

    /// <summary>Prepares the world once it is created, such as with a checkpoint or a receiver. Here: nothing.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Creates the world.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        var host = await HostAsync().ConfigureAwait(false);
        _world = await host.CreateWorldAsync(Options, TestContext.Current.CancellationToken).ConfigureAwait(false);
        await PrepareAsync().ConfigureAwait(false);
    }

    /// <summary>Deletes the world.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_world is not null)
            await _world.DisposeAsync().ConfigureAwait(false);
    }
}
