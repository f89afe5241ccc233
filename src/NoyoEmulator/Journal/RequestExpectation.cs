using System.Globalization;
using System.Text.Json;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Journal;

/// <summary>A request that somebody expects to have been made.</summary>
internal sealed record RequestExpectation
{
    private const int PathWeight = 1_000;
    private const int MethodWeight = 300;
    private const int StatusWeight = 100;
    private const int LargestBodyWeight = 50;

    public string? Method { get; init; }

    public PathPattern? Path { get; init; }

    public string? Operation { get; init; }

    public int? Status { get; init; }

    /// <summary>What the body must have, at least.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>What is expected, in words that follow how often it is.</summary>
    public string Words(bool isOne)
    {
        var subject = string.Join(' ', new[] { Method, Operation ?? Path?.Text }.OfType<string>());
        var status = Status is { } code ? string.Create(CultureInfo.InvariantCulture, $" answered with {code}") : "";
        return $"{(subject.Length > 0 ? subject : isOne ? "request" : "requests")}{status}{(Body is null ? "" : " with the body")}";
    }

    /// <summary>Compares with a request.</summary>
    public RequestComparison Compare(JournalEntry entry, Func<JournalEntry, JsonElement?> bodyOf)
    {
        var mismatches = new List<string>();
        var distance = 0;
        if (Method is not null && !string.Equals(Method, entry.Method, StringComparison.OrdinalIgnoreCase))
        {
            mismatches.Add($"method is {entry.Method}, not {Method}");
            distance += MethodWeight;
        }

        if (Path is not null && !Path.Matches(entry.Route, entry.Family))
        {
            mismatches.Add($"path is {entry.Path}, which is not like {Path.Text}");
            distance += PathWeight + PathDistance.Between(entry.Route, Path.Text);
        }

        if (Operation is not null && !string.Equals(Operation, entry.Operation, StringComparison.Ordinal))
        {
            mismatches.Add(entry.Operation is null
                ? $"no operation answers it, so it is not {Operation}"
                : $"operation_id is {entry.Operation}, not {Operation}");
            distance += PathWeight + EditDistance.Between(Operation, entry.Operation ?? entry.Route);
        }

        if (Status is not null && Status != entry.Status)
        {
            mismatches.Add(entry.Status is null
                ? "it was not answered"
                : string.Create(CultureInfo.InvariantCulture, $"status is {entry.Status}, not {Status}"));
            distance += StatusWeight;
        }

        if (Body is { } body)
        {
            var found = DifferencesOf(body, entry, bodyOf);
            mismatches.AddRange(found);
            distance += Math.Min(found.Count, LargestBodyWeight);
        }

        return new RequestComparison(entry, mismatches, distance);
    }

    private static IReadOnlyList<string> DifferencesOf(JsonElement body, JournalEntry entry, Func<JournalEntry, JsonElement?> bodyOf)
    {
        if (bodyOf(entry) is { } actual)
            return [.. JsonSubset.Differences(body, actual).Select(difference => $"body: {difference}")];
        return entry.Request.Body.Text is null
            ? ["body: there is none, or it is not JSON"]
            : ["body: not all of it was kept, so that it cannot be compared"];
    }
}

/// <summary>How a request compares with an expectation.</summary>
/// <param name="Entry">The request.</param>
/// <param name="Mismatches">Why it is not what was expected; empty when it is.</param>
/// <param name="Distance">How far it is from what was expected.</param>
internal sealed record RequestComparison(JournalEntry Entry, IReadOnlyList<string> Mismatches, int Distance)
{
    public bool IsMatch => Mismatches.Count == 0;
}
