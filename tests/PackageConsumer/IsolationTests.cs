using NoyoEmulator.Testing;
using NoyoEmulator.Testing.Xunit;
using Xunit;

/// <summary>The platform keeps its own types and packages beside the emulator.</summary>
public sealed class IsolationTests(NoyoFixture noyo) : NoyoTest(noyo)
{
    [Fact]
    public void The_platforms_program_is_its_own() => Assert.Equal("Platform", typeof(Program).Assembly.GetName().Name);

    [Fact]
    public void The_platforms_packages_have_its_own_versions() =>
        Assert.Equal("4.0.0", System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(Serilog.Log).Assembly.Location).ProductVersion?.Split('-', '+')[0]);

    [Fact]
    public void Nothing_of_the_emulator_is_in_the_process_of_the_tests() =>
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name is "NoyoEmulator" or "Microsoft.EntityFrameworkCore");

    [Fact]
    public async Task A_class_has_a_world_of_its_own()
    {
        await World.AdvanceAsync(TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
        Assert.Equal(DateTimeOffset.Parse("2024-08-21T12:00:00Z"), await World.NowAsync(TestContext.Current.CancellationToken));
    }
}
