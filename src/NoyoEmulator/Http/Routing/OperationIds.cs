using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Http.Routing;

/// <summary>The ids of Noyo's operations that the emulator has.</summary>
internal sealed class OperationIds(EndpointDataSource endpoints)
{
    private const int Suggestions = 3;

    /// <summary>All of them, in alphabetical order.</summary>
    public IReadOnlyList<string> All =>
    [
        .. endpoints.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is not null)
            .Select(endpoint => EndpointDescription.OperationIdOf(endpoint.Metadata)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What is wrong with an id, as a predicate; null when there is such an operation.</summary>
    public string? Problem(string id)
    {
        var all = All;
        if (all.Contains(id, StringComparer.Ordinal))
            return null;
        var nearest = all.OrderBy(known => EditDistance.Between(id, known)).Take(Suggestions);
        return $"is no operation of Noyo's that the emulator has; the nearest are: {string.Join(", ", nearest)}";
    }
}
