using FluentValidation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Disconnections;

/// <summary>The reasons there are (OpenAPI).</summary>
internal static class DisconnectionReasons
{
    /// <summary>Why a platform asks for one.</summary>
    public static AllowedValues OfPlatform { get; } = new(
        "broker_of_record", "changed_enrollment_method", "lost_group", "no_longer_eligible", "not_using_connection", "other", "terminated");

    /// <summary>Why one is asked for, carriers and Noyo's app included.</summary>
    public static AllowedValues OfAnybody { get; } = new(
        "broker_of_record", "changed_enrollment_method", "lost_access", "lost_group", "no_longer_eligible", "not_using_connection", "other",
        "payment_lapse", "platform_requested", "terminated");

    /// <summary>Why one is turned down.</summary>
    public static AllowedValues ToReject { get; } = new("connection_restored", "eligibility_restored", "other", "payment_reinstated");

    /// <summary>Where Noyo's disconnections come from; here platforms and carriers ask for all of them.</summary>
    public static AllowedValues Sources { get; } = new("platform", "carrier", "group_audit_request", "group_setup_request", "member_transaction");

    /// <summary>What an edit can decide.</summary>
    public static AllowedValues Decisions { get; } = new("processing", "rejected");
}

internal sealed class GroupDisconnectionRequestPublicCreateRequestValidator : AbstractValidator<GroupDisconnectionRequestPublicCreateRequest>
{
    public GroupDisconnectionRequestPublicCreateRequestValidator()
    {
        _ = RuleFor(body => body.CarrierId).IsRequired().IsUuid();
        _ = RuleFor(body => body.GroupId).IsRequired().IsUuid();
        _ = RuleFor(body => body.EffectiveEndDate).IsRequired().IsDate();
        _ = RuleFor(body => body.Reason).IsOneOf(DisconnectionReasons.OfPlatform);
    }
}

internal sealed class GroupDisconnectionBulkRequestPublicCreateRequestValidator : AbstractValidator<GroupDisconnectionBulkRequestPublicCreateRequest>
{
    public GroupDisconnectionBulkRequestPublicCreateRequestValidator()
    {
        _ = RuleFor(body => body.CarrierIds).IsRequired().Must(ids => ids is not { Count: 0 }).WithMessage("must be at least one id");
        _ = RuleForEach(body => body.CarrierIds).Must((body, id) => body.CarrierIds!.Count(other => string.Equals(other, id, StringComparison.OrdinalIgnoreCase)) == 1)
            .WithMessage("must be given once");
        _ = RuleForEach(body => body.CarrierIds).Must(id => Uuid.TryParse(id, out _)).WithMessage("must be a uuid");
        _ = RuleFor(body => body.GroupId).IsRequired().IsUuid();
        _ = RuleFor(body => body.EffectiveEndDate).IsRequired().IsDate();
        _ = RuleFor(body => body.Reason).IsOneOf(DisconnectionReasons.OfAnybody);
        _ = RuleFor(body => body.SourceDate).IsDate();
        _ = RuleFor(body => body.SourceId).IsUuid();
        _ = RuleFor(body => body.SourceType).IsOneOf(DisconnectionReasons.Sources);
    }
}

internal sealed class GroupDisconnectionRequestPublicConfirmRequestValidator : AbstractValidator<GroupDisconnectionRequestPublicConfirmRequest>
{
    public GroupDisconnectionRequestPublicConfirmRequestValidator() => RuleFor(body => body.EffectiveEndDate).IsDate();
}

internal sealed class GroupDisconnectionRequestPublicEditRequestValidator : AbstractValidator<GroupDisconnectionRequestPublicEditRequest>
{
    public GroupDisconnectionRequestPublicEditRequestValidator()
    {
        _ = RuleFor(body => body.Status).IsRequired().IsOneOf(DisconnectionReasons.Decisions);
        _ = RuleFor(body => body.EffectiveEndDate).IsDate();
        _ = RuleFor(body => body.Reason).IsOneOf(DisconnectionReasons.ToReject);
    }
}
