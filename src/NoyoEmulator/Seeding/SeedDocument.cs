using System.Text.Json;
using System.Text.Json.Serialization;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Seeding;

/// <summary>What a world is made of before anybody has touched it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedDocument
{
    /// <summary>The organization whose groups these are.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>True when this comes on top of the default data; otherwise it takes its place.</summary>
    public bool? ExtendsDefault { get; init; }

    public IReadOnlyList<SeedCarrier>? Carriers { get; init; }

    public IReadOnlyList<SeedGroup>? Groups { get; init; }

    /// <summary>Families that Noyo and their carriers have always known alike.</summary>
    public IReadOnlyList<SeedFamily>? Families { get; init; }

    /// <summary>Snapshots that were posted in the past, and whose round trips are over.</summary>
    public IReadOnlyList<SeedSnapshot>? Snapshots { get; init; }

    /// <summary>Member requests that were posted in the past, after the snapshots, and that are done.</summary>
    public IReadOnlyList<SeedMemberRequest>? MemberRequests { get; init; }

    /// <summary>Labels that member transactions can be given.</summary>
    public IReadOnlyList<SeedLabel>? Labels { get; init; }

    /// <summary>What carriers hold of members of the families, in the place of what they would hold.</summary>
    public IReadOnlyList<SeedCarrierRecord>? CarrierRecords { get; init; }

    /// <summary>Carriers that organizations asked for.</summary>
    public IReadOnlyList<SeedOrganizationCarrier>? OrganizationCarriers { get; init; }

    /// <summary>Where documents of partners come from.</summary>
    public IReadOnlyList<SeedPartnerDocumentSource>? PartnerDocumentSources { get; init; }

    /// <summary>Documents that partners gave.</summary>
    public IReadOnlyList<SeedPartnerDocument>? PartnerDocuments { get; init; }

    public IReadOnlyList<SubscriptionBody>? Subscriptions { get; init; }
}

/// <summary>A carrier.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedCarrier
{
    public string? Id { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Its name for programs; absent: the display name in snake case.</summary>
    public string? InternalName { get; init; }

    /// <summary>The state that it is at home in; absent: US, for all of them.</summary>
    public string? State { get; init; }

    /// <summary>What it offers, in the spelling of Noyo's Carrier API; absent: what groups have of it, or all there is.</summary>
    public IReadOnlyList<string>? LinesOfCoverage { get; init; }

    /// <summary>Whether it is listed; it is if absent.</summary>
    public bool? IsListed { get; init; }

    /// <summary>Its habits; absent: it records everything as sent.</summary>
    public CarrierBehaviorBody? Behavior { get; init; }
}

/// <summary>A group, its connections and its plans.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedGroup
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Its organization, where that is not the one of the whole document.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>True where the platform cannot disconnect it by itself.</summary>
    public bool? Protected { get; init; }

    /// <summary>What it does business as.</summary>
    public string? DbaName { get; init; }

    /// <summary>Its Federal Employer Identification Number, nine digits.</summary>
    public string? FederalEin { get; init; }

    /// <summary>Its Standard Industrial Classification, in digits.</summary>
    public string? SicCode { get; init; }

    public IReadOnlyList<SeedConnection>? Connections { get; init; }

    /// <summary>Requests to end connections.</summary>
    public IReadOnlyList<SeedDisconnection>? Disconnections { get; init; }

    public IReadOnlyList<SeedRenewalDecision>? RenewalDecisions { get; init; }

    /// <summary>What keeps its data from being as it should be at carriers.</summary>
    public IReadOnlyList<SeedIssue>? Issues { get; init; }

    public IReadOnlyList<SeedPlan>? Plans { get; init; }

    /// <summary>Those of which more is to be known than that they are there.</summary>
    public IReadOnlyList<SeedGroupEnrollment>? GroupEnrollments { get; init; }

    public IReadOnlyList<SeedLocation>? Locations { get; init; }

    public IReadOnlyList<SeedContact>? Contacts { get; init; }

    /// <summary>What Noyo holds of it at carriers.</summary>
    public IReadOnlyList<SeedCarrierConfiguration>? CarrierConfigurations { get; init; }
}

/// <summary>A group's connection to a carrier.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedConnection
{
    /// <summary>Absent: one is made.</summary>
    public string? Id { get; init; }

    public string? CarrierId { get; init; }

    /// <summary>A status of Noyo's group connections; absent: completed.</summary>
    public string? Status { get; init; }

    /// <summary>Whether the group came with it (initial) or was there before (incremental); absent: incremental.</summary>
    public string? RequestType { get; init; }

    /// <summary>The carrier's own id of the group.</summary>
    public string? CarrierGroupId { get; init; }

    /// <summary>The tax number that was stated for a new group.</summary>
    public string? FederalEin { get; init; }

    /// <summary>The broker's tax number, as the carrier is told it.</summary>
    public string? BrokerFederalEin { get; init; }

    /// <summary>The broker's own number at the tax office, as the carrier is told it.</summary>
    public string? BrokerTin { get; init; }

    /// <summary>Where the carrier reaches the employer.</summary>
    public string? EmployerEmailAddress { get; init; }

    /// <summary>What the platform keeps beside it: any JSON.</summary>
    public JsonElement? SetupData { get; init; }

    /// <summary>Whether it was tried again, so that what the platform was asked to do counts as done; absent: it was not.</summary>
    public bool? Retried { get; init; }

    /// <summary>The day from which the carrier takes nothing new; absent: the connection has not ended.</summary>
    public string? DisconnectedOn { get; init; }
}

/// <summary>A request to end a group's connection to a carrier.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedDisconnection
{
    /// <summary>Absent: one is made.</summary>
    public string? Id { get; init; }

    public string? CarrierId { get; init; }

    /// <summary>A status of Noyo's group disconnection requests; absent: needs_review.</summary>
    public string? Status { get; init; }

    /// <summary>The day from which the carrier is to take nothing new.</summary>
    public string? EffectiveEndDate { get; init; }

    /// <summary>Who asked for it, platform or carrier; absent: the carrier.</summary>
    public string? SourceType { get; init; }

    /// <summary>One of Noyo's reasons for a disconnection.</summary>
    public string? Reason { get; init; }

    /// <summary>What was said beside it.</summary>
    public string? Context { get; init; }

    /// <summary>Why it was turned down: one of Noyo's reasons.</summary>
    public string? RejectedReason { get; init; }

    /// <summary>What was said beside it.</summary>
    public string? RejectedContext { get; init; }
}

/// <summary>A family in the form of a member snapshot.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedFamily
{
    public string? GroupId { get; init; }

    /// <summary>False when carriers hold of it only what <c>carrier_records</c> says; otherwise they hold what the snapshot says.</summary>
    public bool? KnownToCarriers { get; init; }

    /// <summary>The location of the group where the employee works; a snapshot does not say it.</summary>
    public string? LocationId { get; init; }

    public InboundMemberSnapshot? Snapshot { get; init; }

    /// <summary>Ids that the platform used for members beside those of the snapshot, which find them as well.</summary>
    public IReadOnlyList<SeedFurtherId>? FurtherIds { get; init; }
}

/// <summary>A further id of the platform's for a member.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedFurtherId
{
    /// <summary>Noyo's id of the member.</summary>
    public string? IndividualId { get; init; }

    public string? CustomIndividualId { get; init; }
}

/// <summary>What a carrier holds of a member.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedCarrierRecord
{
    public string? CarrierId { get; init; }

    /// <summary>The record; its individual is a member of one of the families.</summary>
    public MemberRecord? Record { get; init; }
}

/// <summary>A snapshot of the past.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedSnapshot
{
    public string? GroupId { get; init; }

    /// <summary>When it was posted, ISO-8601.</summary>
    public string? PostedAt { get; init; }

    public InboundMemberSnapshot? Snapshot { get; init; }
}

/// <summary>A member request of the past.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedMemberRequest
{
    /// <summary>The employee that it is about.</summary>
    public string? EmployeeId { get; init; }

    /// <summary>One of Noyo's ten kinds.</summary>
    public string? RequestType { get; init; }

    /// <summary>When it was posted, ISO-8601.</summary>
    public string? PostedAt { get; init; }

    /// <summary>Its body, as Noyo's API takes it.</summary>
    [JsonFreeObject]
    public JsonElement? Body { get; init; }
}

/// <summary>A label.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedLabel
{
    public string? Id { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Summary { get; init; }
}
