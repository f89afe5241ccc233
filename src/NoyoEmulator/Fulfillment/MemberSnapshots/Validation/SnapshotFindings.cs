using FluentValidation;
using FluentValidation.Results;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Bodies;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Validation;

/// <summary>Where the rules that compare fields with each other put what they find.</summary>
internal sealed class SnapshotFindings(ValidationContext<InboundMemberSnapshot> context)
{
    public void Add(string path, string predicate) => context.AddFailure(new ValidationFailure(path, predicate));

    /// <summary>Whether the value at a path was left out because its JSON was of the wrong kind.</summary>
    public bool IsUnreadable(string path) => context.IsUnreadable(path);
}
