using FluentValidation;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

internal sealed class TestSnapshotValidator : AbstractValidator<InboundTestMemberSnapshot>
{
    public TestSnapshotValidator(IValidator<InboundMemberSnapshot> snapshots)
    {
        _ = RuleFor(body => body.MemberSnapshot).NotNull().WithMessage("is required");
        _ = RuleFor(body => body.MemberSnapshot!).SetValidator(snapshots).When(body => body.MemberSnapshot is not null);
        _ = RuleForEach(body => body.CarrierOverrides).ChildRules(carrier =>
            carrier.RuleFor(body => body.CarrierId).Must(id => Uuid.TryParse(id, out _)).WithMessage("must be a uuid"));
    }
}
