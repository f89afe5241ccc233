using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;

/// <summary>Kiota: a builder for each segment of a path, with a method for each verb.</summary>
internal static class KiotaCaller
{
    /// <summary>Why a client of Kiota's has no way to make a call; null where it has.</summary>
    public static string? CannotSend(Call call) =>
        call.HasNull ? "a client of Kiota's leaves out what is null, and here null has a meaning" : null;

    public static async Task CallAsync(string space, Call call, HttpClient http)
    {
        // The adapter takes the base URL of the document where it has none; some operations have one of their own.
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = call.Server };
        var type = typeof(KiotaCaller).Assembly.GetType($"{space}.ApiClient", throwOnError: true)!;
        var builder = Activator.CreateInstance(type, adapter)!;
        foreach (var segment in call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            builder = Step(builder, segment, call);

        var name = $"{call.Method}Async";
        var method = builder.GetType().GetMethods().Single(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var arguments = method.GetParameters().Select(parameter => parameter.HasDefaultValue && parameter.Name != "body" ? null : Body(parameter.ParameterType, call)).ToArray();
        arguments[^1] = CancellationToken.None;
        var result = await Generated.ResultAsync(method.Invoke(builder, arguments)!);
        if (result is IDisposable file)
            file.Dispose();
    }

    private static object Step(object builder, string segment, Call call)
    {
        if (segment is ['{', .. var name, '}'])
        {
            var indexer = builder.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 1)
                .OrderBy(property => property.IsDefined(typeof(ObsoleteAttribute), inherit: false)).First();
            return indexer.GetValue(builder, [Generated.Value(call.Parameter(name), indexer.GetIndexParameters()[0].ParameterType)])!;
        }

        return builder.GetType().GetProperties().Single(property => property.GetIndexParameters().Length == 0
            && Generated.Plain(property.Name) == Generated.Plain(segment)).GetValue(builder)!;
    }

    private static object? Body(Type type, Call call)
    {
        var read = typeof(KiotaJsonSerializer).GetMethods().Single(method => method.Name == nameof(KiotaJsonSerializer.DeserializeAsync)
            && method.IsGenericMethod && method.GetParameters() is [{ ParameterType: var first }, { ParameterType: var last }]
            && first == typeof(string) && last == typeof(CancellationToken));
        return Generated.ResultAsync(read.MakeGenericMethod(type).Invoke(null, [call.Body!, CancellationToken.None])!).GetAwaiter().GetResult();
    }
}
