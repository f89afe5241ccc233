using FluentValidation;
using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.MemberRequests;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.MemberSnapshots.Validation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Seeding;

internal sealed class SeedDocumentValidator : AbstractValidator<SeedDocument>
{
    private static readonly AllowedValues RequestTypes = new([.. EnumName.All<MemberRequestType>()]);

    public SeedDocumentValidator(
        IValidator<InboundMemberSnapshot> snapshots, IValidator<CarrierBehaviorBody> behaviors, IValidator<SubscriptionBody> subscriptions,
        IValidator<MemberRecord> records, WebhookOptions options)
    {
        _ = RuleFor(seed => seed.OrganizationId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(seed => seed.OrganizationId).Must(id => id is not null).WithMessage("is required beside groups and organization_carriers")
            .When(seed => seed.Groups is { Count: > 0 } || seed.OrganizationCarriers is { Count: > 0 });
        _ = RuleForEach(seed => seed.Carriers).SetValidator(new SeedCarrierTermsValidator()).ChildRules(carrier =>
        {
            _ = carrier.RuleFor(body => body.Id).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = carrier.RuleFor(body => body.DisplayName).NotEmpty().WithMessage("is required");
            _ = carrier.RuleFor(body => body.Behavior!).SetValidator(behaviors).When(body => body.Behavior is not null);
        });
        _ = RuleForEach(seed => seed.PartnerDocumentSources).SetValidator(new SeedPartnerDocumentSourceValidator());
        _ = RuleForEach(seed => seed.PartnerDocuments).SetValidator(new SeedPartnerDocumentValidator());
        _ = RuleForEach(seed => seed.OrganizationCarriers).SetValidator(new SeedOrganizationCarrierValidator());
        _ = RuleForEach(seed => seed.Groups).SetValidator(new SeedGroupPartsValidator()).ChildRules(group =>
        {
            _ = group.RuleFor(body => body.Id).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = group.RuleFor(body => body.OrganizationId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = group.RuleFor(body => body.Name).NotEmpty().WithMessage("is required");
            _ = group.RuleForEach(body => body.Connections).SetValidator(new SeedConnectionValidator());
            _ = group.RuleForEach(body => body.Disconnections).SetValidator(new SeedDisconnectionValidator());
            _ = group.RuleForEach(body => body.Issues).SetValidator(new SeedIssueValidator());
            _ = group.RuleForEach(body => body.RenewalDecisions).SetValidator(new SeedRenewalDecisionValidator());
            _ = group.RuleForEach(body => body.Plans).SetValidator(new SeedPlanValidator());
            _ = group.RuleForEach(body => body.GroupEnrollments).SetValidator(new SeedGroupEnrollmentValidator());
        });
        var known = InboundMemberSnapshotValidator.OfHistory();
        _ = RuleForEach(seed => seed.Families).ChildRules(family =>
        {
            _ = family.RuleFor(body => body.GroupId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = family.RuleFor(body => body.LocationId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = family.RuleForEach(body => body.FurtherIds).ChildRules(further =>
            {
                _ = further.RuleFor(body => body.IndividualId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
                _ = further.RuleFor(body => body.CustomIndividualId).NotEmpty().WithMessage("is required");
            });
            _ = family.RuleFor(body => body.Snapshot).NotNull().WithMessage("is required");
            _ = family.RuleFor(body => body.Snapshot!).SetValidator(known).When(body => body.Snapshot is not null);
        });
        _ = RuleForEach(seed => seed.Snapshots).ChildRules(snapshot =>
        {
            _ = snapshot.RuleFor(body => body.GroupId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = snapshot.RuleFor(body => body.PostedAt).IsRequired().Must(text => text is null || DateTimeOffset.TryParse(text, out _))
                .WithMessage("must be an instant such as 2024-01-10T15:00:00Z");
            _ = snapshot.RuleFor(body => body.Snapshot).NotNull().WithMessage("is required");
            _ = snapshot.RuleFor(body => body.Snapshot!).SetValidator(snapshots).When(body => body.Snapshot is not null);
        });
        _ = RuleForEach(seed => seed.MemberRequests).ChildRules(request =>
        {
            _ = request.RuleFor(body => body.EmployeeId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = request.RuleFor(body => body.RequestType).IsRequired().IsOneOf(RequestTypes);
            _ = request.RuleFor(body => body.PostedAt).IsRequired().Must(text => text is null || DateTimeOffset.TryParse(text, out _))
                .WithMessage("must be an instant such as 2024-01-10T15:00:00Z");
            _ = request.RuleFor(body => body.Body).NotNull().WithMessage("is required");
        });
        _ = RuleForEach(seed => seed.Labels).ChildRules(label =>
        {
            _ = label.RuleFor(body => body.Id).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = label.RuleFor(body => body.DisplayName).NotEmpty().WithMessage("is required");
        });
        _ = RuleForEach(seed => seed.CarrierRecords).ChildRules(record =>
        {
            _ = record.RuleFor(body => body.CarrierId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
            _ = record.RuleFor(body => body.Record).NotNull().WithMessage("is required");
            _ = record.RuleFor(body => body.Record!).SetValidator(records).When(body => body.Record is not null);
        });
        _ = RuleFor(seed => seed.Subscriptions).Must(list => list is null || list.Count <= options.MaxSubscriptions)
            .WithMessage($"must be at most {options.MaxSubscriptions}, as Emulator:Webhooks:MaxSubscriptions says");
        _ = RuleForEach(seed => seed.Subscriptions).SetValidator(subscriptions);
    }
}
