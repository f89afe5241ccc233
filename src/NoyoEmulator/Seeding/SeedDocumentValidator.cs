using FluentValidation;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Disconnections;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Seeding;

internal sealed class SeedDocumentValidator : AbstractValidator<SeedDocument>
{
    private const string DateRule = "must be a date that exists, as YYYY-MM-DD";

    public SeedDocumentValidator(
        IValidator<InboundMemberSnapshot> snapshots, IValidator<CarrierBehaviorBody> behaviors, IValidator<SubscriptionBody> subscriptions,
        IValidator<MemberRecord> records, WebhookOptions options)
    {
        _ = RuleFor(seed => seed.OrganizationId).Must(IsId).WithMessage("must be a uuid")
            .When(seed => seed.Groups is { Count: > 0 } || seed.OrganizationCarriers is { Count: > 0 });
        _ = RuleForEach(seed => seed.Carriers).SetValidator(new SeedCarrierTermsValidator()).ChildRules(carrier =>
        {
            _ = carrier.RuleFor(body => body.Id).Must(IsId).WithMessage("must be a uuid");
            _ = carrier.RuleFor(body => body.DisplayName).NotEmpty().WithMessage("is required");
            _ = carrier.RuleFor(body => body.Behavior!).SetValidator(behaviors).When(body => body.Behavior is not null);
        });
        _ = RuleForEach(seed => seed.OrganizationCarriers).SetValidator(new SeedOrganizationCarrierValidator());
        _ = RuleForEach(seed => seed.Groups).SetValidator(new SeedGroupPartsValidator()).ChildRules(group =>
        {
            _ = group.RuleFor(body => body.Id).Must(IsId).WithMessage("must be a uuid");
            _ = group.RuleFor(body => body.OrganizationId).Must(id => id is null || IsId(id)).WithMessage("must be a uuid");
            _ = group.RuleFor(body => body.Name).NotEmpty().WithMessage("is required");
            _ = group.RuleForEach(body => body.Connections).ChildRules(connection =>
            {
                _ = connection.RuleFor(body => body.CarrierId).Must(IsId).WithMessage("must be a uuid");
                _ = connection.RuleFor(body => body.Status)
                    .Must(status => status is null || EnumName.TryParse<ConnectionStatus>(status, out _))
                    .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionStatus>())}");
                _ = connection.RuleFor(body => body.Id).Must(id => id is null || IsId(id)).WithMessage("must be a uuid");
                _ = connection.RuleFor(body => body.RequestType)
                    .Must(type => type is null || EnumName.TryParse<ConnectionRequestType>(type, out _))
                    .WithMessage($"must be one of: {string.Join(", ", EnumName.All<ConnectionRequestType>())}");
                _ = connection.RuleFor(body => body.DisconnectedOn).Must(IsNoOrAnyDate).WithMessage(DateRule);
            });
            _ = group.RuleForEach(body => body.Disconnections).ChildRules(disconnection =>
            {
                _ = disconnection.RuleFor(body => body.Id).Must(id => id is null || IsId(id)).WithMessage("must be a uuid");
                _ = disconnection.RuleFor(body => body.CarrierId).Must(IsId).WithMessage("must be a uuid");
                _ = disconnection.RuleFor(body => body.Status)
                    .Must(status => status is null || EnumName.TryParse<DisconnectionStatus>(status, out _))
                    .WithMessage($"must be one of: {string.Join(", ", EnumName.All<DisconnectionStatus>())}");
                _ = disconnection.RuleFor(body => body.SourceType)
                    .Must(source => source is null || EnumName.TryParse<DisconnectionSource>(source, out _))
                    .WithMessage($"must be one of: {string.Join(", ", EnumName.All<DisconnectionSource>())}");
                _ = disconnection.RuleFor(body => body.EffectiveEndDate).Must(IsNoOrAnyDate).WithMessage(DateRule);
                _ = disconnection.RuleFor(body => body.EffectiveEndDate)
                    .Must((body, date) => date is not null || body.Status is null
                        || !EnumName.TryParse<DisconnectionStatus>(body.Status, out var status)
                        || status is DisconnectionStatus.NeedsReview or DisconnectionStatus.Rejected)
                    .WithMessage("is required once it is decided that there is to be an end");
                _ = disconnection.RuleFor(body => body.Reason)
                    .Must(reason => reason is null || DisconnectionReasons.OfAnybody.Contains(reason))
                    .WithMessage($"must be one of: {DisconnectionReasons.OfAnybody.Listing}");
            });
            _ = group.RuleForEach(body => body.Plans).SetValidator(new SeedPlanValidator());
            _ = group.RuleForEach(body => body.GroupEnrollments).SetValidator(new SeedGroupEnrollmentValidator());
        });
        var known = InboundMemberSnapshotValidator.OfHistory();
        _ = RuleForEach(seed => seed.Families).ChildRules(family =>
        {
            _ = family.RuleFor(body => body.GroupId).Must(IsId).WithMessage("must be a uuid");
            _ = family.RuleFor(body => body.LocationId).Must(id => id is null || IsId(id)).WithMessage("must be a uuid");
            _ = family.RuleFor(body => body.Snapshot).NotNull().WithMessage("is required");
            _ = family.RuleFor(body => body.Snapshot!).SetValidator(known).When(body => body.Snapshot is not null);
        });
        _ = RuleForEach(seed => seed.Snapshots).ChildRules(snapshot =>
        {
            _ = snapshot.RuleFor(body => body.GroupId).Must(IsId).WithMessage("must be a uuid");
            _ = snapshot.RuleFor(body => body.PostedAt).Must(text => DateTimeOffset.TryParse(text, out _))
                .WithMessage("must be an instant such as 2024-01-10T15:00:00Z");
            _ = snapshot.RuleFor(body => body.Snapshot).NotNull().WithMessage("is required");
            _ = snapshot.RuleFor(body => body.Snapshot!).SetValidator(snapshots).When(body => body.Snapshot is not null);
        });
        _ = RuleForEach(seed => seed.CarrierRecords).ChildRules(record =>
        {
            _ = record.RuleFor(body => body.CarrierId).Must(IsId).WithMessage("must be a uuid");
            _ = record.RuleFor(body => body.Record).NotNull().WithMessage("is required");
            _ = record.RuleFor(body => body.Record!).SetValidator(records).When(body => body.Record is not null);
        });
        _ = RuleFor(seed => seed.Subscriptions).Must(list => list is null || list.Count <= options.MaxSubscriptions)
            .WithMessage($"must be at most {options.MaxSubscriptions}, as Emulator:Webhooks:MaxSubscriptions says");
        _ = RuleForEach(seed => seed.Subscriptions).SetValidator(subscriptions);
    }

    private static bool IsNoOrAnyDate(string? text) => text is null || IsoDate.TryParse(text, out _);

    private static bool IsId(string? text) => Guid.TryParseExact(text, "D", out _);
}
