using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>A document as Swagger UI shows it: its operations from top to bottom, each with the values that are filled in.</summary>
internal sealed class DocumentPage(JsonNode document)
{
    public JsonNode Document => document;

    /// <summary>From the top of the page to its bottom.</summary>
    public IReadOnlyList<PageOperation> Operations
    {
        get
        {
            var all = document["paths"]!.AsObject().SelectMany(
                path => path.Value!.AsObject().Select(entry => new PageOperation(document, path.Key, entry.Key, entry.Value!))).ToList();
            return [.. document["tags"]!.AsArray()
                .SelectMany(tag => all.Where(operation => operation.Tag == (string?)tag!["name"]).OrderBy(operation => operation.Order))];
        }
    }

    public static async Task<DocumentPage> OpenAsync(EmulatorApp app, string name, string prefix = "") =>
        new(await app.GetAsync($"{prefix}/swagger/{name}/swagger.json"));
}

/// <summary>One operation of a page.</summary>
internal sealed record PageOperation(JsonNode Document, string Path, string Method, JsonNode Definition)
{
    public string Id => (string)Definition["operationId"]!;

    public string? Tag => (string?)Definition["tags"]?[0];

    public int Order => (int)Definition["x-order"]!;

    public IReadOnlyList<JsonNode> Parameters => [.. (Definition["parameters"]?.AsArray() ?? []).Select(parameter => parameter!)];

    /// <summary>The path with the server's before it.</summary>
    public string FullPath => new Uri((string)(Definition["servers"] ?? Document["servers"])![0]!["url"]!).AbsolutePath.TrimEnd('/') + Path;

    /// <summary>The names of the bodies to choose from; one nameless when there is no body.</summary>
    public IReadOnlyList<string> Examples => Definition["requestBody"] is null
        ? [""]
        : [.. Definition["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Select(example => example.Key)];

    /// <summary>The name of the scheme; null where nothing is asked for.</summary>
    public string? Security => Definition["security"]!.AsArray().SingleOrDefault()?.AsObject().Single().Key;

    /// <summary>What Execute sends.</summary>
    public async Task<HttpRequestMessage> ToRequestAsync(HttpClient client, string example)
    {
        var path = FullPath;
        foreach (var parameter in Parameters.Where(parameter => (string?)parameter["in"] == "path"))
        {
            var value = parameter["examples"] is { } named ? named[example]!["value"] : parameter["example"];
            path = path.Replace($"{{{parameter["name"]}}}", (string?)value
                ?? throw new ShouldAssertException($"{Id}: {parameter["name"]} has no example"), StringComparison.Ordinal);
        }

        var request = new HttpRequestMessage(new HttpMethod(Method.ToUpperInvariant()), path);
        if (example.Length > 0)
        {
            var body = Definition["requestBody"]!["content"]!["application/json"]!["examples"]![example]!["value"]!;
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        request.Headers.Authorization = Security switch { "bearer" => await TokenAsync(client), "basic" => Credentials, _ => null };
        return request;
    }

    private static AuthenticationHeaderValue Credentials => new("Basic", Convert.ToBase64String("swagger:swagger"u8));

    private static async Task<AuthenticationHeaderValue> TokenAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/accounts/auth/public/token");
        request.Headers.Authorization = Credentials;
        request.Content = new StringContent("""{"grant_type": "client_credentials"}""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(
            await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        return new AuthenticationHeaderValue("Bearer", (string)answer["access_token"]!);
    }
}
