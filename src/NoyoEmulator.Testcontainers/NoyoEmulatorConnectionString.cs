using DotNet.Testcontainers.Configurations;

namespace NoyoEmulator.Testcontainers;

/// <summary>What Testcontainers calls a connection string is the emulator's address.</summary>
internal sealed class NoyoEmulatorConnectionString : ContainerConnectionStringProvider<NoyoEmulatorContainer, NoyoEmulatorConfiguration>
{
    protected override string GetHostConnectionString() => Container.GetBaseAddress();
}
