using FluentValidation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Issues;

internal sealed class IssueUICreateRequestValidator : AbstractValidator<IssueUICreateRequest>
{
    public IssueUICreateRequestValidator()
    {
        _ = RuleFor(body => body.OrganizationId).IsRequired().IsUuid();
        _ = RuleFor(body => body.OriginatingRecordIds).IsRequired();
        _ = RuleForEach(body => body.OriginatingRecordIds).IsUuid();
        _ = RuleFor(body => body.OriginatingRecordType).IsRequired().IsOneOf(IssueTerms.OriginatingRecordTypes);
        _ = RuleFor(body => body.Source).IsOneOf(IssueRules.Sources);
        _ = RuleFor(body => body.IssueKey).HasText();
        _ = RuleFor(body => body.Category).IsOneOf(IssueTerms.Categories);
        _ = RuleFor(body => body.Data).SetValidator(new IssueDataValidator()!);
        _ = RuleFor(body => body.GroupId).IsUuid();
        _ = RuleFor(body => body.IssuePersonId).IsUuid();
        _ = RuleFor(body => body.PartnerDocumentSourceId).IsUuid();
        _ = RuleFor(body => body.PartnerId).IsUuid();
        _ = RuleFor(body => body.PartnerType).IsOneOf(IssueTerms.PartnerTypes);
    }
}

internal sealed class IssueUIEditRequestValidator : AbstractValidator<IssueUIEditRequest>
{
    public IssueUIEditRequestValidator()
    {
        _ = RuleFor(body => body.Category).IsOneOf(IssueTerms.Categories);
        _ = RuleFor(body => body.Data).SetValidator(new IssueDataValidator()!);
        _ = RuleFor(body => body.EmployeeId).IsUuid();
        _ = RuleFor(body => body.GroupId).IsUuid();
        _ = RuleFor(body => body.IssuePersonId).IsUuid();
        _ = RuleFor(body => body.LastSeen).Must(IssueRules.IsInstantOrAbsent).WithMessage(IssueRules.Instant);
        _ = RuleFor(body => body.MemberId).IsUuid();
        _ = RuleFor(body => body.MemberType).IsOneOf(IssueTerms.MemberTypes);
        _ = RuleForEach(body => body.OriginatingRecordIds).IsUuid();
        _ = RuleFor(body => body.OriginatingRecordType).IsOneOf(IssueTerms.OriginatingRecordTypes);
        _ = RuleFor(body => body.PartnerDocumentSourceId).IsUuid();
        _ = RuleFor(body => body.ResolutionPartnerDocumentId).IsUuid();
        _ = RuleFor(body => body.Status).IsOneOf(IssueRules.Statuses);
    }
}

internal sealed class IssueDataValidator : AbstractValidator<IssueData>
{
    public IssueDataValidator()
    {
        _ = RuleForEach(data => data.BlockingDifferenceIds).IsUuid();
        _ = RuleForEach(data => data.DifferenceIds).IsUuid();
        _ = RuleFor(data => data.PlanIdForKey).IsUuid();
        _ = RuleForEach(data => data.PlanIds).IsUuid();
        _ = RuleFor(data => data.Resolution).SetValidator(new IssueDataResolutionValidator()!);
        _ = RuleFor(data => data.ResolutionGuidance).SetValidator(new ResolutionGuidanceContextContainerValidator()!);
    }
}

internal sealed class IssueDataResolutionValidator : AbstractValidator<IssueDataResolution>
{
    public IssueDataResolutionValidator()
    {
        _ = RuleFor(resolution => resolution.PendingTime).Must(IssueRules.IsInstantOrAbsent).WithMessage(IssueRules.Instant);
        _ = RuleFor(resolution => resolution.Action).SetValidator(new IssueActionValidator()!);
    }
}

internal sealed class IssueActionValidator : AbstractValidator<IssueAction>
{
    public IssueActionValidator()
    {
        _ = RuleFor(action => action.CompletedAt).IsRequired().Must(IssueRules.IsInstantOrAbsent).WithMessage(IssueRules.Instant);
        _ = RuleFor(action => action.CompletedBy).IsRequired();
        _ = RuleFor(action => action.Explanation).IsRequired().IsOneOf(IssueTerms.Explanations);
    }
}

internal sealed class ResolutionGuidanceContextContainerValidator : AbstractValidator<ResolutionGuidanceContextContainer>
{
    public ResolutionGuidanceContextContainerValidator()
    {
        _ = RuleFor(container => container.Context).IsRequired().Must(context => context is not { Count: 0 }).WithMessage("must have at least one entry");
        _ = RuleForEach(container => container.Context).SetValidator(new ResolutionGuidanceContextEntryValidator());
    }
}

internal sealed class ResolutionGuidanceContextEntryValidator : AbstractValidator<ResolutionGuidanceContextEntry>
{
    public ResolutionGuidanceContextEntryValidator()
    {
        _ = RuleFor(entry => entry.Id).IsRequired().IsUuid();
        _ = RuleFor(entry => entry.Type).IsRequired().IsOneOf(IssueTerms.ContextTypes);
        _ = RuleFor(entry => entry.References).IsRequired();
    }
}

/// <summary>What single fields of issues must be like.</summary>
internal static class IssueRules
{
    public const string Instant = "must be an instant such as 2024-01-10T15:00:00Z";

    public static AllowedValues Sources { get; } = new([.. EnumName.All<IssueSource>()]);

    public static AllowedValues Statuses { get; } = new([.. EnumName.All<IssueStatus>()]);

    public static bool IsInstantOrAbsent(string? text) => text is null || DateTimeOffset.TryParse(text, out _);
}
