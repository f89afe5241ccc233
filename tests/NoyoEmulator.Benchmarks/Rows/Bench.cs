using System.Text.Json.Nodes;
using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>What all rows use.</summary>
internal sealed class Bench(BenchmarkOptions options, Workspace workspace, ResultTable table, IReadOnlyList<Emulator> emulators)
{
    private IReadOnlyList<Peer>? _peers;
    private IReadOnlyList<string>? _documents;
    private BareApp? _bare;
    private readonly List<double> _generatorCosts = [];

    public BenchmarkOptions Options => options;

    public Workspace Workspace => workspace;

    public ResultTable Table => table;

    /// <summary>The emulator; before it the one to compare with, if there is one.</summary>
    public IReadOnlyList<Emulator> Emulators => emulators;

    public SnapshotTemplate Snapshot { get; } = new(File.ReadAllBytes(Path.Combine(Publisher.Repository, "docs", "examples", "create-member-snapshot.json")));

    /// <summary>A duration, or a shorter one for a quick run.</summary>
    public TimeSpan Seconds(double full, double quick) => TimeSpan.FromSeconds(options.IsQuick ? quick : full);

    /// <summary>Tells how far the run is.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    public static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    /// <summary>Tells what a load came to, and what it cost both sides.</summary>
    public void Report(string subject, string what, LoadResult result, TimeSpan serverTime)
    {
        Say($"  {subject}, {what}: {result.Rate:0.0}/s, {result.Count} requests, median {result.Median:0.00} ms, 99 % {result.Percentile(99):0.00} ms; "
            + $"processor time a request: server {CostOf(result, serverTime).Text}, generator {result.GeneratorCost / 1000:0.000} ms");
        if (result.Count > 1_000)
            _generatorCosts.Add(result.GeneratorCost);
        table.SetClosing($"The load generator took {Cell.Rounded(_generatorCosts.DefaultIfEmpty().Min())} to {Cell.Rounded(_generatorCosts.DefaultIfEmpty().Max())} µs "
            + "of processor time a request, from the same processors.");
    }

    /// <summary>The processor time that a server took for one request of a load.</summary>
    public static Cell CostOf(LoadResult result, TimeSpan serverTime) => Cell.Milliseconds(serverTime.TotalMilliseconds / Math.Max(1, result.Count));

    /// <summary>Posts new families and reports it.</summary>
    /// <param name="subject">Who it is posted to.</param>
    /// <param name="what">What to call it.</param>
    /// <param name="server">Where.</param>
    /// <param name="firstFamily">Families are numbered on from here.</param>
    /// <param name="connections">How many.</param>
    /// <param name="limit">When it ends.</param>
    /// <returns>What it came to, and the processor time that the server took for one request.</returns>
    public (LoadResult Result, Cell Cost) Post(string subject, string what, Server server, int firstFamily, int connections, LoadLimit limit)
    {
        var family = firstFamily - 1;
        var before = server.Process.ProcessorTime;
        var result = LoadGenerator.Run(server.Address, _ => Snapshot.Requests(server.Address, () => Interlocked.Increment(ref family)), 201, connections, limit);
        var serverTime = server.Process.ProcessorTime - before;
        Report(subject, what, result, serverTime);
        return (result, CostOf(result, serverTime));
    }

    /// <summary>The bare program, published once.</summary>
    public async Task<BareApp> BareAppAsync() => _bare ??= new BareApp(await Publisher.PublishAsync(BareApp.Project, workspace.NewFolder("bare")));

    /// <summary>Starts each peer in turn on the document that has an operation.</summary>
    public async Task WithPeersAsync(string method, string path, Func<string, Server, Task> measure)
    {
        if (!options.WithPeers)
            return;
        _peers ??= await Peers.FindAsync(options.PeersFolder, table);
        if (_peers.Count == 0)
            return;
        _documents ??= await FindDocumentsAsync();
        if (Peers.DocumentWith(_documents, method, path) is not { } document)
        {
            table.Note($"No peers for {method.ToUpperInvariant()} {path}: none of the documents has it.");
            return;
        }

        foreach (var peer in _peers)
        {
            try
            {
                await using var server = await peer.StartAsync(workspace, document);
                await measure(peer.Name, server);
            }
            catch (BenchmarkException exception)
            {
                Say(exception.Message);
                table.Note($"{peer.Name} could not be measured with {method.ToUpperInvariant()} {path}: {exception.Message.Split('\n')[0]}");
            }
        }
    }

    private async Task<IReadOnlyList<string>> FindDocumentsAsync()
    {
        if (options.OpenApi.Count > 0)
        {
            table.Note($"The peers serve {string.Join(", ", options.OpenApi.Select(Path.GetFileName))}, given by path.");
            return options.OpenApi;
        }

        table.Note("The peers serve the emulator's own OpenAPI documents.");
        await using var emulator = await emulators[^1].StartAsync(workspace, workspace.NewFolder("documents-data"));
        var documents = new List<string>();
        foreach (var name in (IEnumerable<string>)["fulfillment", "tracking"])
        {
            var (document, _) = emulator.Call("GET", $"/swagger/{name}/swagger.json", 200, []);
            // Mockoon takes the path of the first server for a prefix of all paths; here the paths stand for themselves.
            var served = JsonObject.Create(document)!;
            _ = served.Remove("servers");
            documents.Add(workspace.NewFile($"{name}.json"));
            await File.WriteAllTextAsync(documents[^1], served.ToJsonString());
        }

        return documents;
    }
}

/// <summary>One thing to measure.</summary>
/// <param name="Name">As <c>--only</c> takes it.</param>
/// <param name="What">In a few words.</param>
/// <param name="RunAsync">Measures, and adds lines to the table.</param>
internal sealed record Row(string Name, string What, Func<Bench, Task> RunAsync);
