using Microsoft.Extensions.Configuration;
using NoyoEmulator.Hosting;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>How the program begins.</summary>
public sealed class EmulatorBuilderTests
{
    [Fact]
    public void Settings_are_read_once_and_their_folder_is_not_watched()
    {
        var sources = EmulatorBuilder.Create([]).Configuration.Sources.OfType<FileConfigurationSource>().ToList();

        sources.ShouldNotBeEmpty();
        sources.ShouldAllBe(source => !source.ReloadOnChange);
    }
}
