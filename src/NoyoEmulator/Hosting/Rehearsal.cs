using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Hosting;

/// <summary>
/// Beside the start, takes a snapshot in, lets time pass and lists what came of it, in a world that nobody else sees: what the first
/// requests would otherwise wait for, mostly compilation, is then done. Once a process, and only where a database came with the program.
/// </summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    private const string Example = "NoyoEmulator.Examples.create-member-snapshot.json";
    private const string ExampleGroup = "2613a221-d3c8-4c8a-86d5-e7e885fd1da9";

    private static int _hasBegun;

    private readonly CancellationTokenSource _stopping;
    private readonly Task _done;

    private Rehearsal(WebApplication app, bool isFirst)
    {
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
        var token = _stopping.Token;
        _done = isFirst && File.Exists(WorldFactory.ShippedSeed) ? Task.Run(() => TryPlayAsync(app, token), CancellationToken.None) : Task.CompletedTask;
    }

    /// <summary>
    /// Makes ready, beside the building of the host, what of the libraries both the start and the rehearsal need: until then one
    /// processor has nothing to do.
    /// </summary>
    public static void MakeReady() => _ = Task.Run(() =>
    {
        try
        {
            WorldDatabase.MakeReady();
            using var example = JsonDocument.Parse(ReadExample());
            var (snapshot, _) = JsonShape.Read<InboundMemberSnapshot>(example.RootElement);
            _ = new InboundMemberSnapshotValidator().Validate(snapshot!);
        }
        catch (Exception)
        {
            // What fails here fails again, and is told, where somebody needs it.
        }
    });

    /// <summary>Begins; its disposal ends it, and leaves nothing behind.</summary>
    public static Rehearsal Begin(WebApplication app) => new(app, Interlocked.Exchange(ref _hasBegun, 1) == 0);

    /// <summary>Runs it now.</summary>
    /// <returns>The statuses of the answers.</returns>
    internal static async Task<IReadOnlyList<int>> PlayAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var path = Directory.CreateTempSubdirectory("noyo-emulator-rehearsal-").FullName;
        try
        {
            return await PlayAsync(app, new WorldFolder(path), cancellationToken);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _done;
        _stopping.Dispose();
    }

    private static async Task TryPlayAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            _ = await PlayAsync(app, cancellationToken);
        }
        catch (Exception)
        {
            // What fails here fails again, and is told, where somebody needs it.
        }
    }

    private static async Task<IReadOnlyList<int>> PlayAsync(WebApplication app, WorldFolder folder, CancellationToken cancellationToken)
    {
        var factory = app.Services.GetRequiredService<WorldFactory>();
        var realTime = app.Services.GetRequiredService<TimeProvider>();
        WorldDatabase.Copy(WorldFactory.ShippedSeed, folder.Database);
        var world = factory.Open("rehearsal", folder.Database);
        var registration = WorldRegistration.New(realTime.GetUtcNow(), timeToLive: null, WorldStart.AsCopied);
        var running = new RunningWorld(world, factory.NewEngine(world), folder, registration, realTime);
        try
        {
            var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).ToLookup(NameOf, StringComparer.Ordinal);
            return
            [
                await SendAsync("createMemberSnapshot", ReadExample()),
                await SendAsync("advanceClock", """{"by": "P2D"}"""u8.ToArray()),
                await SendAsync("getDifferenceList", body: null),
            ];

            async Task<int> SendAsync(string operation, byte[]? body)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await AnswerAsync(app.Services, running, endpoints[operation].Single(), body, cancellationToken);
            }
        }
        finally
        {
            await running.CloseAsync(atOnce: true);
        }
    }

    /// <summary>Calls the endpoint itself: the middleware before it would write the request down, in the log and in the journal.</summary>
    private static async Task<int> AnswerAsync(
        IServiceProvider services, RunningWorld running, Endpoint endpoint, byte[]? body, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = body is null ? HttpMethods.Get : HttpMethods.Post, Body = new MemoryStream(body ?? []) });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set(running);
        var contexts = services.GetRequiredService<IHttpContextFactory>();
        var context = contexts.Create(features);
        try
        {
            context.RequestServices = scope.ServiceProvider;
            context.RequestAborted = cancellationToken;
            context.Request.ContentType = "application/json";
            context.Request.ContentLength = body?.Length;
            context.Request.RouteValues["group_id"] = ExampleGroup;
            context.SetEndpoint(endpoint);
            await endpoint.RequestDelegate!(context);
            return context.Response.StatusCode;
        }
        finally
        {
            contexts.Dispose(context);
        }
    }

    private static string? NameOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    private static byte[] ReadExample()
    {
        using var resource = typeof(Rehearsal).Assembly.GetManifestResourceStream(Example)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
