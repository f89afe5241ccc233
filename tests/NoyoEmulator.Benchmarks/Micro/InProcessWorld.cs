using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Hosting;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Benchmarks.Micro;

/// <summary>
/// The emulator within this process, for benchmarks that go around HTTP: its default world, on disk. All that the benchmarks
/// know of its inside is here.
/// </summary>
internal sealed class InProcessWorld : IAsyncDisposable
{
    private static readonly Guid Group = Guid.Parse(SnapshotTemplate.Group);

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly World _world;
    private readonly SnapshotIntake _intake;

    private InProcessWorld(WebApplication app, string folder)
    {
        _app = app;
        _folder = folder;
        _world = app.Services.GetRequiredService<WorldRegistry>().Find(WorldRegistry.DefaultName)!.World;
        _intake = app.Services.GetRequiredService<SnapshotIntake>();
    }

    public static async Task<InProcessWorld> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("noyo-micro-").FullName;
        string[] arguments =
            ["--urls=http://127.0.0.1:0", $"--Emulator:DataDirectory={folder}", "--Emulator:Clock:Mode=frozen", "--Serilog:MinimumLevel:Default=Error"];
        var app = WebApplication.CreateBuilder(arguments).AddEmulator().Build().UseEmulator();
        await app.StartAsync();
        return new InProcessWorld(app, folder);
    }

    /// <summary>A snapshot as the endpoint has it after validation.</summary>
    public static (InboundMemberSnapshot Snapshot, byte[] Bytes) Read(byte[] body) =>
        (JsonSerializer.Deserialize<InboundMemberSnapshot>(body, WireJson.Options)!, body);

    /// <summary>Takes in a snapshot of a new family, and commits it or not.</summary>
    public Task<bool> TakeInAsync((InboundMemberSnapshot Snapshot, byte[] Bytes) family, bool commits) => _world.WriteAsync(
        session =>
        {
            var (snapshot, _) = _intake.TakeIn(session, Group, family.Snapshot, family.Bytes);
            if (!commits)
                session.Discard();
            return snapshot is not null ? true : throw new BenchmarkException("The snapshot is refused.");
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Workspace.Remove(_folder);
    }
}
