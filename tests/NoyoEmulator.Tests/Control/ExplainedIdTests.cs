using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Contract;
using NoyoEmulator.Tests.Infrastructure;
using static NoyoEmulator.Tests.Infrastructure.WorldIntents;

namespace NoyoEmulator.Tests.Control;

/// <summary>Whatever id somebody reads in an answer, he can ask what it is.</summary>
public sealed partial class ExplainedIdTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string UnknownPlan = "5e1ec7ed-0000-4000-8000-00000000000a";
    private const string UnknownCarrier = "5e1ec7ed-0000-4000-8000-00000000000b";
    private const string RuleEmployee = "5e1ec7ed-0000-4000-8000-00000000000c";
    private const string Assignee = "5e1ec7ed-0000-4000-8000-00000000000d";

    // What follows an id in a path, by the kind of the object; waiting for what may come is left out.
    private static readonly Dictionary<string, string[]> PathsOf = new(StringComparer.Ordinal)
    {
        ["member_snapshot"] = ["/fulfillment/api/v1/member_snapshots/{0}", "/_emulator/snapshots/{0}"],
        ["employee"] =
        [
            "/fulfillment/api/v1/employees/{0}/member_snapshots", "/fulfillment/api/v1/employees/{0}/member_snapshot",
            "/fulfillment/api/v1/employees/{0}/status", "/tracking/api/v1/employees/{0}/differences",
            "/fulfillment/api/v1/employees/{0}/individual_enrollments", "/fulfillment/api/v1/employees/{0}/premiums",
            "/fulfillment/api/v1/employees/{0}", "/fulfillment/api/v1/employees/{0}/dependents", "/fulfillment/ui/v1/employees/{0}",
            "/fulfillment/ui/v1/employees/{0}/discrepancies", "/fulfillment/api/v1/employees/{0}/member_requests", "/fulfillment/ui/v1/employees/{0}/member_requests",
        ],
        ["member_request"] =
        [
            "/fulfillment/api/v1/member_requests/{0}", "/fulfillment/ui/v1/member_requests/{0}",
            "/fulfillment/api/v1/member_requests/{0}/member_transactions", "/fulfillment/ui/v1/member_requests/{0}/member_transactions",
        ],
        ["dependent"] = ["/fulfillment/api/v1/dependents/{0}", "/fulfillment/api/v1/dependents/{0}/individual_enrollments"],
        ["group"] =
        [
            "/fulfillment/api/v1/groups/{0}/member_snapshots", "/tracking/api/v1/groups/{0}/differences", "/fulfillment/api/v1/groups/{0}/group_enrollments",
            "/fulfillment/api/v1/groups/{0}/plans", "/fulfillment/ui/v1/groups/{0}/group_plans", "/fulfillment/api/v1/groups/{0}/plan_rates",
            "/fulfillment/api/v1/groups/{0}/individual_enrollments",
            "/fulfillment/api/v1/groups/{0}", "/fulfillment/api/v1/groups/{0}/contacts", "/fulfillment/api/v1/groups/{0}/locations",
            "/fulfillment/api/v1/groups/{0}/carrier_configurations", "/fulfillment/ui/v1/groups/{0}", "/fulfillment/ui/v1/groups/{0}/carriers",
            "/fulfillment/ui/v1/groups/{0}/platform_group_structure",
            $"/fulfillment/ui/v1/groups/{{0}}/mappable_fields?carrier_id={Defaults.ShiftingCarrier}",
            $"/fulfillment/ui/v1/groups/{{0}}/platform_mapping?carrier_id={Defaults.ShiftingCarrier}",
            "/fulfillment/api/v1/groups/{0}/employees", "/fulfillment/ui/v1/groups/{0}/employees",
            "/fulfillment/api/v1/groups/{0}/group_connections", "/fulfillment/api/v1/groups/{0}/connection_eligibility",
            "/fulfillment/api/v1/groups/{0}/audit_requests/latest", "/fulfillment/api/v1/groups/{0}/audit_requests/list_latest",
            "/fulfillment/api/v1/groups/{0}/group_disconnection_requests", "/fulfillment/api/v1/{0}/group_disconnection_requests",
            "/fulfillment/api/v1/groups/{0}/renewal_decisions", "/fulfillment/ui/v1/groups/{0}/member_requests",
        ],
        ["group_enrollment"] =
        [
            "/fulfillment/api/v1/group_enrollments/{0}", "/fulfillment/api/v1/group_enrollments/{0}/plans",
            "/fulfillment/api/v1/group_enrollments/{0}/individual_enrollments",
        ],
        ["plan"] = ["/fulfillment/api/v1/plans/{0}"],
        ["individual_enrollment"] = ["/fulfillment/api/v1/individual_enrollments/{0}"],
        ["member_transaction"] =
        [
            "/fulfillment/api/v1/member_transactions/{0}", "/fulfillment/api/v1/member_transactions/{0}/status_details",
            "/fulfillment/api/v1/member_transactions/{0}/status_details/latest", "/tracking/api/v1/member_transactions/{0}/differences",
            "/fulfillment/ui/v1/member_transactions/{0}", "/fulfillment/ui/v1/member_transactions/{0}/labels",
        ],
        ["difference"] = ["/tracking/api/v1/differences/{0}"],
        ["group_connection"] = ["/fulfillment/api/v1/group_connections/{0}", "/fulfillment/ui/v1/group_connections/{0}"],
        ["group_disconnection"] =
            ["/fulfillment/api/v1/group_disconnection_requests/{0}", "/fulfillment/ui/v1/group_disconnection_requests/{0}"],
        ["renewal_decision"] = [],
        ["issue"] = ["/fulfillment/api/v1/issues/{0}", "/fulfillment/ui/v1/issues/{0}"],
        ["feed"] = ["/fulfillment/api/v1/feeds/{0}", "/fulfillment/ui/v1/feeds/{0}/runs"],
        ["feed_run"] = ["/fulfillment/api/v1/feed_runs/{0}", "/fulfillment/api/v1/feed/runs/{0}/file", "/fulfillment/feed_files/{0}"],
        ["partner_document"] = ["/fulfillment/api/v1/partner_documents/{0}", "/fulfillment/api/v1/partner_documents/{0}/status"],
        ["partner_document_source"] = ["/fulfillment/api/v1/partner_document_sources/{0}"],
        ["issue_person"] = ["/fulfillment/ui/v1/issue_persons/{0}"],
        ["carrier"] = ["/carrier/api/v1/carriers/{0}", "/_emulator/carriers/{0}/behavior", "/_emulator/carriers/{0}/held", "/_emulator/carriers/{0}/records"],
        ["subscription"] = ["/_emulator/webhooks/subscriptions/{0}"],
        ["delivery"] = ["/_emulator/webhooks/deliveries/{0}"],
        ["fault"] = ["/_emulator/faults/{0}"],
        ["request"] = ["/_emulator/requests/{0}"],
    };

    private static readonly string[] NestedMembers =
    [
        "/fulfillment/api/v1/employees/{0}/dependents/{0}", "/fulfillment/api/v1/groups/{0}/employees/{0}", "/fulfillment/api/v1/groups/{0}/dependents/{0}",
        "/fulfillment/api/v1/groups/{0}/employees/{0}/dependents", "/fulfillment/api/v1/groups/{0}/employees/{0}/dependents/{0}",
    ];

    private static readonly string[] Others =
    [
        "/_emulator/inbox/orders/messages", "/_emulator/inbox/orders/behavior", "/_emulator/worlds/default",
    ];

    [Fact]
    public async Task Every_id_in_any_answer_is_explained()
    {
        await WorkAsync();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>();
        foreach (var path in Lists().Concat(Others))
            Collect(await TextAsync(path));

        while (waiting.TryDequeue(out var id))
        {
            var text = await TextAsync($"/_emulator/explain/{id}");
            Collect(text);
            var explained = JsonNode.Parse(text)!;
            explained.Text("what").ShouldNotBeNullOrWhiteSpace();
            if (kinds.Add(explained.Text("kind")) || explained.Text("kind") is not "request")
            {
                foreach (var path in PathsOf.GetValueOrDefault(explained.Text("kind"), []))
                    Collect(await TextAsync(path.Replace("{0}", id, StringComparison.Ordinal)));
            }
        }

        kinds.Order(StringComparer.Ordinal).ShouldBe(
        [
            "answer", "carrier", "delivery", "dependent", "difference", "difference_source", "dry_run", "employee", "event", "fault", "feed", "feed_run", "group",
            "group_carrier_configuration", "group_connection", "group_contact", "group_disconnection", "group_enrollment", "group_location",
            "individual_enrollment", "issue", "issue_person", "mapped_field", "member_premium", "member_request", "member_snapshot", "member_transaction", "message", "organization", "organization_carrier",
            "partner_document", "partner_document_source", "partner_document_workflow", "person", "plan", "plan_rate", "platform_account_structure", "platform_group_structure", "reference", "renewal_decision", "request", "subscription", "transmission", "version",
        ]);

        void Collect(string text)
        {
            foreach (Match found in Ids().Matches(text))
            {
                if (asked.Add(found.Value))
                    waiting.Enqueue(found.Value);
            }
        }
    }

    [Fact]
    public void Every_answer_with_ids_is_looked_through()
    {
        var read = PathsOf.Values.SelectMany(paths => paths).Select(path => path.Split('?')[0])
            .Concat(["/_emulator/inbox/{0}/messages", "/_emulator/inbox/{0}/behavior", "/_emulator/worlds/{0}", "/_emulator/explain/{0}", "/_emulator/explain/{0}/text"]);
        // A database and its name, what the lists of records and messages have as well, and members who are read without their group too.
        string[] unread = ["/_emulator/checkpoints/{0}", "/_emulator/checkpoints/{0}/changes", "/_emulator/checkpoints/{0}/file", "/_emulator/carriers/{0}/records/{0}", "/_emulator/inbox/{0}/messages/await",
            "/fulfillment/api/v1/groups/{0}/contacts/{0}", "/fulfillment/api/v1/groups/{0}/locations/{0}",
            "/fulfillment/api/v1/groups/{0}/renewal_decisions/{0}",
            // A case is nothing but its transaction's.
            "/fulfillment/api/v1/member_transactions/{0}/case",
            // Only some differences are discrepancies.
            "/fulfillment/api/v1/discrepancies/{0}", "/fulfillment/api/v1/discrepancies/{0}/notes", "/fulfillment/api/v1/discrepancies/{0}/resolutions",
            "/fulfillment/ui/v1/discrepancies/{0}", "/fulfillment/api/v1/reconciliation_issues/{0}", "/fulfillment/api/v1/reconciliation_issues/{0}/resolutions", .. NestedMembers];

        ApiContract.Kept.Operations.Where(operation => operation.Method == "GET" && operation.Path.Contains('{')).Select(operation => Parameter().Replace(PathOf(operation), "{0}"))
            .ShouldBe(read.Concat(unread), ignoreOrder: true);
    }

    [Theory]
    [InlineData(UnknownPlan, "plan", $", which only snapshots of {Defaults.ExampleGroup} name")]
    [InlineData(UnknownCarrier, "reference", "an id that nothing in this world has; snapshot ")]
    [InlineData(RuleEmployee, "reference", $"an id that nothing in this world has; a rule of carrier {Defaults.AcceptingCarrier} names it as it was given")]
    [InlineData(Assignee, "reference", "an id that nothing in this world has; the assignment of difference ")]
    [InlineData("00000000-0000-4000-8000-000000000000", "reference", "an id that nothing in this world has; the named behavior wrong_plan names it")]
    [InlineData(Defaults.VisionPlan, "plan", $"the vision plan Clear Sight Vision of carrier {Defaults.ShiftingCarrier}, offered to {Defaults.ExampleGroup} and ")]
    [InlineData(Defaults.AcceptingCarrier, "carrier", "the carrier ")]
    [InlineData(Defaults.GuideGroup, "group", "the group ")]
    public async Task What_an_id_is_stands_in_words(string id, string kind, string what)
    {
        await WorkAsync();

        var explained = await App.GetAsync($"/_emulator/explain/{id}");

        explained.Text("kind").ShouldBe(kind);
        explained.Text("what").ShouldContain(what);
    }

    [Fact]
    public async Task A_sync_is_part_of_what_happened_to_its_carrier_group_and_connection()
    {
        _ = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.GuideEmployee, JsonNode.Parse("""{"person": {"sex": "X"}}""")!);
        var connection = (await App.AdvanceAsync("P1D"))["fired"]!.AsArray().First(entry => entry!.Text("kind") == "sync")!.Id();

        foreach (var id in new[] { connection, Defaults.ShiftingCarrier, Defaults.GuideGroup })
        {
            (await App.GetAsync($"/_emulator/explain/{id}"))["entries"]!.AsArray()
                .ShouldContain(entry => entry!.Text("kind") == "sync" && entry!.Id() == connection, id);
        }
    }

    [Fact]
    public async Task The_version_of_a_premium_is_one_as_long_as_the_premium_is_the_same()
    {
        var premium = (await App.GetAsync($"/api/v1/employees/{Defaults.GuideEmployee}/premiums"))["response"]![0]!;
        var explained = await App.GetAsync($"/_emulator/explain/{premium.Text("version")}");
        explained.Text("kind").ShouldBe("version");
        explained.Text("what").ShouldStartWith($"the version of {premium.Id()}, another one after each change; that is the ");

        // From September on it is paid for Jade too.
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("P30D");

        (await App.GetAsync($"/api/v1/employees/{Defaults.GuideEmployee}/premiums"))["response"]!.AsArray().ShouldNotContain(other => other!.Text("version") == premium.Text("version"));
        (await App.GetAsync($"/_emulator/explain/{premium.Text("version")}")).Text("what").ShouldEndWith("; nothing has it now");
    }

    [Fact]
    public async Task A_dry_run_leaves_nothing_but_its_answer()
    {
        var answer = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots/test", Test());
        var explained = await App.GetAsync($"/_emulator/explain/{answer["trace_ids"]![0]}");

        explained.Text("kind").ShouldBe("dry_run");
        explained.Text("what").ShouldEndWith("nothing of it was stored");
        explained["entries"]!.AsArray().ShouldHaveSingleItem()!.Text("summary").ShouldEndWith("/member_snapshots/test answered 200");
    }

    /// <summary>Everything that gives ids to what answers have.</summary>
    private async Task WorkAsync()
    {
        _ = await App.DoAsync(HttpMethod.Post, "/api/v1/people", new JsonObject { ["full_name"] = "Opal Cornwall" });
        _ = await App.DoAsync(HttpMethod.Put, "/_emulator/inbox/orders/behavior", new JsonObject { ["secret"] = "s3cret" });
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/inbox/orders", new JsonObject { ["event"] = "5e1ec7ed-0000-4000-8000-00000000000e" });
        _ = await App.SubscribeAsync("http://127.0.0.1:9/");
        _ = await App.DoAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"path": "/api/v1/member_snapshots", "method": "DELETE", "status": 500}"""));
        _ = await App.BehaveAsync(Defaults.AcceptingCarrier, Rule(Rejecting("no"), new JsonObject { ["employee_id"] = RuleEmployee }));
        _ = await App.DoAsync(HttpMethod.Post, $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots/test", Test());
        _ = await App.DoAsync(HttpMethod.Post, "/carrier/api/v1/carriers/request", new JsonObject { ["carrier_id"] = Defaults.AcceptingCarrier });
        var body = SnapshotBody.Example();
        body["coverages"]![0]!["plan_id"] = UnknownPlan;
        body["coverages"]![1]!["carrier_id"] = UnknownCarrier;
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
        _ = await App.PostGuideAsync();
        _ = await App.AdvanceAsync("PT2H");
        _ = await App.PatchRecordAsync(Defaults.ShiftingCarrier, Defaults.Jade, JsonNode.Parse("""{"person": {"sex": "X"}}""")!);
        _ = await App.AdvanceAsync("P1D");
        var difference = (await App.DifferencesAsync(""))[0].Id();
        _ = await App.DoAsync(HttpMethod.Put, $"/tracking/api/v1/differences/{difference}/assign", new JsonObject { ["assignee_id"] = Assignee });
        using var unmatched = await App.SendAsync(HttpMethod.Delete, "/api/v1/member_snapshots");
    }

    private static JsonObject Test() => new() { ["member_snapshot"] = SnapshotBody.Example() };

    private static IEnumerable<string> Lists() => ApiContract.Kept.Operations
        // The examples in a schema are of nobody.
        .Where(operation => operation.Method == "GET" && !operation.Path.Contains('{') && operation.Path != "/_emulator/seed/schema" && !operation.Path.EndsWith("/await", StringComparison.Ordinal))
        .Select(operation => PathOf(operation) + (operation.Definition.Parameters.Any(parameter => parameter.Name == "page_size") ? "?page_size=100" : ""));

    private static string PathOf(ContractOperation operation) => operation.Family.Length == 0 ? operation.Path : $"/{operation.Family}{operation.Path}";

    private async Task<string> TextAsync(string path)
    {
        using var response = await App.SendAsync(HttpMethod.Get, path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {text}");
        return text;
    }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Parameter();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Ids();
}
