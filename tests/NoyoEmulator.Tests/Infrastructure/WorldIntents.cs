using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace NoyoEmulator.Tests.Infrastructure;

/// <summary>What tests of whole workflows do with an emulator, over HTTP.</summary>
internal static class WorldIntents
{
    /// <summary>Noyo's far future: coverage without an end.</summary>
    public const string OpenEnd = "9999-12-31";

    /// <summary>The clock's start in Unix seconds.</summary>
    public static readonly long StartSeconds = DateTimeOffset.Parse(EmulatorApp.Start).ToUnixTimeSeconds();

    public static Task<JsonNode> ResetAsync(this EmulatorApp app) => app.DoAsync(HttpMethod.Post, "/_emulator/reset");

    public static Task<JsonNode> ClockAsync(this EmulatorApp app) => app.GetAsync("/_emulator/clock");

    /// <summary>The exact text of an answer that is to succeed; a list of differences can have their sources.</summary>
    public static async Task<string> TextAsync(this EmulatorApp app, string path, bool withSources = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (withSources)
            request.Headers.Add("X-Emulator-Difference-List", "array");
        using var response = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {text}");
        return text;
    }

    /// <summary>Posts the exact text of a snapshot; gives status and exact text of the answer.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> PostSnapshotTextAsync(this EmulatorApp app, string groupId, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await app.Client.PostAsync($"/api/v1/groups/{groupId}/member_snapshots", content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Everything that a list has, page by page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> AllAsync(this EmulatorApp app, string path)
    {
        var all = new List<JsonNode>();
        while (true)
        {
            var page = await app.GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}page_size=100&offset={all.Count}");
            all.AddRange(page["response"]!.AsArray().Select(item => item!));
            if (page["response"]!.AsArray().Count == 0 || all.Count == page["meta"]!["total_records"]!.GetValue<int>())
                return all;
        }
    }

    public static Task<IReadOnlyList<JsonNode>> AllDifferencesAsync(this EmulatorApp app, string query = "") => app.AllAsync($"/tracking/api/v1/differences?{query}");

    /// <summary>The differences of <see cref="Defaults.ExampleGroup"/>, which has none at the start.</summary>
    public static Task<IReadOnlyList<JsonNode>> ExampleDifferencesAsync(this EmulatorApp app, string query = "") =>
        app.AllDifferencesAsync($"group_id={Defaults.ExampleGroup}&{query}");

    /// <summary>One difference with its sources.</summary>
    public static Task<JsonNode> DifferenceAsync(this EmulatorApp app, string id) => app.GetAsync($"/tracking/api/v1/differences/{id}");

    /// <summary>What a carrier holds, by individual.</summary>
    public static async Task<IDictionary<string, JsonNode>> RecordsAsync(this EmulatorApp app, string carrierId) =>
        (await app.AllAsync($"/_emulator/carriers/{carrierId}/records")).ToDictionary(record => record.Text("individual_id"));

    public static Task<JsonNode> PatchRecordAsync(this EmulatorApp app, string carrierId, string individualId, JsonNode patch) =>
        app.DoAsync(HttpMethod.Patch, $"/_emulator/carriers/{carrierId}/records/{individualId}", patch);

    public static Task<JsonNode> DeleteRecordAsync(this EmulatorApp app, string carrierId, string individualId) =>
        app.DoAsync(HttpMethod.Delete, $"/_emulator/carriers/{carrierId}/records/{individualId}");

    public static Task<JsonNode> SyncAsync(this EmulatorApp app, string carrierId, JsonObject? families = null) =>
        app.DoAsync(HttpMethod.Post, $"/_emulator/carriers/{carrierId}/sync", families);

    /// <summary>Gives a carrier a whole behavior: delays, confirmations and rules.</summary>
    public static Task<JsonNode> SetBehaviorAsync(this EmulatorApp app, string carrierId, JsonObject behavior) =>
        app.DoAsync(HttpMethod.Put, $"/_emulator/carriers/{carrierId}/behavior", behavior);

    /// <summary>A carrier's rule.</summary>
    public static JsonObject Rule(JsonNode effect, JsonObject? match = null, int? times = null)
    {
        var rule = new JsonObject { ["match"] = match ?? [], ["effect"] = effect };
        if (times is not null)
            rule["times"] = times;
        return rule;
    }

    public static JsonObject Rejecting(params string[] errors) =>
        new() { ["reject"] = new JsonObject { ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode)error)]) } };

    public static JsonObject Starting(string effect) => new() { ["effective_start_date"] = effect };

    /// <summary>A ledger's entries in seconds since the world's start, such as <c>+4 process</c>.</summary>
    public static IReadOnlyList<string> Steps(this JsonNode ledger) =>
        [.. ledger["fired"]!.AsArray().Select(entry => $"+{(DateTimeOffset.Parse(entry!.Text("at")).ToUnixTimeMilliseconds() / 1000.0 - StartSeconds).ToString(CultureInfo.InvariantCulture)} {entry!.Text("kind")}")];

    /// <summary>What a ledger's entries were about.</summary>
    public static IReadOnlyList<string> Subjects(this JsonNode ledger) => [.. ledger["fired"]!.AsArray().Select(entry => entry!.Text("id"))];

    /// <summary>A property that is a text.</summary>
    public static string Text(this JsonNode node, string property) => node[property]!.GetValue<string>();

    /// <summary>A property that is a whole number, or null.</summary>
    public static long? Number(this JsonNode node, string property) => node[property]?.GetValue<long>();

    /// <summary>The status in a snapshot's summary, by carrier.</summary>
    public static string StatusAt(this JsonNode snapshot, string carrierId) =>
        snapshot["fulfillment_summary"]!.AsArray().Single(entry => entry!.Text("carrier_id") == carrierId)!.Text("status");

    /// <summary>The ids of all employees, also of those of whom no snapshot was posted.</summary>
    public static async Task<IReadOnlyList<string>> EmployeesAsync(this EmulatorApp app) =>
        [.. (await app.GetAsync("/_emulator/seed"))["families"]!.AsArray().Select(family => family!["snapshot"]!["employee"]!.Text("id"))];

    /// <summary>Everything a client can see of the world, as text: equal texts are equal worlds.</summary>
    public static async Task<string> StateAsync(this EmulatorApp app)
    {
        var state = new StringBuilder();
        var snapshots = await app.AllAsync("/api/v1/member_snapshots");
        foreach (var snapshot in snapshots)
            _ = state.AppendLine(await app.TextAsync($"/api/v1/member_snapshots/{snapshot.Text("id")}"));
        foreach (var employee in await app.EmployeesAsync())
            _ = state.AppendLine(await app.TextAsync($"/api/v1/employees/{employee}/member_snapshot"));
        string[] lists =
        [
            "/fulfillment/api/v1/member_transactions",
            "/tracking/api/v1/differences",
            "/_emulator/webhooks/events",
            "/_emulator/webhooks/deliveries",
            "/_emulator/carriers",
            $"/_emulator/carriers/{Defaults.AcceptingCarrier}/records",
            $"/_emulator/carriers/{Defaults.ShiftingCarrier}/records",
        ];
        foreach (var list in lists)
        {
            var total = (await app.GetAsync($"{list}?page_size=1"))["meta"]!["total_records"]!.GetValue<int>();
            for (var offset = 0; offset < total; offset += 100)
                _ = state.AppendLine(await app.TextAsync($"{list}?page_size=100&offset={offset}", withSources: true));
        }

        return state.Append(await app.TextAsync("/_emulator/clock")).ToString();
    }
}
