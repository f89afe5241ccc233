using Xunit;

namespace NoyoEmulator.Testing.Xunit;

/// <summary>A test class with a world of its own, which each of its tests finds as it was in the beginning.</summary>
/// <param name="fixture">The class's fixture, which xunit gives.</param>
public abstract class NoyoTest(NoyoFixture fixture) : NoyoTest<NoyoFixture>(fixture);

/// <summary>A test class with a world of its own, by a fixture of one's own.</summary>
/// <typeparam name="TFixture">The fixture.</typeparam>
/// <param name="fixture">The class's fixture, which xunit gives.</param>
public abstract class NoyoTest<TFixture>(TFixture fixture) : IClassFixture<TFixture>, IAsyncLifetime
    where TFixture : NoyoFixture
{
    private const string Prepared = "prepared-by-fixture";

    /// <summary>The class's fixture.</summary>
    protected TFixture Fixture { get; } = fixture;

    /// <summary>The class's world.</summary>
    protected NoyoWorld World => Fixture.World;

    /// <summary>Puts the world back to what the fixture made of it.</summary>
    public virtual async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        if (Fixture.IsUsed)
            await World.RestoreCheckpointAsync(Prepared, token).ConfigureAwait(false);
        else
            await World.SaveCheckpointAsync(Prepared, token).ConfigureAwait(false);
        Fixture.IsUsed = true;
    }

    /// <summary>Writes what the emulator knows to the output of a test that failed.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current is { TestState.Result: TestResult.Failed, TestOutputHelper: { } output })
            output.WriteLine(await TryReportAsync().ConfigureAwait(false));
    }

    private async Task<string> TryReportAsync()
    {
        try
        {
            return await World.ReportAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NoyoEmulatorException exception)
        {
            // The test has failed, and with a better reason.
            return $"The emulator could not be asked what happened: {exception.Message}";
        }
    }
}
