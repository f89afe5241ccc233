using FluentValidation;
using NoyoEmulator.Fulfillment.Members.Contracts;

namespace NoyoEmulator.Fulfillment.Members.Validation;

/// <summary>The fields of a search for people. Source: OpenAPI; that a name needs letters, and the upper bound of the size, are inferred.</summary>
internal sealed class PeopleSearchRequestValidator : AbstractValidator<PeopleSearchRequest>
{
    public const int MostPeople = 100;

    public PeopleSearchRequestValidator()
    {
        RuleFor(body => body.FullName).IsRequired().Must(name => name is null || !string.IsNullOrWhiteSpace(name)).WithMessage("must not be blank");
        RuleFor(body => body.DateOfBirth).IsDate();
        RuleFor(body => body.GroupId).IsUuid();
        RuleFor(body => body.Size).InclusiveBetween(1, MostPeople).WithMessage($"must be a whole number from 1 to {MostPeople}");
    }
}
