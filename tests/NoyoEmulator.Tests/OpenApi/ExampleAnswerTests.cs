using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>The answers that the documents show are answers that the emulator gave.</summary>
public sealed class ExampleAnswerTests
{
    /// <summary>Set to <c>update</c>, it makes the tests below write the file anew, as it does with the contract.</summary>
    private const string Variable = "EMULATOR_CONTRACT";

    private const int LongestList = 2;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string Kept = Path.Combine(Repository.Root, "src", "NoyoEmulator", "OpenApi", "example-answers.json");

    public static TheoryData<string> Documents => ["fulfillment", "tracking", "carrier", "control"];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Examples_of_answers_are_what_the_page_is_answered_from_top_to_bottom(string name)
    {
        var given = await RecordAsync(name);
        var all = await ReadAsync();
        var kept = all[name]?.AsObject() ?? [];

        var problems = kept.Select(answer => answer.Key).Union(given.Select(answer => answer.Key))
            .ToDictionary(id => id, id => Drift(name, kept[id], given[id]).ToList()).Where(entry => entry.Value.Count > 0).ToList();

        if (Environment.GetEnvironmentVariable(Variable) == "update")
        {
            // What is still right stays as it is, as a part of it would be different each time.
            var changed = problems.Select(problem => problem.Key).ToHashSet(StringComparer.Ordinal);
            all[name] = new JsonObject(
                given.Select(answer => KeyValuePair.Create(answer.Key, (changed.Contains(answer.Key) ? answer.Value : kept[answer.Key])?.DeepClone())));
            await File.WriteAllTextAsync(Kept, all.ToJsonString(Indented) + "\n", TestContext.Current.CancellationToken);
            return;
        }

        problems.Select(problem => $"{problem.Key}: {string.Join("; ", problem.Value)}").ShouldBeEmpty(
            $"OpenApi/example-answers.json is not what {name} answers. If the change is meant, run this test with {Variable}=update and commit the file.");
    }

    [Fact]
    public async Task No_answer_is_shown_where_options_make_it_another()
    {
        await using var app = new EmulatorApp(("Noyo:DifferenceNulls", "omit"));

        foreach (var operation in (await DocumentPage.OpenAsync(app, "tracking")).Operations)
            Answer(operation)!["example"].ShouldBeNull(operation.Id);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_operation_that_answers_something_shows_an_answer(string name)
    {
        await using var app = new EmulatorApp();

        foreach (var operation in (await DocumentPage.OpenAsync(app, name)).Operations)
        {
            // A file, and a schema that is in docs/seed.schema.json.
            if (Answer(operation) is { } content && operation.Id is not ("downloadCheckpoint" or "getSeedSchema"))
                content["example"].ShouldNotBeNull(operation.Id);
        }
    }

    private static async Task<JsonObject> RecordAsync(string name)
    {
        await using var app = new EmulatorApp();
        using var client = app.AnonymousClient();
        var answers = new JsonObject();
        foreach (var operation in (await DocumentPage.OpenAsync(app, name)).Operations)
        {
            await PrepareAsync(app, operation.Id);
            using var request = await operation.ToRequestAsync(client, operation.Examples[0]);
            if (operation.Parameters.Any(parameter => (string?)parameter["name"] == "page_size"))
                request.RequestUri = new Uri($"{request.RequestUri}?page_size={LongestList}", UriKind.RelativeOrAbsolute);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            _ = await app.DrainAsync();
            if (operation.Id != "getSeedSchema" && Answer(operation) is not null && response.Content.Headers.ContentType?.MediaType is { } type)
            {
                if (type.EndsWith("json", StringComparison.Ordinal))
                    answers[operation.Id] = Shorten(JsonNode.Parse(text));
                else if (type == "text/plain")
                    answers[operation.Id] = text;
            }
        }

        return answers;
    }

    /// <summary>Does what there is something to show for.</summary>
    private static async Task PrepareAsync(EmulatorApp app, string operation)
    {
        switch (operation)
        {
            case "advanceClock":
                _ = await app.PostExampleAsync();
                break;
            case "listCheckpoints":
                _ = await app.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/before");
                break;
            case "listUnmatchedRequests":
                _ = await app.SendAsync(HttpMethod.Get, "/fulfillment/api/v1/member_snapshot");
                break;
        }
    }

    /// <summary>What the document says of a success that answers something.</summary>
    private static JsonNode? Answer(PageOperation operation) => operation.Definition["responses"]!.AsObject()
        .First(answer => answer.Key.StartsWith('2')).Value!["content"]?.AsObject().Single().Value;

    /// <summary>An answer without the rest of long lists, and of tokens, which are different each time.</summary>
    private static JsonNode? Shorten(JsonNode? node) => node switch
    {
        JsonObject parts => new JsonObject(parts.Select(part => KeyValuePair.Create(
            part.Key, part.Key == "access_token" ? $"{$"{part.Value}".Split('.')[0]}..." : Shorten(part.Value)))),
        JsonArray items => new JsonArray([.. items.Take(LongestList).Select(Shorten)]),
        _ => node?.DeepClone(),
    };

    /// <summary>The paths of an answer with the kinds of what is there; of null none.</summary>
    private static Dictionary<string, string?> Shape(JsonNode? node)
    {
        var shape = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add(node, "");
        return shape;

        void Add(JsonNode? part, string path)
        {
            shape[path] = part?.GetValueKind() switch
            {
                null => shape.GetValueOrDefault(path),
                JsonValueKind.True or JsonValueKind.False => "a boolean",
                var kind => $"{kind}",
            };
            foreach (var (name, value) in part as JsonObject ?? [])
                Add(value, $"{path}.{name}");
            foreach (var item in part as JsonArray ?? [])
                Add(item, $"{path}[]");
        }
    }

    /// <summary>
    /// What is not as it was. Of the control plane only names and kinds count: its answers have real time in them, and what a receiver said
    /// or did not say.
    /// </summary>
    private static IEnumerable<string> Drift(string document, JsonNode? kept, JsonNode? given)
    {
        if (document != "control" || kept is null || given is null)
            return JsonNode.DeepEquals(kept, given) ? [] : [$"is {kept?.ToJsonString()} in the file, and was {given?.ToJsonString()}"];
        var (before, now) = (Shape(kept), Shape(given));
        return before.Keys.Except(now.Keys).Select(path => $"did not have {path}, which is in the file")
            .Concat(now.Keys.Except(before.Keys).Select(path => $"had {path}, which is not in the file"))
            .Concat(before.Keys.Intersect(now.Keys).Where(path => before[path] is { } kind && now[path] is { } other && kind != other)
                .Select(path => $"had {now[path]} at {path}, which is {before[path]} in the file"));
    }

    private static async Task<JsonObject> ReadAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken))!.AsObject();
}
