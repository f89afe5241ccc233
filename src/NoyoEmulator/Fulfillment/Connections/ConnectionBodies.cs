using FluentValidation;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Connections;

internal sealed class GroupSetupRequestPublicAPICreateRequestValidator : AbstractValidator<GroupSetupRequestPublicAPICreateRequest>
{
    public GroupSetupRequestPublicAPICreateRequestValidator()
    {
        _ = RuleFor(body => body.CarrierId).IsRequired().IsUuid();
        _ = RuleFor(body => body.DataExchangeConfiguration).IsOneOf(ConnectionRules.DataExchanges);
        _ = RuleFor(body => body.FederalEin).IsFederalEin();
        _ = RuleFor(body => body.GroupData).IsRequired();
        _ = RuleFor(body => body.GroupData!).ChildRules(data =>
        {
            _ = data.RuleFor(body => body.CarrierGroupId).IsRequired().IsCarrierGroupId();
            _ = data.RuleFor(body => body.GroupName).IsRequired().IsNotBlank();
        }).When(body => body.GroupData is not null);
    }
}

internal sealed class GroupSetupRequestPublicAPINestedCreateRequestValidator : AbstractValidator<GroupSetupRequestPublicAPINestedCreateRequest>
{
    public GroupSetupRequestPublicAPINestedCreateRequestValidator()
    {
        _ = RuleFor(body => body.CarrierId).IsRequired().IsUuid();
        _ = RuleFor(body => body.DataExchangeConfiguration).IsOneOf(ConnectionRules.DataExchanges);
        _ = RuleFor(body => body.GroupData).IsRequired();
        _ = RuleFor(body => body.GroupData!).ChildRules(data => data.RuleFor(body => body.CarrierGroupId).IsRequired().IsCarrierGroupId())
            .When(body => body.GroupData is not null);
    }
}

internal sealed class GroupSetupRequestPublicAPIRetryRequestValidator : AbstractValidator<GroupSetupRequestPublicAPIRetryRequest>
{
    public GroupSetupRequestPublicAPIRetryRequestValidator()
    {
        _ = RuleFor(body => body.CarrierGroupId).IsCarrierGroupId();
        _ = RuleFor(body => body.FederalEin).IsFederalEin();
    }
}

internal sealed class GroupConnectionRequestEditUIValidator : AbstractValidator<GroupConnectionRequestEditUI>
{
    public GroupConnectionRequestEditUIValidator() => RuleFor(body => body.Status)
        .Must(status => status is null || EnumName.TryParse<ConnectionStatus>(status, out _))
        .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionStatus>())}");
}

/// <summary>What the bodies about connections have in common.</summary>
internal static class ConnectionRules
{
    public static AllowedValues DataExchanges { get; } = new("api", "edi");

    public static IRuleBuilderOptions<T, string?> IsCarrierGroupId<T>(this IRuleBuilder<T, string?> rule) =>
        rule.IsNotBlank().Must(NamedOutcome.IsSound).WithMessage(NamedOutcome.Unsound);
}
