// Calls every operation of a plan through a generated client.
//   Clients nswag|kiota NAMESPACE PLAN.json TOKEN
using System.Reflection;
using System.Text.Json.Nodes;

var (generator, space, plan, token) = (args[0], args[1], args[2], args[3]);
var calls = JsonNode.Parse(File.ReadAllText(plan))!.AsArray().Select(call => new Call(call!.AsObject())).ToList();
var (failures, left) = (0, 0);
var called = new HashSet<string>();
var failed = new HashSet<string>();
foreach (var call in calls)
{
    if (generator == "kiota" && KiotaCaller.CannotSend(call) is { } reason)
    {
        Console.WriteLine($"not called: {call.Id} {call.Example}: {reason}");
        left++;
        continue;
    }

    called.Add(call.Id);
    using var http = new HttpClient(new Authorizing(call.Security, token));
    try
    {
        await (generator == "nswag" ? NSwagCaller.CallAsync(space, call, http) : KiotaCaller.CallAsync(space, call, http));
    }
    catch (Exception exception)
    {
        var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        failures++;
        failed.Add(call.Id);
        Console.WriteLine($"{call.Id} {call.Example}: {cause.GetType().Name} {cause.Message.ReplaceLineEndings(" ")} {cause.InnerException?.Message}");
    }
}

Console.WriteLine($"{called.Count} operations called, {called.Count - failed.Count} ok ({calls.Count - left} calls)");
return failures == 0 ? 0 : 1;

/// <summary>One call of the plan.</summary>
internal sealed class Call(JsonObject call)
{
    public string Id => (string)call["id"]!;

    public string Example => (string)call["example"]!;

    public string Method => (string)call["method"]!;

    public string Path => (string)call["path"]!;

    public string Server => (string)call["server"]!;

    public string? Security => (string?)call["security"];

    public string? Body => call["body"]?.ToJsonString();

    public bool HasNull => call["body"] is JsonObject body && body.Any(property => property.Value is null);

    public string Parameter(string name) => (string?)call["parameters"]![name]
        ?? throw new InvalidOperationException($"the document has no example of {name}");
}

/// <summary>Sends what an operation asks for.</summary>
internal sealed class Authorizing(string? security, string token) : DelegatingHandler(new HttpClientHandler { UseProxy = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = security switch
        {
            "bearer" => new("Bearer", token),
            "basic" => new("Basic", Convert.ToBase64String("client:secret"u8)),
            _ => null,
        };
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>What both have to do with names and values.</summary>
internal static class Generated
{
    public static string Plain(string name) => name.Replace("_", "").Replace("-", "").ToLowerInvariant();

    public static object Value(string text, Type type) => type == typeof(Guid) ? Guid.Parse(text) : text;

    public static async Task<object?> ResultAsync(object task)
    {
        await (Task)task;
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }
}
