using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Disconnections;

/// <summary>A request to end a group's connection to a carrier (OpenAPI).</summary>
public sealed record GroupDisconnectionRequestPublicCreateRequest
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Required.</summary>
    public string? GroupId { get; init; }

    /// <summary>The day from which the carrier takes nothing new; required.</summary>
    public string? EffectiveEndDate { get; init; }

    /// <summary>One of Noyo's reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>What is to be said beside it.</summary>
    public string? Context { get; init; }
}

/// <summary>Requests to end a group's connections to several carriers (OpenAPI).</summary>
public sealed record GroupDisconnectionBulkRequestPublicCreateRequest
{
    /// <summary>Required.</summary>
    public IReadOnlyList<string>? CarrierIds { get; init; }

    /// <summary>Required.</summary>
    public string? GroupId { get; init; }

    /// <summary>The day from which the carriers take nothing new; required.</summary>
    public string? EffectiveEndDate { get; init; }

    /// <summary>One of Noyo's reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>What is to be said beside it.</summary>
    public string? Context { get; init; }

    /// <summary>Noyo's own, and not taken.</summary>
    public string? ContextFromCarrier { get; init; }

    /// <summary>True disconnects a protected group all the same.</summary>
    public bool? ProtectedGroupOverride { get; init; }

    /// <summary>Noyo's own, and not taken.</summary>
    public string? SourceDate { get; init; }

    /// <summary>Noyo's own, and not taken.</summary>
    public string? SourceId { get; init; }

    /// <summary>Noyo's own, and not taken.</summary>
    public string? SourceType { get; init; }
}

/// <summary>That a disconnection is agreed to (OpenAPI).</summary>
public sealed record GroupDisconnectionRequestPublicConfirmRequest
{
    /// <summary>The day from which the carrier takes nothing new; required where none is set.</summary>
    public string? EffectiveEndDate { get; init; }
}

/// <summary>What is decided about a disconnection; what is absent stays (OpenAPI).</summary>
public sealed record GroupDisconnectionRequestPublicEditRequest
{
    /// <summary>processing or rejected; required.</summary>
    public string? Status { get; init; }

    /// <summary>The day from which the carrier takes nothing new; required where none is set, unless it is rejected.</summary>
    public string? EffectiveEndDate { get; init; }

    /// <summary>One of Noyo's reasons to turn a disconnection down.</summary>
    public string? Reason { get; init; }

    /// <summary>What is to be said beside it.</summary>
    public string? Context { get; init; }
}

/// <summary>A request to end a group's connection to a carrier (OpenAPI). Times are Unix seconds.</summary>
public record GroupDisconnectionRequestResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    public required Guid GroupId { get; init; }

    public required string GroupName { get; init; }

    public required Guid OrganizationId { get; init; }

    /// <summary>needs_review, processing, completed or rejected.</summary>
    public required string Status { get; init; }

    /// <summary>The day from which the carrier takes nothing new.</summary>
    public string? EffectiveEndDate { get; init; }

    /// <summary>platform or carrier.</summary>
    public required string SourceType { get; init; }

    /// <summary>The organization, or the carrier (inferred).</summary>
    public required Guid SourceId { get; init; }

    public required string SourceDate { get; init; }

    /// <summary>When the platform decided.</summary>
    public long? Decided { get; init; }

    /// <summary>When the connection ended.</summary>
    public long? Completed { get; init; }
}

/// <summary>A request to end a connection, as Noyo's app sees it (OpenAPI).</summary>
public sealed record UIGroupDisconnectionRequestResult : GroupDisconnectionRequestResult
{
    public UIGroupDisconnectionRequestNestedReason? CreatedReason { get; init; }

    public UIGroupDisconnectionRequestNestedReason? RejectedReason { get; init; }
}

/// <summary>Why something was asked for, or turned down (OpenAPI).</summary>
public sealed record UIGroupDisconnectionRequestNestedReason
{
    /// <summary>platform or carrier.</summary>
    public required string CreatedBy { get; init; }

    public string? Reason { get; init; }

    public string? ContextFromCarrier { get; init; }

    public string? ContextFromPlatform { get; init; }

    /// <summary>Never there: what is said beside the reason other is its context.</summary>
    public string? OtherReason { get; init; }
}

/// <summary>What came of several requests (OpenAPI).</summary>
public sealed record GroupDisconnectionBulkRequestResult
{
    /// <summary>One for each carrier, in the order in which they were named.</summary>
    public required IReadOnlyList<UIGroupDisconnectionRequestResult> Response { get; init; }
}

/// <summary>Disconnections in their public forms.</summary>
internal static class DisconnectionMapping
{
    public static GroupDisconnectionRequestResult ToPublic(GroupDisconnection disconnection, Group group) => new()
    {
        Id = disconnection.Id,
        Version = disconnection.Version,
        Created = disconnection.Created.ToUnixTimeSeconds(),
        Modified = disconnection.Modified.ToUnixTimeSeconds(),
        CarrierId = disconnection.CarrierId,
        GroupId = disconnection.GroupId,
        GroupName = group.Name,
        OrganizationId = group.OrganizationId,
        Status = EnumName.Of(disconnection.Status),
        EffectiveEndDate = disconnection.EffectiveEndDate is { } day ? IsoDate.Format(day) : null,
        SourceType = EnumName.Of(disconnection.SourceType),
        SourceId = disconnection.SourceId,
        SourceDate = IsoDate.Format(disconnection.SourceDate),
        Decided = disconnection.Decided?.ToUnixTimeSeconds(),
        Completed = disconnection.Completed?.ToUnixTimeSeconds(),
    };

    public static UIGroupDisconnectionRequestResult ToUI(GroupDisconnection disconnection, Group group)
    {
        var common = ToPublic(disconnection, group);
        var isOfCarrier = disconnection.SourceType == DisconnectionSource.Carrier;
        return new UIGroupDisconnectionRequestResult
        {
            Id = common.Id,
            Version = common.Version,
            Created = common.Created,
            Modified = common.Modified,
            CarrierId = common.CarrierId,
            GroupId = common.GroupId,
            GroupName = common.GroupName,
            OrganizationId = common.OrganizationId,
            Status = common.Status,
            EffectiveEndDate = common.EffectiveEndDate,
            SourceType = common.SourceType,
            SourceId = common.SourceId,
            SourceDate = common.SourceDate,
            Decided = common.Decided,
            Completed = common.Completed,
            CreatedReason = disconnection is { CreatedReason: null, CreatedContext: null } ? null : new UIGroupDisconnectionRequestNestedReason
            {
                CreatedBy = common.SourceType,
                Reason = disconnection.CreatedReason,
                ContextFromCarrier = isOfCarrier ? disconnection.CreatedContext : null,
                ContextFromPlatform = isOfCarrier ? null : disconnection.CreatedContext,
            },
            RejectedReason = disconnection is { RejectedReason: null, RejectedContext: null } ? null : new UIGroupDisconnectionRequestNestedReason
            {
                CreatedBy = EnumName.Of(DisconnectionSource.Platform),
                Reason = disconnection.RejectedReason,
                ContextFromPlatform = disconnection.RejectedContext,
            },
        };
    }
}
