using System.Reflection;
using Newtonsoft.Json;

/// <summary>NSwag: one class with a method for each operation.</summary>
internal static class NSwagCaller
{
    public static async Task CallAsync(string space, Call call, HttpClient http)
    {
        var type = typeof(NSwagCaller).Assembly.GetType($"{space}.Client", throwOnError: true)!;
        var client = Activator.CreateInstance(type, http)!;
        type.GetProperty("BaseUrl")!.SetValue(client, call.Server);
        var method = type.GetMethods().Single(method => Generated.Plain(method.Name) == Generated.Plain(call.Id + "Async")
            && method.GetParameters().LastOrDefault()?.ParameterType == typeof(CancellationToken));
        var result = await Generated.ResultAsync(method.Invoke(client, [.. method.GetParameters().Select(parameter => Argument(parameter, call))])!);
        if (result is IDisposable file)
            file.Dispose();
    }

    private static object? Argument(ParameterInfo parameter, Call call)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
            return CancellationToken.None;
        if (parameter.Name == "body")
            return JsonConvert.DeserializeObject(call.Body!, parameter.ParameterType, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None });
        return call.Path.Contains($"{{{parameter.Name}}}") ? Generated.Value(call.Parameter(parameter.Name!), parameter.ParameterType) : null;
    }
}
