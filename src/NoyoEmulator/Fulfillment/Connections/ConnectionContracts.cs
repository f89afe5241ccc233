using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>A connection for a group that does not exist yet (OpenAPI).</summary>
public sealed record GroupSetupRequestPublicAPICreateRequest
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>api or edi. Which of them is used makes no difference here.</summary>
    public string? DataExchangeConfiguration { get; init; }

    /// <summary>The new group's federal tax number.</summary>
    public string? FederalEin { get; init; }

    /// <summary>Required.</summary>
    public GroupSetupRequestPublicGroupData? GroupData { get; init; }

    /// <summary>Every carrier of the world can be connected to, so that it makes no difference here.</summary>
    public bool? IgnoreEligibility { get; init; }
}

/// <summary>A connection for a group that exists (OpenAPI).</summary>
public sealed record GroupSetupRequestPublicAPINestedCreateRequest
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>api or edi. Which of them is used makes no difference here.</summary>
    public string? DataExchangeConfiguration { get; init; }

    /// <summary>Required.</summary>
    public GroupSetupRequestPublicNestedGroupData? GroupData { get; init; }

    /// <summary>Every carrier of the world can be connected to, so that it makes no difference here.</summary>
    public bool? IgnoreEligibility { get; init; }
}

/// <summary>What a carrier is told of a group (OpenAPI).</summary>
public record GroupSetupRequestPublicNestedGroupData
{
    public string? BrokerFederalEin { get; init; }

    public string? BrokerTin { get; init; }

    /// <summary>The carrier's own id of the group; required.</summary>
    public string? CarrierGroupId { get; init; }

    public string? EmployerEmailAddress { get; init; }
}

/// <summary>What a carrier is told of a new group (OpenAPI).</summary>
public sealed record GroupSetupRequestPublicGroupData : GroupSetupRequestPublicNestedGroupData
{
    /// <summary>The name of the new group; required.</summary>
    public string? GroupName { get; init; }
}

/// <summary>What changes before a connection is tried again; what is absent stays (OpenAPI).</summary>
public sealed record GroupSetupRequestPublicAPIRetryRequest
{
    public string? BrokerFederalEin { get; init; }

    public string? BrokerTin { get; init; }

    public string? CarrierGroupId { get; init; }

    public string? EmployerEmailAddress { get; init; }

    public string? FederalEin { get; init; }
}

/// <summary>What a carrier was told of a group (OpenAPI).</summary>
public sealed record GroupSetupRequestPublicGroupDataResult
{
    public string? BrokerFederalEin { get; init; }

    public string? BrokerTin { get; init; }

    /// <summary>Empty where nobody stated one.</summary>
    public required string CarrierGroupId { get; init; }

    public string? EmployerEmailAddress { get; init; }

    public required string GroupName { get; init; }
}

/// <summary>What all forms of a connection say. Times are Unix seconds.</summary>
public abstract record GroupSetupRequest
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid CarrierId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid OrganizationId { get; init; }

    /// <summary>initial where the group came with it, else incremental.</summary>
    public required string RequestType { get; init; }

    /// <summary>created, processing, noyo_review, waiting_on_carrier, carrier_authorization, action_required, unable_to_connect or completed.</summary>
    public required string Status { get; init; }

    public required GroupSetupRequestPublicGroupDataResult GroupData { get; init; }

    /// <summary>What came of it, where Noyo would say more than the status; empty here.</summary>
    public required JsonObject SetupResult { get; init; }

    /// <summary>Required by Noyo's document, which does not say what it is; empty here.</summary>
    public required JsonObject SetupMetadata { get; init; }
}

/// <summary>A connection of a group to a carrier, as it is answered when it is asked for with a group that exists (OpenAPI).</summary>
public sealed record GroupSetupRequestResult : GroupSetupRequest
{
    /// <summary>Required by Noyo's document, which does not say what it is; empty here.</summary>
    public required JsonObject SetupData { get; init; }

    /// <summary>Never there: a connection is compared without an audit that one could ask for.</summary>
    public Guid? GroupAuditRequestId { get; init; }
}

/// <summary>A connection of a group to a carrier (OpenAPI).</summary>
public sealed record GroupSetupRequestPublicResult : GroupSetupRequest
{
    /// <summary>When it was completed; absent while it was not.</summary>
    public long? Completed { get; init; }

    public string? FederalEin { get; init; }
}

/// <summary>A connection as Noyo's app sees it (OpenAPI).</summary>
public sealed record GroupSetupRequestUIResult : GroupSetupRequest
{
    /// <summary>What the app keeps beside it.</summary>
    [JsonFreeObject]
    public JsonElement? SetupData { get; init; }
}

/// <summary>What Noyo's app changes of a connection; what is absent stays (OpenAPI).</summary>
public sealed record GroupConnectionRequestEditUI
{
    /// <summary>When the carrier was asked to authorise it; taken and not kept.</summary>
    public NullableText? SentCarrierAuthComms { get; init; }

    [JsonFreeObject]
    public JsonElement? SetupData { get; init; }

    /// <summary>Taken and not kept: what comes of a connection is the carrier's to say.</summary>
    [JsonFreeObject]
    public JsonElement? SetupResult { get; init; }

    /// <summary>One of Noyo's statuses of a group connection.</summary>
    public string? Status { get; init; }
}

/// <summary>Connections in their public forms.</summary>
internal static class ConnectionMapping
{
    public static GroupSetupRequestPublicResult ToPublic(GroupConnection connection, Group group) => new()
    {
        Id = connection.Id,
        Version = connection.Version,
        Created = connection.Created.ToUnixTimeSeconds(),
        Modified = connection.Modified.ToUnixTimeSeconds(),
        CarrierId = connection.CarrierId,
        GroupId = connection.GroupId,
        OrganizationId = group.OrganizationId,
        RequestType = EnumName.Of(connection.RequestType),
        Status = EnumName.Of(connection.Status),
        GroupData = DataOf(connection, group),
        SetupResult = [],
        SetupMetadata = [],
        Completed = connection.Completed?.ToUnixTimeSeconds(),
        FederalEin = connection.FederalEin,
    };

    public static GroupSetupRequestUIResult ToUI(GroupConnection connection, Group group) => new()
    {
        Id = connection.Id,
        Version = connection.Version,
        Created = connection.Created.ToUnixTimeSeconds(),
        Modified = connection.Modified.ToUnixTimeSeconds(),
        CarrierId = connection.CarrierId,
        GroupId = connection.GroupId,
        OrganizationId = group.OrganizationId,
        RequestType = EnumName.Of(connection.RequestType),
        Status = EnumName.Of(connection.Status),
        GroupData = DataOf(connection, group),
        SetupResult = [],
        SetupMetadata = [],
        SetupData = WireJson.Read<JsonElement?>(connection.SetupData),
    };

    public static GroupSetupRequestResult ToResult(GroupConnection connection, Group group) => new()
    {
        Id = connection.Id,
        Version = connection.Version,
        Created = connection.Created.ToUnixTimeSeconds(),
        Modified = connection.Modified.ToUnixTimeSeconds(),
        CarrierId = connection.CarrierId,
        GroupId = connection.GroupId,
        OrganizationId = group.OrganizationId,
        RequestType = EnumName.Of(connection.RequestType),
        Status = EnumName.Of(connection.Status),
        GroupData = DataOf(connection, group),
        SetupResult = [],
        SetupMetadata = [],
        SetupData = [],
    };

    private static GroupSetupRequestPublicGroupDataResult DataOf(GroupConnection connection, Group group)
    {
        var stated = WireJson.Read<GroupSetupRequestPublicNestedGroupData>(connection.GroupData);
        return new GroupSetupRequestPublicGroupDataResult
        {
            BrokerFederalEin = stated?.BrokerFederalEin,
            BrokerTin = stated?.BrokerTin,
            CarrierGroupId = connection.CarrierGroupId ?? "",
            EmployerEmailAddress = stated?.EmployerEmailAddress,
            GroupName = group.Name,
        };
    }
}
