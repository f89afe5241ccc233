using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Webhooks;
using NoyoEmulator.Webhooks.Gauntlet;

namespace NoyoEmulator.Control;

/// <summary>A receiver that is to be tried.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GauntletBody
{
    /// <summary>Where it listens.</summary>
    public string? Url { get; init; }

    /// <summary>What it verifies signatures with.</summary>
    public string? Secret { get; init; }
}

internal sealed class GauntletBodyValidator : AbstractValidator<GauntletBody>
{
    public GauntletBodyValidator(WebhookOptions options)
    {
        _ = RuleFor(body => body.Url).IsRequired().Must(url => url is null || Subscriptions.IsReceiver(url)).WithMessage(Subscriptions.ReceiverRule);
        _ = RuleFor(body => body.Url).Must(url => !AnyAddress.HasHostOf(url) || OwnInbox.HasPathOf(url)).WithMessage(AnyAddress.Rule);
        _ = RuleFor(body => body.Url).Must(url => options.AllowLinkLocal || !LinkLocal.HasHostOf(url)).WithMessage(LinkLocal.Rule);
        _ = RuleFor(body => body.Secret).NotEmpty().WithMessage("is required: events are signed with it");
    }
}

internal static class GauntletEndpoints
{
    public static void MapGauntlet(this IEndpointRouteBuilder control) =>
        control.MapPost("/webhooks/gauntlet", RunAsync).WithTags("Webhooks").WithName("runGauntlet")
            .WithSummary("Put a receiver through what production has in store for it")
            .WithDescription(
                "Duplicates, reordering, bad signatures, an old timestamp, rotated secrets, unknown types and fields, a slow sender and "
                + "a lost answer, over real HTTP and in real time; "
                + "a minute at most. Nothing of it is kept in the world, and the receiver need not be registered.").WithCallRole(CallRole.NotMadeAgain);

    private static async Task<Ok<GauntletReport>> RunAsync(
        HttpContext context, JsonBody<GauntletBody> body, WebhookGauntlet gauntlet, OwnAddresses own, CancellationToken cancellationToken) =>
        TypedResults.Ok(await gauntlet.RunAsync(own.Store(body.Value.Url!, context.Request.Host), body.Value.Secret!, cancellationToken));
}
