using System.Runtime.InteropServices;

namespace NoyoEmulator.Benchmarks.Reporting;

/// <summary>Where the numbers come from.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"Machine: {Environment.ProcessorCount} processors ({Processor()}), {Memory()}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}; "
        + $"load average at the start {FirstLine("/proc/loadavg")}.";

    private static string Processor() => Value("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Memory() => Value("/proc/meminfo", "MemTotal") is { } total ? $"{total} of memory" : "memory unknown";

    private static string FirstLine(string file) => File.Exists(file) ? File.ReadLines(file).First() : "unknown";

    private static string? Value(string file, string key) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
