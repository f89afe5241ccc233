using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Hosting;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>A world of the default data with its engine and its rows within reach, and nothing that listens.</summary>
internal sealed class BareWorld : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private BareWorld(WebApplication app, DirectoryInfo folder, World world, WorldEngine engine)
    {
        _app = app;
        _folder = folder;
        World = world;
        Engine = engine;
    }

    public World World { get; }

    public WorldEngine Engine { get; }

    public static async Task<BareWorld> OpenAsync()
    {
        var app = WebApplication.CreateBuilder(["--Emulator:Storage=memory"]).AddEmulator().Build();
        var folder = Directory.CreateTempSubdirectory("noyo-bare-");
        var file = Path.Combine(folder.FullName, "world.db");
        var factory = app.Services.GetRequiredService<WorldFactory>();
        await factory.PrepareSeedAsync(file, CancellationToken.None);
        var world = factory.Open("bare", file);
        world.Begin(new WorldStart(new ClockStart(NoyoEmulator.Configuration.ClockMode.Frozen, 1, DateTimeOffset.Parse(EmulatorApp.Start)), Seed: null));
        return new BareWorld(app, folder, world, factory.NewEngine(world));
    }

    /// <summary>Takes in a snapshot that is valid.</summary>
    public async Task PostAsync(string groupId, JsonObject body)
    {
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        var snapshot = WireJson.Read<InboundMemberSnapshot>(body.ToJsonString());
        var intake = _app.Services.GetRequiredService<SnapshotIntake>();
        var (stored, refusal) = await World.WriteAsync(
            session => intake.TakeIn(session, Guid.Parse(groupId), snapshot, bytes), TestContext.Current.CancellationToken);
        stored.ShouldNotBeNull(refusal?.Message);
    }

    public Task<AdvanceResult> AdvanceAsync(TimeSpan by) =>
        Engine.AdvanceAsync((now, _) => now + by, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await World.CloseAsync();
        Engine.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
