namespace NoyoEmulator.Http.Routing;

internal sealed record NoyoOperation(ApiFamily Family, string Method, string Template, string OperationId);

/// <summary>The operations of Noyo's OpenAPI documents, by method and path, with their ids.</summary>
internal static class NoyoOperations
{
    private static readonly Lazy<IReadOnlyList<NoyoOperation>> Lazily = new(Read);

    public static IReadOnlyList<NoyoOperation> All => Lazily.Value;

    /// <summary>The operation that a request means; null when Noyo has none.</summary>
    public static NoyoOperation? Find(ApiFamily? family, string method, string? path)
    {
        // An empty part is nothing that an operation could be asked about.
        if (path?.Contains("//", StringComparison.Ordinal) == true)
            return null;
        var segments = (path ?? "/").Trim('/').Split('/');
        return All.FirstOrDefault(operation => (family is null || operation.Family == family)
            && string.Equals(operation.Method, method, StringComparison.OrdinalIgnoreCase)
            && Matches(operation.Template.Trim('/').Split('/'), segments));
    }

    private static bool Matches(string[] template, string[] segments) =>
        template.Length == segments.Length
        && template.Zip(segments)
            .All(pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<NoyoOperation> Read()
    {
        using var stream = typeof(NoyoOperations).Assembly.GetManifestResourceStream("NoyoEmulator.Http.Routing.noyo-operations.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .Select(parts => new NoyoOperation(Enum.Parse<ApiFamily>(parts[0], ignoreCase: true), parts[1], parts[2], parts[3]))];
    }
}
