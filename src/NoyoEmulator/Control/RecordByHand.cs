using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>How the history says that somebody played the carrier: it is the only place that has the carrier.</summary>
internal static class RecordByHand
{
    private const string Beginning = "the record at carrier ";

    /// <summary>What is put on record.</summary>
    /// <param name="carrierId">The carrier.</param>
    /// <param name="done">made, replaced, changed or deleted.</param>
    public static string Summary(Guid carrierId, string done) => $"{Beginning}{carrierId} was {done} by hand";

    /// <summary>The carrier that a summary names.</summary>
    public static Guid? CarrierIn(string summary) =>
        summary.StartsWith(Beginning, StringComparison.Ordinal) && Uuid.TryParse(summary[Beginning.Length..].Split(' ')[0], out var id) ? id : null;
}
