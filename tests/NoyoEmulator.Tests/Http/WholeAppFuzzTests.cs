using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Contract;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.OpenApi;

namespace NoyoEmulator.Tests.Http;

/// <summary>
/// Thousands of requests that are not as they should be, against the whole emulator. What is wrong is told by the contract,
/// so what is added to it is tried as well. A failure names the seed and the round that show it.
/// </summary>
public sealed class WholeAppFuzzTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const int Seed = 20_240_823;

    public static TheoryData<string> OperationsWithBody =>
        [.. ApiContract.Kept.Operations.Where(operation => operation.Definition.RequestBody is not null).Select(operation => operation.Id)];

    public static TheoryData<string> OperationsWithQuery =>
    [
        // What waits for events does so in real time, and the filters of the calculated snapshot are not supported.
        .. ApiContract.Kept.Operations.Where(operation => operation.Definition.Parameters.Any(parameter => parameter.In == "query"))
            .Select(operation => operation.Id).Except(["awaitEvents", "awaitDeliveries", "awaitInboxMessages", "getMemberSnapshotForEmployee"]),
    ];

    [Theory]
    [MemberData(nameof(OperationsWithBody))]
    public async Task A_body_that_the_contract_forbids_is_refused_by_the_fields_name_and_leaves_everything_as_it_was(string id)
    {
        var operation = ApiContract.Kept.Operations.Single(candidate => candidate.Id == id);
        var page = await FilledAsync(operation);
        var before = await App.StateAsync();
        var dice = new Dice(Seed);

        foreach (var example in page.Examples)
        {
            using var template = await page.ToRequestAsync(App.Client, example);
            var mutations = Mutations(
                operation, JsonNode.Parse(await template.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
            for (var round = 0; mutations.HasPlaces && round < Rounds(id); round++)
            {
                var body = mutations.Forbidden(dice);
                var context = $"seed {Seed}, {example}, round {round}: {body.What}";

                using var response = await SendAsync(template, body.Text, context);

                var error = await ErrorAsync(response, context);
                ((int)response.StatusCode).ShouldBeOneOf([400, 422], $"{context} {error.ToJsonString()}");
                Names(error, body.Field).ShouldBeTrue($"{context} {error.ToJsonString()}");
            }
        }

        (await App.StateAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Whatever_is_in_a_snapshot_it_is_stored_or_refused_and_never_breaks_anything()
    {
        var operation = ApiContract.Kept.Operations.Single(candidate => candidate.Id == "createMemberSnapshot");
        var path = $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";
        var dice = new Dice(Seed);
        var mutations = new[] { SnapshotBody.Example(), SnapshotBody.Full() }.Select(body => Mutations(operation, body)).ToList();
        var stored = await CountAsync();

        for (var round = 0; round < 500; round++)
        {
            var body = dice.Pick(mutations).Odd(dice);
            var context = $"seed {Seed}, round {round}: {body.What}";
            using var request = new HttpRequestMessage(HttpMethod.Post, path);

            using var response = await SendAsync(request, body.Text, context);

            if (response.StatusCode == HttpStatusCode.Created)
                stored++;
            else
                _ = await ErrorAsync(response, context);
        }

        (await CountAsync()).ShouldBe(stored);
        _ = await App.AdvanceAsync("P1D");
        foreach (var snapshot in await App.AllAsync("/api/v1/member_snapshots"))
            _ = await App.GetSnapshotAsync(snapshot.Text("id"));
        _ = await App.AllAsync("/fulfillment/api/v1/member_transactions");
        _ = await App.StateAsync();

        async Task<int> CountAsync() =>
            (await App.GetAsync("/api/v1/member_snapshots?page_size=1"))["meta"]!["total_records"]!.GetValue<int>();
    }

    [Theory]
    [InlineData("assignDifference")]
    [InlineData("batchAssignDifferences")]
    [InlineData("batchDismissDifferences")]
    [InlineData("batchReopenDifferences")]
    [InlineData("testCreateMemberSnapshot")]
    [InlineData("createToken")]
    public async Task Whatever_is_in_another_body_of_Noyos_it_is_done_or_refused_in_words(string id)
    {
        var operation = ApiContract.Kept.Operations.Single(candidate => candidate.Id == id);
        var page = await FilledAsync(operation);
        var dice = new Dice(Seed);
        using var template = await page.ToRequestAsync(App.Client, page.Examples[0]);
        var mutations = Mutations(
            operation, JsonNode.Parse(await template.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!);

        for (var round = 0; round < Rounds(id); round++)
        {
            var body = mutations.Odd(dice);
            var context = $"seed {Seed}, round {round}: {body.What}";

            using var response = await SendAsync(template, body.Text, context);

            if (!response.IsSuccessStatusCode)
                _ = await ErrorAsync(response, context);
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithQuery))]
    public async Task A_query_value_that_cannot_be_used_is_refused_by_its_name_and_whatever_else_is_asked_breaks_nothing(string id)
    {
        var operation = ApiContract.Kept.Operations.Single(candidate => candidate.Id == id);
        var page = await FilledAsync(operation);
        using var template = await page.ToRequestAsync(App.Client, page.Examples[0]);
        var path = template.RequestUri!.OriginalString;
        var before = await App.StateAsync();
        var dice = new Dice(Seed);
        var parameters = operation.QueryParameters;

        foreach (var parameter in parameters)
        {
            foreach (var value in Unusable(parameter))
                await RefusedAsync($"{path}?{parameter.Name}={value}", parameter.Name);

            // Of lists, each value counts; of anything else there is but one.
            if (parameter.Schema.Type is "integer" or "boolean" || parameter.Schema.Enum is not null)
                await RefusedAsync($"{path}?{parameter.Name}={Usable(parameter)}&{parameter.Name}={Usable(parameter)}", parameter.Name);
            // Groups are found by a carrier and its id of the group together.
            var together = parameter.Name == "carrier_id" && operation.Id.EndsWith("etGroupList", StringComparison.Ordinal) ? "&carrier_group_id=5" : "";
            await SucceedsAsync($"{path}?{parameter.Name}={Usable(parameter)}{together}");
        }

        await RefusedAsync($"{path}?no_such_parameter=1", "no_such_parameter");
        await RefusedAsync($"{path}?{parameters[0].Name.ToUpperInvariant()}={Usable(parameters[0])}", parameters[0].Name.ToUpperInvariant());
        for (var round = 0; round < 40; round++)
        {
            var query = string.Join('&', Enumerable.Range(0, 1 + dice.Next(4))
                .Select(_ => $"{dice.Pick(parameters).Name}{dice.Pick("=", "", "==", "[]=")}{dice.Pick(OddValues)}"));
            using var response = await App.SendAsync(HttpMethod.Get, $"{path}?{query}");
            var context = $"seed {Seed}, round {round}: {path}?{query}";
            ((int)response.StatusCode).ShouldBeLessThan(500, context);
            if (!response.IsSuccessStatusCode)
                _ = await ErrorAsync(response, context);
        }

        (await App.StateAsync()).ShouldBe(before);
    }

    private static readonly string[] OddValues =
    [
        "", "%", "%zz", "%ff", "%C3%28", "%00", "%0A", "%20", "+", ",", ",,,", "%F0%9F%92%A9", "%E2%80%AE", "%22", "'", "null", "true",
            "TRUE", "1", "-1", "1e3", "0x10", "१", "99999999999999999999",
        "asc", "created", "2020-12-1", "9999-12-31", "0001-01-01", "Fri,%2031%20Dec%209999%2023:59:59%20GMT",
        "6e7a80fc-473e-460a-8368-454e9e8dc9cb", "completed", "a%26b%3Dc", "..%2F..", "%25",
    ];

    private static int Rounds(string id) => id switch { "createMemberSnapshot" => 600, "testCreateMemberSnapshot" => 250, _ => 60 };

    private static BodyMutations Mutations(ContractOperation operation, JsonNode body) =>
        new(body, operation.Definition.RequestBody!.Content!.Single().Value.Schema, operation.Document.Components.Schemas, operation.Path.StartsWith("/_emulator", StringComparison.Ordinal));

    private static IEnumerable<string> Unusable(ContractDocument.Parameter parameter)
    {
        var values = parameter.Schema.Items ?? parameter.Schema;
        return (values.Type, values.Format, values.Enum, parameter.Name) switch
        {
            ("integer", _, _, _) => ["", "x", "1.5", "1e3", "99999999999999999999", "0x10", "%20", "%D9%A1"],
            ("boolean", _, _, _) => ["", "yes", "1", "truee", "true,false"],
            (_, "uuid", _, _) => ["x", "6e7a80fc", "%7B6e7a80fc-473e-460a-8368-454e9e8dc9cb%7D", "6e7a80fc473e460a8368454e9e8dc9cb"],
            (_, _, not null, _) => ["no_such_value", "%00"],
            (_, _, _, "created_before" or "created_after" or "transaction_min_date" or "transaction_max_date" or "status_detail_min_date"
                or "status_detail_max_date") =>
                ["yesterday", "2020-13-1", "2020-02-30", "1600000000", "2020-12-01T00:00:00Z", "Wed,%2001%20Dec%202020%2000:00:00%20GMT"],
            (_, _, _, "id") => ["x", "x,y"],
            _ => [],
        };
    }

    private static string Usable(ContractDocument.Parameter parameter)
    {
        var values = parameter.Schema.Items ?? parameter.Schema;
        return (values.Type, values.Format, values.Enum, parameter.Name) switch
        {
            (_, _, _, "path") => "/api/v1/**",
            (_, _, _, "operation") => "getDifferenceList",
            (_, _, _, "to") => "example",
            (_, _, _, "status") when values.Type == "integer" => "200",
            ("integer", _, _, _) => "5",
            ("boolean", _, _, _) => "true",
            (_, "uuid", _, _) or (_, _, _, "id") => "6e7a80fc-473e-460a-8368-454e9e8dc9cb",
            (_, _, { } allowed, _) => allowed[0],
            (_, "date", _, _) => "2020-12-01",
            (_, _, _, "carrier_group_id") => "5&carrier_id=6e7a80fc-473e-460a-8368-454e9e8dc9cb",
            (_, _, _, "object_type") => "employee,dependent",
            (_, _, _, "display_name") => "a",
            (_, _, _, "classification") => "field_mismatch",
            (_, _, _, "counts_by") => "group_id,organization_id",
            _ => "2020-12-1",
        };
    }

    /// <summary>A world in which there is something of everything, and an operation in it as the page shows it.</summary>
    private async Task<PageOperation> FilledAsync(ContractOperation operation)
    {
        _ = await App.PostExampleAsync();
        _ = await App.PostGuideAsync();
        _ = await App.SubscribeAsync("http://127.0.0.1:1/");
        if (operation.Id == "listCheckpointChanges")
            _ = await App.DoAsync(HttpMethod.Put, "/_emulator/checkpoints/example");
        var name = ApiContract.Names.Single(
            name => name == (operation.Family is "accounts" ? "fulfillment" : operation.Family.Length == 0 ? "control" : operation.Family));
        return (await DocumentPage.OpenAsync(App, name)).Operations.Single(candidate => candidate.Id == operation.Id
            && candidate.Path == operation.Path);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage template, string body, string context)
    {
        using var request = new HttpRequestMessage(
            template.Method, template.RequestUri)
        { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = template.Headers.Authorization;
        var response = await App.Client.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBeLessThan(500, context);
        return response;
    }

    private async Task RefusedAsync(string path, string parameter)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, path);
        error["errors"]!.AsArray().Select(entry => entry!.Text("field")).ShouldBe([parameter], path);
        error.Text("message").ShouldStartWith($"{parameter} ", Case.Sensitive, path);
    }

    private async Task SucceedsAsync(string path) => _ = await App.GetAsync(path);

    private static async Task<JsonNode> ErrorAsync(HttpResponseMessage response, string context)
    {
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        error.Text("message").ShouldNotBeNullOrWhiteSpace(context);
        return error;
    }

    /// <summary>Where JSON cannot be read, the place in the text takes the place of a name.</summary>
    private static bool Names(JsonNode error, string field) =>
        error.Text("message").Contains(field, StringComparison.Ordinal)
        || (error["errors"]?.AsArray().Any(entry => entry!.Text("field").Contains(field, StringComparison.Ordinal)) ?? false)
        || (error.Number("status") == 400 && error.Text("message").Contains("position", StringComparison.Ordinal));
}
