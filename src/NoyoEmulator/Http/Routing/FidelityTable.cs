namespace NoyoEmulator.Http.Routing;

/// <summary>One of Noyo's operations, and how faithful the emulator's is.</summary>
internal sealed record OperationFidelity(ApiFamily Family, string OperationId, string Method, string Template, Fidelity Fidelity);

/// <summary>The fidelity of all of Noyo's operations: those that the emulator has, and those that it answers with 501.</summary>
internal sealed class FidelityTable(EndpointDataSource endpoints)
{
    /// <summary>By API, then by path and method.</summary>
    public IReadOnlyList<OperationFidelity> All
    {
        get
        {
            var had = Had().ToList();
            var keys = had.Select(Key).ToHashSet();
            return
            [
                .. had.Concat(NoyoOperations.All.Select(ToMissing).Where(operation => !keys.Contains(Key(operation))))
                    .OrderBy(operation => operation.Family).ThenBy(operation => operation.Template, StringComparer.Ordinal)
                    .ThenBy(operation => operation.Method, StringComparer.Ordinal),
            ];
        }
    }

    private IEnumerable<OperationFidelity> Had() =>
        from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
        let family = endpoint.Metadata.GetMetadata<ApiFamilyMetadata>()
        let mark = endpoint.Metadata.GetMetadata<FidelityMetadata>()
        where family is not null && mark is not null && (mark.Fidelity == Fidelity.Shape || !IsOurs(endpoint))
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select new OperationFidelity(
            family.Family, EndpointDescription.OperationIdOf(endpoint.Metadata)!, method, $"/{endpoint.RoutePattern.RawText!.Trim('/')}", mark.Fidelity);

    /// <summary>Whether it is none of Noyo's: the documents do not show it.</summary>
    private static bool IsOurs(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription is true;

    private static OperationFidelity ToMissing(NoyoOperation operation) =>
        new(operation.Family, operation.OperationId, operation.Method, operation.Template, Fidelity.None);

    private static (ApiFamily Family, string Method, string Shape) Key(OperationFidelity operation) =>
        (operation.Family, operation.Method, PathPattern.ShapeOf(operation.Template));
}
