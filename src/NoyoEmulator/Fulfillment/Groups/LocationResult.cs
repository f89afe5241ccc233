using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A location of a group (OpenAPI). Times are Unix seconds.</summary>
public sealed record LocationResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupId { get; init; }

    public required string DisplayName { get; init; }

    public required Address Address { get; init; }

    internal static LocationResult Of(GroupLocation location) => new()
    {
        Id = location.Id,
        Version = location.Version,
        Created = location.Created.ToUnixTimeSeconds(),
        Modified = location.Modified.ToUnixTimeSeconds(),
        GroupId = location.GroupId,
        DisplayName = location.DisplayName,
        Address = WireJson.Read<Address>(location.Address),
    };
}

internal sealed class AddressValidator : AbstractValidator<Address>
{
    public AddressValidator()
    {
        _ = RuleFor(address => address.StreetOne).IsRequired();
        _ = RuleFor(address => address.City).IsRequired();
        _ = RuleFor(address => address.State).IsRequired().IsOneOf(MemberSnapshotVocabulary.States);
        _ = RuleFor(address => address.ZipCode).IsRequired().IsZipCode();
    }
}
