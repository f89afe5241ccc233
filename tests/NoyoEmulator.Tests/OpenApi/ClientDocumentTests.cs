using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>What generators of clients need of the documents; <c>scripts/check-clients</c> runs some of them.</summary>
public sealed class ClientDocumentTests
{
    private static readonly string[] Names = ["fulfillment", "tracking", "carrier", "control"];

    // What generators name by themselves, they number: by the place where they come to it.
    [Fact]
    public async Task Bodies_and_lists_of_values_have_names()
    {
        await using var app = new EmulatorApp();

        foreach (var (name, document) in await DocumentsAsync(app))
        {
            var named = Named(document).Select(schema => schema.Value!).ToList();
            foreach (var (path, schema) in Schemas(document).Where(entry => !named.Contains(entry.Schema)))
            {
                schema.ContainsKey("enum").ShouldBeFalse($"{name} {path} has values without a name");
                schema.ContainsKey("properties").ShouldBeFalse($"{name} {path} has properties without a name");
            }

            named.Where(schema => schema["enum"] is not null).ShouldAllBe(schema => (string?)schema["type"] == "string");
            var used = Parts(document).Select(part => (string?)part["$ref"]).ToHashSet();
            Named(document).Select(schema => $"#/components/schemas/{schema.Key}").ShouldAllBe(reference => used.Contains(reference));
        }
    }

    // Of oneOf many make a text, or a class that is neither. Where null is an answer, it has to be said.
    [Fact]
    public async Task A_value_of_any_kind_is_a_schema_without_a_type()
    {
        await using var app = new EmulatorApp();
        var found = new List<string>();

        foreach (var (_, document) in await DocumentsAsync(app))
        {
            Parts(document).ShouldNotContain(part => part.ContainsKey("oneOf") || part.ContainsKey("anyOf"));
            foreach (var (path, schema) in Schemas(document).Where(entry => IsAnything(entry.Schema)))
                ((bool?)schema["nullable"] is true).ShouldBe(path.StartsWith("DifferenceField.", StringComparison.Ordinal), path);
            found.AddRange(Schemas(document).Where(entry => IsAnything(entry.Schema)).Select(entry => entry.Path));
        }

        found.Order(StringComparer.Ordinal).ShouldBe(
        [
            "CarrierRuleBody.effect",
            "DifferenceField.carrier_value",
            "DifferenceField.platform_value",
            "ExpectedRequest.body",
            "ExpectedRequest.count",
            "ExpectedWebhook.count",
            "GroupPlanResult.waiting_periods[]",
            "MessageResult.body",
            "ReproCall.body",
            "SeedConnection.setup_data",
            "SeedPlan.waiting_periods[]",
        ]);
    }

    // Without it some take an object that is empty for what is meant.
    [Fact]
    public async Task An_object_of_any_kind_says_that_it_has_properties()
    {
        await using var app = new EmulatorApp();

        foreach (var (name, document) in await DocumentsAsync(app))
        {
            foreach (var (path, schema) in Schemas(document).Where(entry => (string?)entry.Schema["type"] == "object"
                && !entry.Schema.ContainsKey("properties") && !entry.Schema.ContainsKey("allOf")))
            {
                schema["additionalProperties"].ShouldBeOfType<JsonObject>($"{name} {path}");
            }
        }
    }

    // Generated clients send null for what they were given no value for, and must be able to read it.
    [Fact]
    public async Task What_the_control_plane_does_not_require_may_be_null()
    {
        await using var app = new EmulatorApp();
        var documents = await DocumentsAsync(app);
        var schemas = Named(documents["control"]);

        // What Noyo has as well is as Noyo has it.
        var noyos = Named(documents["fulfillment"]).Concat(Named(documents["tracking"])).Select(schema => schema.Key).ToHashSet();
        foreach (var (name, schema) in schemas.Where(
            schema => !noyos.Contains(schema.Key) && !schema.Key.StartsWith("InboundMemberSnapshot", StringComparison.Ordinal)
                && schema.Key is not ("PlanPremium" or "PlanRate")))
        {
            var required = (schema!["required"]?.AsArray() ?? []).Select(property => (string?)property).ToList();
            foreach (var (property, value) in schema["properties"]?.AsObject() ?? [])
            {
                if (!required.Contains(property))
                    ((bool?)value!["nullable"] is true || IsAnything(value.AsObject())).ShouldBeTrue($"{name}.{property} may not be null");
            }
        }

        ((bool?)schemas["FaultBody"]!["properties"]!["status"]!["nullable"]).ShouldBe(true);
        ((bool?)schemas["WorldBody"]!["properties"]!["clock"]!["nullable"]).ShouldBe(true);
        schemas["InfoResult"]!["properties"]!["version"]!["nullable"].ShouldBeNull();
        schemas["InboundMemberSnapshotPerson"]!["properties"]!["first_name"]!["nullable"].ShouldBeNull();
    }

    // In .NET they become lengths of time that are then written as no ISO 8601 duration.
    [Fact]
    public async Task Durations_are_texts_without_a_format()
    {
        await using var app = new EmulatorApp();

        foreach (var (name, document) in await DocumentsAsync(app))
        {
            foreach (var (path, schema) in Schemas(document))
            {
                (schema["format"] is JsonValue format ? (string?)format : null).ShouldNotBe("duration", $"{name} {path}");
                if ($"{schema["description"]}".Contains("duration", StringComparison.OrdinalIgnoreCase) && schema["properties"] is null && schema["allOf"] is null)
                    ((string?)schema["type"]).ShouldBe("string", $"{name} {path}");
            }
        }
    }

    [Fact]
    public async Task What_is_neither_JSON_nor_text_is_a_file()
    {
        await using var app = new EmulatorApp();
        var files = new List<string>();

        foreach (var (_, document) in await DocumentsAsync(app))
        {
            foreach (var operation in new DocumentPage(document).Operations)
            {
                foreach (var (type, content) in operation.Definition["responses"]!.AsObject().SelectMany(answer => answer.Value!["content"]?.AsObject() ?? []))
                {
                    if (type == "text/plain" || type.EndsWith("json", StringComparison.Ordinal))
                        continue;
                    ((string?)content!["schema"]!["format"]).ShouldBe("binary", operation.Id);
                    files.Add(operation.Id);
                }
            }
        }

        files.ShouldBe(["downloadCheckpoint"]);
    }

    [Theory]
    [InlineData("http://emulator.test:8099", "")]
    [InlineData("https://emulator.test", "/w/default")]
    public async Task Servers_are_whole_URLs_of_the_host_that_was_asked(string host, string world)
    {
        await using var app = new EmulatorApp();
        using var client = app.AnonymousClient();

        foreach (var name in Names)
        {
            var text = await client.GetStringAsync(new Uri($"{host}{world}/swagger/{name}/swagger.json"), TestContext.Current.CancellationToken);
            var document = JsonNode.Parse(text)!.AsObject();

            ((string?)document["servers"]![0]!["url"]).ShouldBe($"{host}{world}{(name == "control" ? "" : $"/{name}")}");
            foreach (var part in Parts(document).Where(part => part["servers"] is JsonArray))
                part["servers"]!.AsArray().ShouldAllBe(server => ((string)server!["url"]!).StartsWith($"{host}{world}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_operation_says_what_it_asks_for_and_asks_for_that()
    {
        await using var app = new EmulatorApp(("Emulator:ControlKey", "key"));
        using var client = app.AnonymousClient();

        foreach (var (name, document) in await DocumentsAsync(app))
        {
            foreach (var operation in new DocumentPage(document).Operations)
            {
                operation.Definition["security"].ShouldBeOfType<JsonArray>($"{name} {operation.Id} says nothing of security");
                if (operation.Security is { } scheme)
                    document["components"]!["securitySchemes"]![scheme].ShouldNotBeNull();

                // Whatever pair of credentials there is is taken, and none as well.
                using var request = await operation.ToRequestAsync(client, operation.Examples[0]);
                request.Headers.Authorization = null;
                using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
                (response.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(operation.Security is not null, $"{name} {operation.Id}");
            }
        }
    }

    private static async Task<Dictionary<string, JsonObject>> DocumentsAsync(EmulatorApp app)
    {
        var documents = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var name in Names)
            documents.Add(name, (await DocumentPage.OpenAsync(app, name)).Document.AsObject());
        return documents;
    }

    private static JsonObject Named(JsonObject document) => document["components"]!["schemas"]!.AsObject();

    private static bool IsAnything(JsonObject schema) => !schema.ContainsKey("type") && !schema.ContainsKey("$ref") && !schema.ContainsKey("allOf");

    /// <summary>All schemas of a document with what they are of.</summary>
    private static IEnumerable<(string Path, JsonObject Schema)> Schemas(JsonObject document)
    {
        var inOperations = Parts(document["paths"]).Where(part => part["schema"] is JsonObject)
            .SelectMany(part => Schemas(part["schema"]!.GetPath(), part["schema"]!.AsObject()));
        return Named(document).SelectMany(schema => Schemas(schema.Key, schema.Value!.AsObject())).Concat(inOperations);
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Schemas(string path, JsonObject schema)
    {
        var inner = (schema["properties"]?.AsObject() ?? []).SelectMany(property => Schemas($"{path}.{property.Key}", property.Value!.AsObject()));
        if (schema["items"] is JsonObject items)
            inner = inner.Concat(Schemas($"{path}[]", items));
        if (schema["additionalProperties"] is JsonObject { Count: > 0 } others)
            inner = inner.Concat(Schemas($"{path}.*", others));
        return inner.Prepend((path, schema));
    }

    /// <summary>All objects of a document except examples.</summary>
    private static IEnumerable<JsonObject> Parts(JsonNode? node) => node switch
    {
        JsonObject branch => branch.Where(entry => entry.Key is not ("example" or "examples")).SelectMany(entry => Parts(entry.Value)).Prepend(branch),
        JsonArray items => items.SelectMany(Parts),
        _ => [],
    };
}
