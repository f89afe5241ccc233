namespace NoyoEmulator.Benchmarks.Load;

/// <summary>What a load came to.</summary>
/// <param name="Times">Milliseconds from sending to the end of the answer, ascending.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="GeneratorTime">Processor time that this process took.</param>
internal sealed record LoadResult(IReadOnlyList<double> Times, TimeSpan Elapsed, TimeSpan GeneratorTime)
{
    public int Count => Times.Count;

    /// <summary>Answers in a second.</summary>
    public double Rate => Count / Elapsed.TotalSeconds;

    /// <summary>Microseconds of processor time that this process took for one request.</summary>
    public double GeneratorCost => Count == 0 ? 0 : GeneratorTime.TotalMicroseconds / Count;

    public double Median => Percentile(50);

    /// <summary>The time in milliseconds within which this share of the answers came.</summary>
    public double Percentile(int percent) => Count == 0 ? double.NaN : Times[Math.Min(Count - 1, Count * percent / 100)];
}
