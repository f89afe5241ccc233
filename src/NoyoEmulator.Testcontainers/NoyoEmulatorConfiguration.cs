using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;

namespace NoyoEmulator.Testcontainers;

/// <inheritdoc cref="ContainerConfiguration" />
public sealed class NoyoEmulatorConfiguration : ContainerConfiguration
{
    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorConfiguration" /> class.</summary>
    public NoyoEmulatorConfiguration()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorConfiguration" /> class.</summary>
    /// <param name="controlKey">The emulator's control key.</param>
    public NoyoEmulatorConfiguration(string controlKey) => ControlKey = controlKey;

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorConfiguration" /> class.</summary>
    /// <param name="resourceConfiguration">The Docker resource configuration.</param>
    public NoyoEmulatorConfiguration(IResourceConfiguration<CreateContainerParameters> resourceConfiguration)
        : base(resourceConfiguration)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorConfiguration" /> class.</summary>
    /// <param name="resourceConfiguration">The Docker resource configuration.</param>
    public NoyoEmulatorConfiguration(IContainerConfiguration resourceConfiguration)
        : base(resourceConfiguration)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorConfiguration" /> class.</summary>
    /// <param name="resourceConfiguration">The Docker resource configuration.</param>
    public NoyoEmulatorConfiguration(NoyoEmulatorConfiguration resourceConfiguration)
        : this(new NoyoEmulatorConfiguration(), resourceConfiguration)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorConfiguration" /> class.</summary>
    /// <param name="oldValue">The old Docker resource configuration.</param>
    /// <param name="newValue">The new Docker resource configuration, which wins.</param>
    public NoyoEmulatorConfiguration(NoyoEmulatorConfiguration oldValue, NoyoEmulatorConfiguration newValue)
        : base(oldValue, newValue)
    {
        ArgumentNullException.ThrowIfNull(oldValue);
        ArgumentNullException.ThrowIfNull(newValue);
        ControlKey = BuildConfiguration.Combine(oldValue.ControlKey, newValue.ControlKey);
    }

    /// <summary>The emulator's control key; null for none.</summary>
    public string? ControlKey { get; }
}
