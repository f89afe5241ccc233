using DotNet.Testcontainers.Containers;
using NoyoEmulator.Testing;

namespace NoyoEmulator.Testcontainers;

/// <inheritdoc cref="DockerContainer" />
public sealed class NoyoEmulatorContainer : DockerContainer
{
    private readonly NoyoEmulatorConfiguration _configuration;

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorContainer" /> class.</summary>
    /// <param name="configuration">The container configuration.</param>
    public NoyoEmulatorContainer(NoyoEmulatorConfiguration configuration)
        : base(configuration)
    {
        _configuration = configuration;
    }

    /// <summary>
    /// The emulator's address for programs on this machine, such as <c>http://127.0.0.1:32768/</c>. Containers of the same network reach it by a
    /// network alias, at port <see cref="NoyoEmulatorBuilder.NoyoEmulatorPort" />.
    /// </summary>
    public string GetBaseAddress() =>
        new UriBuilder(Uri.UriSchemeHttp, Hostname, GetMappedPublicPort(NoyoEmulatorBuilder.NoyoEmulatorPort)).ToString();

    /// <summary>The emulator, to create worlds in. The container goes on when it is disposed of.</summary>
    public NoyoEmulatorHost Connect() => NoyoEmulatorHost.Connect(new Uri(GetBaseAddress()), _configuration.ControlKey);
}
