using FluentValidation;

namespace NoyoEmulator.Fulfillment.Renewals;

internal sealed class RenewalDecisionCreateRequestValidator : AbstractValidator<RenewalDecisionCreateRequest>
{
    public RenewalDecisionCreateRequestValidator()
    {
        _ = RuleFor(body => body.RenewalDate).IsRequired().IsDate();
        _ = RuleFor(body => body.Body).IsRequired().SetValidator(new RenewalDecisionBodyValidator()!);
    }
}

internal sealed class RenewalDecisionEditRequestValidator : AbstractValidator<RenewalDecisionEditRequest>
{
    public RenewalDecisionEditRequestValidator()
    {
        _ = RuleFor(body => body.RenewalDate).IsDate();
        _ = RuleFor(body => body.Body).SetValidator(new RenewalDecisionBodyValidator()!);
    }
}

internal sealed class RenewalDecisionBodyValidator : AbstractValidator<RenewalDecisionBody>
{
    public RenewalDecisionBodyValidator()
    {
        _ = RuleFor(body => body.Carriers).IsRequired().Must(carriers => carriers is not { Count: 0 }).WithMessage("must have at least one carrier");
        _ = RuleForEach(body => body.Carriers).SetValidator(new RenewalDecisionCarrierValidator());
    }
}

internal sealed class RenewalDecisionCarrierValidator : AbstractValidator<RenewalDecisionCarrier>
{
    public RenewalDecisionCarrierValidator()
    {
        _ = RuleFor(carrier => carrier.CarrierId).IsRequired().IsUuid();
        _ = RuleFor(carrier => carrier.LinesOfCoverage).SetValidator(new RenewalDecisionLinesOfCoverageValidator()!);
    }
}

internal sealed class RenewalDecisionLinesOfCoverageValidator : AbstractValidator<RenewalDecisionLinesOfCoverage>
{
    public RenewalDecisionLinesOfCoverageValidator()
    {
        var line = new RenewalDecisionLineValidator();
        _ = RuleFor(lines => lines.Medical).SetValidator(line!);
        _ = RuleFor(lines => lines.Dental).SetValidator(line!);
        _ = RuleFor(lines => lines.Vision).SetValidator(line!);
        _ = RuleFor(lines => lines.Life).SetValidator(line!);
        _ = RuleFor(lines => lines.Add).SetValidator(line!);
        _ = RuleFor(lines => lines.Std).SetValidator(line!);
        _ = RuleFor(lines => lines.Ltd).SetValidator(line!);
        _ = RuleFor(lines => lines.Accident).SetValidator(line!);
        _ = RuleFor(lines => lines.CriticalIllness).SetValidator(line!);
        _ = RuleFor(lines => lines.Cancer).SetValidator(line!);
        _ = RuleFor(lines => lines.HealthFund).SetValidator(line!);
        _ = RuleFor(lines => lines.HospitalIndemnity).SetValidator(line!);
        _ = RuleFor(lines => lines.Pharmacy).SetValidator(line!);
        _ = RuleFor(lines => lines.Wellness).SetValidator(line!);
    }
}

internal sealed class RenewalDecisionLineValidator : AbstractValidator<RenewalDecisionLine>
{
    public RenewalDecisionLineValidator()
    {
        _ = RuleFor(line => line.OpenEnrollmentStartDate).IsDate();
        _ = RuleFor(line => line.OpenEnrollmentEndDate).IsDate();
        _ = RuleFor(line => line.Plans).Must(plans => plans is not { Count: 0 }).WithMessage("must have at least one plan");
        _ = RuleForEach(line => line.Plans).SetValidator(new RenewalDecisionPlanValidator());
    }
}

internal sealed class RenewalDecisionPlanValidator : AbstractValidator<RenewalDecisionPlan>
{
    public RenewalDecisionPlanValidator() => RuleFor(plan => plan.PlanId).IsUuid();
}
