using System.Globalization;
using System.Text;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Images;
using DotNet.Testcontainers.Volumes;
using NoyoEmulator.Testing;

namespace NoyoEmulator.Testcontainers;

/// <summary>
/// Builds a container of the emulator. As it is, it keeps its worlds in memory, their clocks stand still until they are advanced, and webhooks
/// for localhost go to the machine that the engine runs on. Every key of the emulator's configuration can be set with
/// <c>WithEnvironment("Noyo__DifferenceList", "array")</c>.
/// </summary>
public sealed class NoyoEmulatorBuilder : ContainerBuilder<NoyoEmulatorBuilder, NoyoEmulatorContainer, NoyoEmulatorConfiguration>
{
    /// <summary>The port on which the emulator listens in the container.</summary>
    public const ushort NoyoEmulatorPort = 8080;

    private const string DataDirectory = "/data";
    private const string SeedFile = "/seed/seed.json";
    private const string HostGateway = "host.docker.internal";
    private const string HostsVariable = "Emulator__Hosts";

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorBuilder" /> class.</summary>
    /// <param name="image">The emulator's image, with its tag if it has one, such as <c>noyo-emulator</c>.</param>
    public NoyoEmulatorBuilder(string image)
        : this(new DockerImage(image))
    {
    }

    /// <summary>Initializes a new instance of the <see cref="NoyoEmulatorBuilder" /> class.</summary>
    /// <param name="image">The emulator's image, such as one that an <see cref="ImageFromDockerfileBuilder" /> builds.</param>
    public NoyoEmulatorBuilder(IImage image)
        : this(new NoyoEmulatorConfiguration())
    {
        DockerResourceConfiguration = Init().WithImage(image).DockerResourceConfiguration;
    }

    private NoyoEmulatorBuilder(NoyoEmulatorConfiguration resourceConfiguration)
        : base(resourceConfiguration)
    {
        DockerResourceConfiguration = resourceConfiguration;
    }

    /// <inheritdoc />
    protected override NoyoEmulatorConfiguration DockerResourceConfiguration { get; }

    /// <summary>Sets the data that worlds begin with, which replaces or extends the built-in data.</summary>
    /// <param name="seed">The data: a JSON text, a node, or an object by <see cref="NoyoJson.From" />.</param>
    public NoyoEmulatorBuilder WithSeed(NoyoJson seed) => WithSeed(Encoding.UTF8.GetBytes(seed.ToString()));

    /// <summary>Sets the data that worlds begin with, which replaces or extends the built-in data.</summary>
    /// <param name="path">A JSON file, which may have comments.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public NoyoEmulatorBuilder WithSeedFile(string path) => WithSeed(File.ReadAllBytes(path));

    /// <summary>Sets what time it is in worlds that do not say so themselves. Their clocks stand still unless they are to run.</summary>
    /// <param name="now">The time.</param>
    public NoyoEmulatorBuilder WithNow(DateTimeOffset now) =>
        WithEnvironment("Emulator__Clock__Now", now.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));

    /// <summary>Lets the clocks of worlds that do not say so themselves run.</summary>
    /// <param name="speed">Seconds of a world's time in one second of real time.</param>
    public NoyoEmulatorBuilder WithRunningClock(double speed = 1) =>
        WithEnvironment("Emulator__Clock__Mode", "realtime").WithEnvironment("Emulator__Clock__Speed", speed.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets the key without which nobody uses the control plane; <see cref="NoyoEmulatorContainer.Connect" /> has it.</summary>
    /// <param name="controlKey">The key: printable ASCII without spaces.</param>
    public NoyoEmulatorBuilder WithControlKey(string controlKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(controlKey);
        return Merge(DockerResourceConfiguration, new NoyoEmulatorConfiguration(controlKey)).WithEnvironment("Emulator__ControlKey", controlKey);
    }

    /// <summary>Keeps worlds in a volume, where the next container finds them.</summary>
    /// <param name="name">The volume's name.</param>
    public NoyoEmulatorBuilder WithDataVolume(string name) => WithVolumeMount(name, DataDirectory).WithEnvironment("Emulator__Storage", "file");

    /// <inheritdoc cref="WithDataVolume(string)" />
    /// <param name="volume">The volume.</param>
    public NoyoEmulatorBuilder WithDataVolume(IVolume volume) => WithVolumeMount(volume, DataDirectory).WithEnvironment("Emulator__Storage", "file");

    /// <summary>
    /// Sets the host to which webhooks for localhost go. With <c>TestcontainersSettings.ExposeHostPortsAsync</c> it is
    /// <c>host.testcontainers.internal</c>, which reaches receivers that listen on 127.0.0.1 only.
    /// </summary>
    /// <param name="host">A host name or address as the container knows it, without a port.</param>
    public NoyoEmulatorBuilder WithCallbackHost(string host) => WithEnvironment("Emulator__CallbackHost", host);

    /// <inheritdoc />
    public override NoyoEmulatorContainer Build()
    {
        Validate();
        var container = new NoyoEmulatorContainer(DockerResourceConfiguration);
        // The emulator answers only for hosts that no public site can have; that of an engine elsewhere may look like one.
        return DockerResourceConfiguration.Environments.ContainsKey(HostsVariable)
            ? container
            : new NoyoEmulatorContainer(WithEnvironment(HostsVariable, container.Hostname).DockerResourceConfiguration);
    }

    /// <inheritdoc />
    protected override NoyoEmulatorBuilder Init() =>
        base.Init()
            .WithPortBinding(NoyoEmulatorPort, true)
            .WithEnvironment("Emulator__Storage", "memory")
            .WithEnvironment("Emulator__Clock__Mode", "frozen")
            .WithExtraHost(HostGateway, "host-gateway")
            .WithCallbackHost(HostGateway)
            .WithConnectionStringProvider(new NoyoEmulatorConnectionString())
            .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(
                request => request.ForPort(NoyoEmulatorPort).ForPath("/_emulator/health/ready"),
                wait => wait.WithInterval(TimeSpan.FromMilliseconds(100))));

    /// <inheritdoc />
    protected override NoyoEmulatorBuilder Clone(IContainerConfiguration resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new NoyoEmulatorConfiguration(resourceConfiguration));

    /// <inheritdoc />
    protected override NoyoEmulatorBuilder Clone(IResourceConfiguration<CreateContainerParameters> resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new NoyoEmulatorConfiguration(resourceConfiguration));

    /// <inheritdoc />
    protected override NoyoEmulatorBuilder Merge(NoyoEmulatorConfiguration oldValue, NoyoEmulatorConfiguration newValue) =>
        new(new NoyoEmulatorConfiguration(oldValue, newValue));

    private NoyoEmulatorBuilder WithSeed(byte[] seed) =>
        WithResourceMapping(seed, FilePath.Of(SeedFile)).WithEnvironment("Emulator__SeedFile", SeedFile);
}
