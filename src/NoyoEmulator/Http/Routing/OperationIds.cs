using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Http.Routing;

/// <summary>The ids of Noyo's operations that the emulator has.</summary>
internal sealed class OperationIds(EndpointDataSource endpoints)
{
    // No id is nearly as long, and comparing costs more than the length.
    private const int LongestId = 100;

    /// <summary>All of them, in alphabetical order.</summary>
    public IReadOnlyList<string> All =>
    [
        .. endpoints.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<ApiFamilyMetadata>() is not null)
            .Select(endpoint => EndpointDescription.OperationIdOf(endpoint.Metadata)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The operation that is meant, whatever the case of the letters; null when there is none.</summary>
    public string? Find(string? id) => All.FirstOrDefault(known => string.Equals(known, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wrong with an id, as a predicate; null when there is such an operation.</summary>
    public string? Problem(string id)
    {
        if (Find(id) is not null)
            return null;
        var nearest = id.Length <= LongestId ? All.MinBy(known => EditDistance.Between(id, known)) : null;
        return nearest is not null && EditDistance.Between(id, nearest) <= Math.Max(id.Length, nearest.Length) / 3
            ? $"is not a known operation; did you mean {nearest}?"
            : "is not a known operation; Swagger UI at /swagger has the ids of all";
    }
}
