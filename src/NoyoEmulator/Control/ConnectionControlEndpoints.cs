using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Fulfillment;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Fulfillment.Connections;
using NoyoEmulator.Fulfillment.Disconnections;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>To which status a connection is to come.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AdvanceConnectionBody
{
    /// <summary>One of Noyo's statuses of a group connection; required.</summary>
    public string? Status { get; init; }
}

/// <summary>A carrier's wish to disconnect a group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CarrierDisconnectionBody
{
    /// <summary>Required.</summary>
    public string? CarrierId { get; init; }

    /// <summary>Required.</summary>
    public string? GroupId { get; init; }

    /// <summary>The day from which the carrier would take nothing new; absent: the platform has to say.</summary>
    public string? EffectiveEndDate { get; init; }

    /// <summary>One of Noyo's reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>What is to be said beside it.</summary>
    public string? Context { get; init; }
}

internal sealed class AdvanceConnectionBodyValidator : AbstractValidator<AdvanceConnectionBody>
{
    public AdvanceConnectionBodyValidator() => RuleFor(body => body.Status).IsRequired()
        .Must(status => status is null || EnumName.TryParse<ConnectionStatus>(status, out _))
        .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionStatus>())}");
}

internal sealed class CarrierDisconnectionBodyValidator : AbstractValidator<CarrierDisconnectionBody>
{
    public CarrierDisconnectionBodyValidator()
    {
        _ = RuleFor(body => body.CarrierId).IsRequired().IsUuid();
        _ = RuleFor(body => body.GroupId).IsRequired().IsUuid();
        _ = RuleFor(body => body.EffectiveEndDate).IsDate();
        _ = RuleFor(body => body.Reason).Must(reason => reason is null || DisconnectionReasons.OfAnybody.Find(reason) is not null)
            .WithMessage($"must be one of: {DisconnectionReasons.OfAnybody.Listing}");
    }
}

/// <summary>What Noyo and carriers do with connections by themselves.</summary>
internal static class ConnectionControlEndpoints
{
    private const string Tag = "Connections";

    public static void MapConnectionControl(this IEndpointRouteBuilder control)
    {
        _ = control.MapPost("/group_connections/{connection_id}/advance", AdvanceAsync).WithName("advanceGroupConnection").WithTags(Tag)
            .WithSummary("Bring a group connection to a status")
            .WithDescription(
                "Now, whatever was on the way. Completed does all that comes with it: the first comparison with a carrier that is read, the first "
                + "file to one that is not. From created and processing it goes on by itself.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        _ = control.MapPost("/group_disconnection_requests", DisconnectAsync).WithName("createCarrierDisconnection").WithTags(Tag)
            .WithSummary("Have a carrier ask to disconnect a group")
            .WithDescription("It waits in needs_review for the platform to confirm or reject it.")
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<GroupSetupRequestPublicResult>, ApiErrorResult>> AdvanceAsync(
        [RouteId(Name = "connection_id")] string connectionId, JsonBody<AdvanceConnectionBody> body, World world, ConnectionRequests requests,
        CancellationToken cancellationToken)
    {
        var written = await world.WriteAsync(
            session => Uuid.TryParse(connectionId, out var id) && session.Rows.Find<GroupConnection>(id) is { } connection
                ? requests.Set(session, connection, EnumName.Parse<ConnectionStatus>(body.Value.Status!))
                : new WrittenConnection(null, null, ApiErrorResult.Unknown("GroupConnection", connectionId)),
            cancellationToken);
        return written.Refusal is { } refusal ? refusal : TypedResults.Ok(ConnectionMapping.ToPublic(written.Connection!, written.Group!));
    }

    private static async Task<Results<Created<GroupDisconnectionRequestResult>, ApiErrorResult>> DisconnectAsync(
        JsonBody<CarrierDisconnectionBody> body, World world, DisconnectionRequests requests, CancellationToken cancellationToken)
    {
        var value = body.Value;
        var asked = new AskedDisconnection(
            value.GroupId!, Uuid.Parse(value.CarrierId!), "$.carrier_id", value.EffectiveEndDate is null ? null : IsoDate.Parse(value.EffectiveEndDate),
            DisconnectionSource.Carrier, DisconnectionReasons.OfAnybody.Find(value.Reason), value.Context);
        var written = await world.WriteAsync(session => requests.Create(session, asked), cancellationToken);
        return written.Refusal is { } refusal
            ? refusal
            : TypedResults.Created(
                $"/api/v1/group_disconnection_requests/{written.Disconnection!.Id}",
                DisconnectionMapping.ToPublic(written.Disconnection, written.Group!));
    }
}
