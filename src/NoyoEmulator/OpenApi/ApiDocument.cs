using Microsoft.OpenApi;
using NoyoEmulator.Control;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.OpenApi;

/// <summary>One of the documents: what it is called, what is in it, and where it is served.</summary>
internal sealed record ApiDocument
{
    public const string ControlName = "control";

    private const string Token =
        "A token is fetched and sent for you; press *Authorize* to use one of your own. The examples fit the data that is there now: "
        + "open an operation, press "
        + "*Try it out*, then *Execute*. A request with the header `Prefer: code=503`, or any other code from 400 to 599, is answered "
        + "with it and does nothing.";

    // Getting a token is the first thing a client of Noyo does, so it stands beside what needs one; in one document only,
    // so that two generated clients do not both have it.
    private static readonly ApiDocument Fulfillment = new()
    {
        Name = "fulfillment",
        Title = "Fulfillment",
        Family = ApiFamily.Fulfillment,
        Guests = [ApiFamily.Accounts],
        Introduction =
            $"""
            A local, stateful stand-in for Noyo's Fulfillment API. A member snapshot that is posted here is kept, and simulated carriers work on it in the
            time of the emulator's own clock: choose *Emulator control* above to move it. {Token}
            """,
        Tags =
        [
            new("Member Snapshot", "A family's coverages as they should be, and how far the carriers are with them."),
            new("Member Requests", "Changes that are asked for one by one, each as the event that brought it about."),
            new("Member Transactions", "What a snapshot or a request asks of one carrier."),
            new("Label", "Words to find transactions by."),
            new("Member Transaction Labels", "Which of them a transaction has."),
            new("Status Detail", "What a transaction has passed."),
            new("Group Plans & Enrollment", "What a group offers its members: lines of coverage at carriers, and the plans of each."),
            new("Plan Rates", "What plans cost."),
            new("Individual Enrollments", "Who is in which plan, as Noyo has it."),
            new("Member Premiums", "What is paid for a family."),
            new("Group Configuration", "Employers, with their contacts, their locations, and what Noyo holds of them at carriers."),
            new("Groups", "The same as Noyo's own pages read it."),
            new("Group Connections", "That a group's data is exchanged with a carrier, and how far that has come."),
            new("Ui Group Connections", "The same as Noyo's own pages read and correct it."),
            new("Connection Eligibility", "Whether a group can be connected to a carrier."),
            new("Group Disconnections", "That a connection is to end: who asked for it, and what the platform decides."),
            new("Renewal Decisions", "A group's new plan year: what is expected of carriers, and whether they are ready for it."),
            new("Issues", "What keeps data from being as it should be at a carrier, and what helps."),
            new("Issue Persons", "Whom issues are about."),
            new("Feeds", "What carriers that take files get, and when."),
            new("Feed", "The same as Noyo's own pages read it."),
            new("Feed Run", "The files that went out."),
            new("Feed Runs", "What is in them."),
            new("Discrepancies", "Differences that became discrepancies, as they were seen before there was the Tracking API."),
            new("Reconcilation Issues", "The same under another name."),
            new("Reconciliation Issues", "What is done about them."),
            new("Partner Documents", "What carriers and others gave, such as reports of what they could not take."),
            new("Partner Document Sources", "Where documents of one sort come from."),
            new("Carrier Sync", "When a group was last compared with its carriers."),
            new("Employee", "Who works for a group."),
            new("Dependent", "Whom employees have in their families."),
            new("Person", "People, found by what is known of them."),
            new("Accounts", "Tokens. A third API of Noyo's, with a base URL of its own."),
            new("Ping", "Whether the API is there."),
        ],
    };

    private static readonly ApiDocument Tracking = new()
    {
        Name = "tracking",
        Title = "Tracking",
        Family = ApiFamily.Tracking,
        Introduction =
            $"""
            A local, stateful stand-in for Noyo's Tracking API. Differences follow from what platform and simulated carriers hold: post a snapshot in the
            fulfillment document, or change a carrier's record in the control document, and look here. {Token}
            """,
        Tags =
        [
            new("Differences", "What the platform sent and what the carrier holds, where they are not the same."),
            new("Ping", "Whether the API is there."),
        ],
    };

    private static readonly ApiDocument Carrier = new()
    {
        Name = "carrier",
        Title = "Carrier",
        Family = ApiFamily.Carrier,
        Introduction =
            $"""
            A local, stateful stand-in for Noyo's Carrier API: which carriers there are, and which of them the organization works with. How the simulated
            carriers behave, and what they hold, is in the control document. {Token}
            """,
        Tags =
        [
            new("Carriers", "Who there is, what they offer, and how the organization stands with them."),
            new("Ping", "Whether the API is there."),
        ],
    };

    private static readonly ApiDocument Control = new()
    {
        Name = ControlName,
        Title = "Emulator control",
        GuestOperations = [(ApiFamily.Carrier, Ping.OperationId)],
        Introduction =
            """
            What the emulator offers and Noyo does not: move the clock, play the carrier, register receivers of webhooks and look at every attempt, put
            everything back. Executed from top to bottom on fresh data, every operation succeeds; where an id does not exist before you have made the object,
            the word `latest` stands for the newest one.
            """,
        Tags =
        [
            new("Emulator", "The emulator itself: is it ready, how is it configured, back to the start."),
            new("Worlds", "Isolated emulated Noyos in one process: create, fork, save, go back, write down."),
            new("Clock", "The one clock that carriers, webhooks and tokens follow."),
            new("Carriers", "How simulated carriers behave, and what they hold."),
            new("Connections", "What carriers and Noyo do with connections by themselves: bring them on their way, ask to end them."),
            new("Webhooks", "Receivers, events, and every attempt to deliver them."),
            new("Inbox", "Receivers inside the emulator: they keep what they get, verify it, and answer as told."),
            new("Snapshots", "The member snapshots with names, to look for the one that is meant."),
            new("Explain", "The story of one object."),
            new("Faults", "Requests to Noyo's APIs that go wrong: statuses, delays, lost connections, half answers."),
            new("Ping", "An operation of Noyo's, so that there is a request to look at."),
            new("Requests", "What was sent to Noyo's APIs, and what was answered; the ping above is one."),
        ],
    };

    /// <summary>All of them, in the order in which Swagger UI offers them.</summary>
    public static IReadOnlyList<ApiDocument> All { get; } = [Fulfillment, Tracking, Carrier, Control];

    public required string Name { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is about, before the base URLs.</summary>
    public required string Introduction { get; init; }

    /// <summary>The tags, in their order.</summary>
    public required IReadOnlyList<ApiTag> Tags { get; init; }

    /// <summary>The API it describes; null for what belongs to none.</summary>
    private ApiFamily? Family { get; init; }

    /// <summary>APIs that are too small for a document of their own.</summary>
    private IReadOnlyList<ApiFamily> Guests { get; init; } = [];

    /// <summary>Single operations of other APIs, which their own documents have as well.</summary>
    private IReadOnlyList<(ApiFamily Family, string OperationId)> GuestOperations { get; init; } = [];

    public static ApiDocument Named(string name) => All.Single(document => document.Name == name);

    /// <summary>The path below which an API is served; empty for the control plane.</summary>
    public static string PrefixOf(ApiFamily? family) => family is null ? "" : $"/{family.Value.ToString().ToLowerInvariant()}";

    /// <summary>The path below which its own operations are served.</summary>
    public string Prefix => PrefixOf(Family);

    /// <summary>Whether an operation of an API is in the document.</summary>
    public bool Has(ApiFamily? family, string? operationId) => family == Family
        || (family is { } other && (Guests.Contains(other) || (operationId is not null && GuestOperations.Contains((other, operationId)))));

    /// <summary>Whether the endpoints of an API are served elsewhere than the document says.</summary>
    public bool IsGuest(ApiFamily? family) => family != Family;

    /// <summary>The head of the document.</summary>
    public OpenApiInfo ToInfo(string version) => new()
    {
        Title = $"NoyoEmulator: {Title}",
        Version = version,
        Description = Introduction,
        Contact = new OpenApiContact { Name = "The NoyoEmulator authors" },
        License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
    };

    /// <summary>The base URLs, for clients and for people.</summary>
    public static string BaseUrls(string root) =>
        $"""
        | for | base URL |
        |---|---|
        | Fulfillment | `{root}{PrefixOf(ApiFamily.Fulfillment)}` |
        | Tracking | `{root}{PrefixOf(ApiFamily.Tracking)}` |
        | Carrier | `{root}{PrefixOf(ApiFamily.Carrier)}` |
        | Accounts (tokens) | `{root}{PrefixOf(ApiFamily.Accounts)}` |
        | the control plane | `{root}{ControlEndpoints.Prefix}` |
        """;
}

/// <summary>A group of operations.</summary>
internal sealed record ApiTag(string Name, string Description);
