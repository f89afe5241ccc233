using System.Text.Json;
using NoyoEmulator.Testcontainers;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

/// <summary>What an engine is asked for. A real container has tests of its own: scripts/check-testcontainers.</summary>
public sealed class ContainerBuilderTests
{
    [Fact]
    public async Task A_container_listens_on_a_free_port_keeps_nothing_and_its_clocks_stand_still()
    {
        var created = await CreateAsync(builder => builder);

        created.GetProperty("Image").GetString().ShouldBe("noyo-emulator:2");
        var host = created.GetProperty("HostConfig");
        host.GetProperty("PortBindings").GetProperty("8080/tcp")[0].GetProperty("HostPort").GetString().ShouldBe("");
        host.GetProperty("ExtraHosts")[0].GetString().ShouldBe("host.docker.internal:host-gateway");
        EnvironmentOf(created).ShouldBe(
            ["Emulator__CallbackHost=host.docker.internal", "Emulator__Clock__Mode=frozen", "Emulator__Hosts=127.0.0.1", "Emulator__Storage=memory"]);
    }

    [Fact]
    public async Task Options_become_the_configuration_of_the_emulator()
    {
        var created = await CreateAsync(builder => builder
            .WithNow(new DateTimeOffset(2024, 8, 20, 14, 0, 0, TimeSpan.FromHours(2)))
            .WithRunningClock(speed: 2.5)
            .WithControlKey("key-of-this-test")
            .WithDataVolume("noyo-data")
            .WithCallbackHost("host.testcontainers.internal")
            .WithEnvironment("Emulator__Hosts", "noyo.example.org")
            .WithEnvironment("Noyo__DifferenceList", "array"));

        EnvironmentOf(created).ShouldBe(
            [
                "Emulator__CallbackHost=host.testcontainers.internal", "Emulator__Clock__Mode=realtime", "Emulator__Clock__Now=2024-08-20T12:00:00Z",
                "Emulator__Clock__Speed=2.5", "Emulator__ControlKey=key-of-this-test", "Emulator__Hosts=noyo.example.org", "Emulator__Storage=file",
                "Noyo__DifferenceList=array",
            ]);
        var mount = created.GetProperty("HostConfig").GetProperty("Mounts")[0];
        mount.GetProperty("Type").GetString().ShouldBe("volume");
        mount.GetProperty("Source").GetString().ShouldBe("noyo-data");
        mount.GetProperty("Target").GetString().ShouldBe("/data");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_seed_is_copied_into_the_container(bool isFile)
    {
        const string Seed = """{"organization_id": "5d1f3a52-6c0e-4a53-9c39-0a4b6f7f8e11"}""";
        await using var engine = await ScriptedEngine.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Seed);
        await using (var container = Build(engine, builder => isFile ? builder.WithSeedFile(file) : builder.WithSeed(Seed)))
            await container.StartAsync();
        File.Delete(file);

        EnvironmentOf(engine.Created).ShouldContain("Emulator__SeedFile=/seed/seed.json");
        var archive = engine.Archives.ShouldHaveSingleItem();
        archive.ShouldContain("seed/seed.json");
        archive.ShouldContain(Seed);
    }

    [Fact]
    public async Task A_start_is_over_when_the_emulator_is_ready_and_its_address_is_that_of_the_port_outside()
    {
        await using var engine = await ScriptedEngine.StartAsync();
        await using var container = Build(engine, builder => builder);

        await container.StartAsync();

        engine.Asked.Count(path => path == "GET /_emulator/health/ready").ShouldBe(3);
        container.GetBaseAddress().ShouldBe($"{engine.Address}");
        container.GetConnectionString().ShouldBe($"{engine.Address}");
        await using var host = container.Connect();
        host.BaseAddress.ShouldBe(engine.Address);
    }

    [Fact]
    public void A_seed_file_that_is_not_there_is_missed_before_anything_is_started() =>
        Should.Throw<FileNotFoundException>(() => new NoyoEmulatorBuilder("noyo-emulator").WithSeedFile("there-is-none.json"));

    private static async Task<JsonElement> CreateAsync(Func<NoyoEmulatorBuilder, NoyoEmulatorBuilder> change)
    {
        await using var engine = await ScriptedEngine.StartAsync();
        await using var container = Build(engine, change);
        await container.StartAsync();
        return engine.Created;
    }

    private static NoyoEmulatorContainer Build(ScriptedEngine engine, Func<NoyoEmulatorBuilder, NoyoEmulatorBuilder> change) =>
        change(new NoyoEmulatorBuilder("noyo-emulator:2").WithDockerEndpoint(engine.Address).WithCleanUp(false)).Build();

    private static IEnumerable<string?> EnvironmentOf(JsonElement created) =>
        created.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()).Order(StringComparer.Ordinal);
}
