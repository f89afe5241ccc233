using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace NoyoEmulator.Benchmarks.Micro;

/// <summary>Runs the micro-benchmarks in this process: a project generated for them would be built by the repository's rules.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs what BenchmarkDotNet's own arguments choose; everything, if there are none.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "noyo-micro-benchmarks"));
        string[] chosen = arguments.Count == 0 ? ["--filter", "*"] : [.. arguments];
        var summaries = BenchmarkSwitcher.FromTypes([typeof(ComparisonBenchmarks), typeof(WritingBenchmarks)]).Run(chosen, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
