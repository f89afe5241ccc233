using System.Globalization;

namespace NoyoEmulator.Benchmarks;

/// <summary>What a run is asked to do.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        Measures the published emulator over loopback, with Prism, Mockoon and a bare ASP.NET Core program beside it.

          --app DIR            the published emulator; without it, src/NoyoEmulator is published to a temporary folder
          --before DIR         another published emulator, for a column to compare with
          --openapi FILE       an OpenAPI document for the peers to serve, several times if need be; without it, the emulator's own
          --no-peers           neither Prism nor Mockoon
          --peers DIR          where they are installed by npm (default: a folder in the user's cache)
          --env NAME=VALUE     a variable for the emulator's environment, several times if need be; the table names them
          --only ROW[,ROW]     only these rows: see --list
          --quick              about two minutes: shorter loads, smaller stores; the table says what was shortened
          --advance N,N        snapshots in flight for the row advance (default 10000,20000)
          --before-advance N,N the same for --before (default 5000,10000)
          --stored N           differences stored for the row pages (default 1000000)
          --minutes N          length of the row mixed (default 5)
          --out FILE           writes the table to a file as well
          --list               names the rows
          --micro [ARGUMENTS]  micro-benchmarks in place of all this; further arguments are BenchmarkDotNet's
        """;

    public string? App { get; init; }

    public string? Before { get; init; }

    public IReadOnlyList<string> OpenApi { get; init; } = [];

    public bool WithPeers { get; init; } = true;

    public string PeersFolder { get; init; } = Path.Combine(
        System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".cache", "noyo-emulator-benchmarks");

    public IReadOnlyList<(string Name, string Value)> Environment { get; init; } = [];

    public IReadOnlyList<string> Only { get; init; } = [];

    public bool IsQuick { get; init; }

    public IReadOnlyList<int> Advance { get; init; } = [];

    public IReadOnlyList<int> BeforeAdvance { get; init; } = [];

    public int? Stored { get; init; }

    public double? Minutes { get; init; }

    public string? Out { get; init; }

    public bool IsList { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="BenchmarkException">It cannot be understood.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--app" => options with { App = Folder() },
                "--before" => options with { Before = Folder() },
                "--openapi" => options with { OpenApi = [.. options.OpenApi, Path.GetFullPath(Value())] },
                "--no-peers" => options with { WithPeers = false },
                "--peers" => options with { PeersFolder = Path.GetFullPath(Value()) },
                "--env" => options with { Environment = [.. options.Environment, Variable()] },
                "--only" => options with { Only = [.. options.Only, .. Value().Split(',')] },
                "--quick" => options with { IsQuick = true },
                "--advance" => options with { Advance = Numbers() },
                "--before-advance" => options with { BeforeAdvance = Numbers() },
                "--stored" => options with { Stored = Numbers()[0] },
                "--minutes" => options with { Minutes = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--out" => options with { Out = Path.GetFullPath(Value()) },
                "--list" => options with { IsList = true },
                var unknown => throw new BenchmarkException($"{unknown} is no option.\n{Usage}"),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new BenchmarkException($"{arguments[i - 1]} needs a value.\n{Usage}");

            (string, string) Variable() => Value().Split('=', 2) is [var name, var value] ? (name, value) : throw new BenchmarkException($"{arguments[i]} is not NAME=VALUE.");

            string Folder() => Path.GetFullPath(Value()) is var folder && File.Exists(Path.Combine(folder, "NoyoEmulator.dll"))
                ? folder
                : throw new BenchmarkException($"There is no NoyoEmulator.dll in {folder}.");

            List<int> Numbers() => [.. Value().Split(',').Select(number =>
                int.TryParse(number, CultureInfo.InvariantCulture, out var parsed) && parsed is > 0 and < 100_000_000
                    ? parsed
                    : throw new BenchmarkException($"{number} is no number of things."))];
        }

        return options;
    }
}
