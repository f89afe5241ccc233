namespace NoyoEmulator.Benchmarks;

/// <summary>A measurement that cannot be made, or whose answers were not what they must be.</summary>
internal sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
