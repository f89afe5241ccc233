using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Shapes;

/// <summary>An emulator with an OpenAPI document of the tests' own: of gadgets, which no API of Noyo's has.</summary>
public sealed class ShapeApp : IAsyncDisposable
{
    private readonly FileInfo _file = new(Path.Combine(Directory.CreateTempSubdirectory("noyo-shapes-").FullName, "gadgets.json"));

    public ShapeApp(params (string Key, string? Value)[] settings)
    {
        File.WriteAllText(_file.FullName, Document);
        Emulator = new EmulatorApp([("Emulator:OpenApi:Fulfillment", _file.FullName), .. settings]);
    }

    public EmulatorApp Emulator { get; }

    /// <summary>Sends a request as a client with a token would.</summary>
    public async Task<ShapeAnswer> SendAsync(HttpMethod method, string path, string? body = null, string? world = null)
    {
        using var client = Emulator.UncheckedClient();
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "any") } };
        if (world is not null)
            request.Headers.Add("X-Emulator-World", world);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new ShapeAnswer(
            response.StatusCode, text, response.Content.Headers.ContentType?.MediaType,
            response.Headers.TryGetValues("X-Emulator-Fidelity", out var marks) ? marks.Single() : null);
    }

    public Task<ShapeAnswer> GetAsync(string path, string? world = null) => SendAsync(HttpMethod.Get, path, world: world);

    public Task<ShapeAnswer> PostAsync(string path, string body, string? world = null) => SendAsync(HttpMethod.Post, path, body, world);

    /// <summary>Keeps a gadget; gives it.</summary>
    public async Task<JsonNode> AddAsync(string name, string more = "", string? world = null)
    {
        var answer = await PostAsync("/api/v1/gadgets", $$"""{"name": "{{name}}", "size": {"width": 2}{{more}}}""", world);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Json;
    }

    /// <summary>The names on a page.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string path, string? world = null)
    {
        var answer = await GetAsync(path, world);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return [.. answer.Json["response"]!.AsArray().Select(gadget => (string)gadget!["name"]!)];
    }

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        _file.Directory!.Delete(recursive: true);
    }

    private const string Document = """
        {
          "openapi": "3.0.1", "info": {"title": "Gadgets", "version": "1"},
          "paths": {
            "/api/v1/gadgets": {
              "get": {"operationId": "getGadgets", "tags": ["Gadgets"], "parameters": [
                  {"name": "page_size", "in": "query", "schema": {"type": "integer"}}, {"name": "offset", "in": "query", "schema": {"type": "integer"}},
                  {"name": "color", "in": "query", "schema": {"type": "string", "enum": ["red", "blue"]}},
                  {"name": "is_new", "in": "query", "schema": {"type": "boolean"}},
                  {"name": "labels", "in": "query", "style": "form", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}}],
                "responses": {"200": {"description": "All", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PaginatedGadget"}}}}}},
              "post": {"operationId": "createGadget", "tags": ["Gadgets"],
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/GadgetRequest"}}}},
                "responses": {"201": {"description": "Made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gadget"}}}}}}
            },
            "/api/v1/gadgets/{gadget_id}": {
              "get": {"operationId": "getGadget", "responses": {"200": {"description": "One", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gadget"}}}}}}
            },
            "/api/v1/gadgets/{gadget_id}/{version}": {
              "put": {"operationId": "editGadget",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}}},
                "responses": {"200": {"description": "Changed", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gadget"}}}}}},
              "delete": {"operationId": "deleteGadget", "responses": {"204": {"description": "Gone"}}}
            },
            "/api/v1/gadgets/{gadget_id}/polish": {
              "put": {"operationId": "polishGadget", "responses": {"200": {"description": "Polished", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gadget"}}}}}}
            },
            "/api/v1/gadgets/{gadget_id}/repair": {
              "post": {"operationId": "repairGadget", "responses": {"201": {"description": "Repaired", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Repair"}}}}}}
            },
            "/api/v1/gadgets/{gadget_id}/repairs": {
              "get": {"operationId": "getRepairs", "responses": {"200": {"description": "All", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Repair"}}}}}}}
            },
            "/api/v1/gadgets/{gadget_id}/manual": {
              "get": {"operationId": "getManual", "responses": {"200": {"description": "File", "content": {"text/csv": {"example": "step,what", "schema": {"type": "string"}}}}}}
            },
            "/api/v1/groups/{group_id}/gadgets": {
              "get": {"operationId": "getGadgetsOfGroup", "responses": {"200": {"description": "All", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PaginatedGadget"}}}}}},
              "post": {"operationId": "createGadgetOfGroup",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/GadgetRequest"}}}},
                "responses": {"201": {"description": "Made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gadget"}}}}}}
            },
            "/api/v1/groups/{group_id}/gadget_counts": {
              "get": {"operationId": "getGadgetCounts", "responses": {"200": {"description": "How many", "content": {"application/json": {"schema": {
                "type": "object", "required": ["group_id", "total"], "properties": {"group_id": {"type": "string", "format": "uuid"}, "total": {"type": "integer", "minimum": 3}}}}}}}}
            },
            "/api/v1/groups": {
              "get": {"operationId": "getOtherGroups", "responses": {"200": {"description": "All", "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}}}}
            }
          },
          "components": {"schemas": {
            "Size": {"type": "object", "required": ["width"], "properties": {"width": {"type": "integer", "minimum": 1}}},
            "GadgetRequest": {"type": "object", "required": ["name", "size"], "properties": {
              "name": {"type": "string", "minLength": 2}, "color": {"type": "string", "enum": ["red", "blue"]}, "note": {"type": "string", "nullable": true},
              "made_on": {"type": "string", "format": "date"}, "is_new": {"type": "boolean"}, "labels": {"type": "array", "items": {"type": "string"}},
              "size": {"allOf": [{"$ref": "#/components/schemas/Size"}], "description": "How large"}, "group_id": {"type": "string", "format": "uuid"}}},
            "Gadget": {"type": "object", "required": ["id", "version", "created", "modified", "name", "color", "note", "serial", "state", "owner_id", "size"], "properties": {
              "id": {"type": "string", "format": "uuid"}, "version": {"type": "string", "format": "uuid"},
              "created": {"type": "integer"}, "modified": {"type": "integer"}, "name": {"type": "string"}, "color": {"type": "string", "enum": ["red", "blue"]},
              "note": {"type": "string", "nullable": true}, "serial": {"type": "string", "pattern": "^[0-9]{4}$"},
              "state": {"type": "string", "example": "used"}, "owner_id": {"type": "string", "format": "uuid"}, "is_new": {"type": "boolean"},
              "labels": {"type": "array", "items": {"type": "string"}}, "size": {"allOf": [{"$ref": "#/components/schemas/Size"}], "nullable": true},
              "group_id": {"type": "string", "format": "uuid"}}},
            "Repair": {"type": "object", "required": ["id", "gadget_id"], "properties": {"id": {"type": "string", "format": "uuid"}, "gadget_id": {"type": "string", "format": "uuid"}}},
            "Meta": {"type": "object", "properties": {"total_records": {"type": "integer"}}},
            "PaginatedGadget": {"type": "object", "required": ["meta", "response"], "properties": {
              "meta": {"$ref": "#/components/schemas/Meta"}, "response": {"type": "array", "items": {"$ref": "#/components/schemas/Gadget"}}}}
          }}
        }
        """;
}

/// <summary>What was answered.</summary>
public sealed record ShapeAnswer(HttpStatusCode Status, string Text, string? Type, string? Mark)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The fields that are wrong, with what is wrong with each.</summary>
    public IReadOnlyList<string> Errors => [.. Json["errors"]!.AsArray().Select(error => $"{error!["field"]}: {error["message"]}")];
}
