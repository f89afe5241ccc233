using NoyoEmulator.Benchmarks;
using NoyoEmulator.Benchmarks.Micro;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;
using NoyoEmulator.Benchmarks.Rows;

IReadOnlyList<Row> rows = [PostRow.Row, DifferenceRateRow.Row, DifferencePagesRow.Row, AdvanceRow.Row, StartRow.Row, FirstCallsRow.Row, IdleMemoryRow.Row, MixedUseRow.Row, LargeBodiesRow.Row];

try
{
    if (args is ["--help" or "-h"])
    {
        Console.WriteLine(BenchmarkOptions.Usage);
        return 0;
    }

    if (args is ["--micro", .. var further])
        return MicroBenchmarks.Run(further);

    var options = BenchmarkOptions.Parse(args);
    if (options.IsList)
    {
        foreach (var row in rows)
            Console.WriteLine($"{row.Name,-12} {row.What}");
        return 0;
    }

    var chosen = rows.Where(row => options.Only.Count == 0 || options.Only.Contains(row.Name)).ToList();
    if (options.Only.FirstOrDefault(name => rows.All(row => row.Name != name)) is { } unknown)
        throw new BenchmarkException($"There is no row {unknown}; --list names them.");

    var workspace = new Workspace();
    Watchdog.Begin(workspace.Root);
    var table = new ResultTable();
    table.Note(Machine.Describe());
    var app = options.App ?? await Publisher.PublishAsync("src/NoyoEmulator", workspace.NewFolder("app"));
    var environment = options.Environment.ToDictionary(variable => variable.Name, variable => variable.Value);
    if (environment.Count > 0)
        table.Note($"The emulator ran with {string.Join(", ", environment.Select(variable => $"{variable.Key}={variable.Value}"))}.");
    var emulators = new List<Emulator> { new(Subjects.Now, app, environment) };
    if (options.Before is { } before)
        emulators.Insert(0, new Emulator(Subjects.Before, before, environment));

    var bench = new Bench(options, workspace, table, emulators);
    var failed = 0;
    foreach (var row in chosen)
    {
        Bench.Say($"{row.Name}: {row.What}");
        try
        {
            await row.RunAsync(bench);
        }
        catch (BenchmarkException exception)
        {
            failed++;
            Bench.Say(exception.Message);
            table.Note($"Row {row.Name} failed: {exception.Message.Split('\n')[0]}");
        }
    }

    var markdown = table.ToMarkdown();
    Console.WriteLine(markdown);
    if (options.Out is { } file)
        await File.WriteAllTextAsync(file, markdown);
    return failed == 0 ? 0 : 1;
}
catch (BenchmarkException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}
