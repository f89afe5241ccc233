using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.OpenApi;

namespace NoyoEmulator.Tests.Contract;

/// <summary>The contract that is kept, and the documents that the emulator publishes.</summary>
public sealed class ContractTests
{
    /// <summary>
    /// Set to <c>update</c>, it makes the test below write the files anew; the change is then there to read and to commit.
    /// </summary>
    private const string Variable = "EMULATOR_CONTRACT";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Documents => [.. ApiContract.Names];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task The_published_document_promises_what_the_contract_has(string name)
    {
        await using var app = new EmulatorApp();
        var published = ContractFile.Of((await DocumentPage.OpenAsync(app, name)).Document).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable(Variable) == "update")
            await File.WriteAllTextAsync(ApiContract.FileOf(name), published, TestContext.Current.CancellationToken);

        var kept = JsonNode.Parse(await File.ReadAllTextAsync(ApiContract.FileOf(name), TestContext.Current.CancellationToken))!;

        Drift(kept, JsonNode.Parse(published)!, "$").ShouldBeEmpty(
            $"The document {name} and Contract/{name}.json differ. If the change is meant, run this test with {Variable}=update and commit the file.");
    }

    private static IEnumerable<string> Drift(JsonNode? kept, JsonNode? published, string path)
    {
        switch (kept, published)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(part => part.Key).Union(right.Select(part => part.Key)).SelectMany(name =>
                    !left.ContainsKey(name) ? [$"{path}.{name} is not in the contract"]
                    : !right.ContainsKey(name) ? [$"{path}.{name} is not published"]
                    : Drift(left[name], right[name], $"{path}.{name}"));
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Zip(right).SelectMany((pair, index) => Drift(pair.First, pair.Second, $"{path}[{index}]"));
            default:
                return JsonNode.DeepEquals(kept, published)
                    ? []
                    : [$"{path} is {kept?.ToJsonString()} in the contract, and published as {published?.ToJsonString()}"];
        }
    }
}
