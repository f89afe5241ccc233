using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.OpenApi;

/// <summary>The refusals that the documents show are those of the operation.</summary>
public sealed partial class RefusalExampleTests
{
    private const string NoId = "ffffffff-0000-4000-8000-000000000000";

    public static TheoryData<string> Documents => ["fulfillment", "tracking", "carrier", "control"];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_404_is_what_an_unknown_id_is_answered_with(string name)
    {
        await using var app = new EmulatorApp();
        using var client = app.AnonymousClient();
        var asked = 0;
        foreach (var operation in (await DocumentPage.OpenAsync(app, name)).Operations)
        {
            var segments = operation.FullPath.Split('/');
            var id = Array.FindLastIndex(segments, segment => Id().IsMatch(segment));
            if (id < 0 || Example(operation, "404") is not { } example)
                continue;
            using var request = await operation.ToRequestAsync(client, operation.Examples[0]);
            var sent = request.RequestUri!.OriginalString.Split('/');
            sent[id] = NoId;
            request.RequestUri = new Uri(string.Join('/', sent), UriKind.RelativeOrAbsolute);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

            answer.Number("status").ShouldBe(404, $"{operation.Id}: {answer}");
            OtherIds().Replace(answer.Text("message"), "").ShouldBe(OtherIds().Replace(example.Text("message"), ""), operation.Id);
            asked++;
        }

        asked.ShouldBeGreaterThanOrEqualTo(name switch { "fulfillment" => 50, "tracking" => 6, "carrier" => 1, _ => 20 });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_409_says_what_is_in_the_way_of_that_operation(string name)
    {
        await using var app = new EmulatorApp();
        foreach (var operation in (await DocumentPage.OpenAsync(app, name)).Operations.Where(operation => operation.Definition["responses"]!["409"] is not null))
        {
            var example = Example(operation, "409").ShouldNotBeNull(operation.Id);
            example.Number("status").ShouldBe(409);
            example.Text("message").Contains("difference", StringComparison.Ordinal)
                .ShouldBe(operation.Id.Contains("Difference", StringComparison.Ordinal), operation.Id);
            example.Text("message").StartsWith("Version conflict", StringComparison.Ordinal)
                .ShouldBe(operation.Path.EndsWith("/{version}", StringComparison.Ordinal), operation.Id);
        }
    }

    [Fact]
    public async Task A_409_of_a_connection_is_what_a_second_one_is_answered_with()
    {
        await using var app = new EmulatorApp();
        var operation = (await DocumentPage.OpenAsync(app, "fulfillment")).Operations.Single(operation => operation.Id == "createGroupConnectionWithExistingGroup");
        using var client = app.AnonymousClient();
        using var request = await operation.ToRequestAsync(client, operation.Examples[0]);
        using var first = await client.SendAsync(request, TestContext.Current.CancellationToken);
        using var again = await operation.ToRequestAsync(client, operation.Examples[0]);
        _ = await app.AdvanceAsync("PT1H");
        using var second = await client.SendAsync(again, TestContext.Current.CancellationToken);

        var answer = JsonNode.Parse(await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        OtherIds().Replace(answer.Text("message"), "").ShouldBe(OtherIds().Replace(Example(operation, "409")!.Text("message"), ""));
    }

    private static JsonNode? Example(PageOperation operation, string status) =>
        operation.Definition["responses"]![status]?["content"]?["application/json"]?["example"];

    [GeneratedRegex(@"^\{(\w+_)?id\}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Id();

    // All but the one that was asked for.
    [GeneratedRegex("(?!ffffffff-0000)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OtherIds();
}
