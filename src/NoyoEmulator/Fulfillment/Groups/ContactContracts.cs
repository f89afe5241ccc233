using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A contact of a group (OpenAPI). Times are Unix seconds; what is not known is absent.</summary>
public sealed record ContactResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid GroupId { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    public string? Title { get; init; }

    public required string Email { get; init; }

    public string? PhoneNumber { get; init; }

    public required IReadOnlyList<string> Types { get; init; }

    public bool? PrimaryContact { get; init; }

    public Guid? CarrierId { get; init; }

    internal static ContactResult Of(GroupContact contact) => new()
    {
        Id = contact.Id,
        Version = contact.Version,
        Created = contact.Created.ToUnixTimeSeconds(),
        Modified = contact.Modified.ToUnixTimeSeconds(),
        GroupId = contact.GroupId,
        FirstName = contact.FirstName,
        LastName = contact.LastName,
        Title = contact.Title,
        Email = contact.Email,
        PhoneNumber = contact.PhoneNumber,
        Types = WireJson.Read<IReadOnlyList<string>>(contact.Types),
        PrimaryContact = contact.IsPrimary,
        CarrierId = contact.CarrierId,
    };
}

/// <summary>A new contact (OpenAPI).</summary>
public sealed record ContactCreateRequest
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Title { get; init; }

    public string? Email { get; init; }

    /// <summary>Described as E.164, without a pattern.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What the contact is for; at least one.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    public bool? PrimaryContact { get; init; }

    /// <summary>A known carrier; needed when the types have <c>carrier</c>.</summary>
    public string? CarrierId { get; init; }
}

/// <summary>What may be changed of a contact (OpenAPI). What is absent stays as it is.</summary>
public sealed record ContactEditRequest
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Title { get; init; }

    public string? Email { get; init; }

    /// <summary>Described as E.164, without a pattern.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What the contact is for; at least one when present.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    public bool? PrimaryContact { get; init; }

    /// <summary>A known carrier.</summary>
    public string? CarrierId { get; init; }
}

internal sealed class ContactCreateRequestValidator : AbstractValidator<ContactCreateRequest>
{
    public ContactCreateRequestValidator()
    {
        _ = RuleFor(contact => contact.FirstName).IsRequired();
        _ = RuleFor(contact => contact.LastName).IsRequired();
        _ = RuleFor(contact => contact.Email).IsRequired();
        _ = RuleFor(contact => contact.Types).IsRequired().HasItems().WithMessage(ContactTypes.AtLeastOne);
        _ = RuleForEach(contact => contact.Types).IsOneOf(ContactTypes.All);
        _ = RuleFor(contact => contact.CarrierId).IsUuid();
        _ = RuleFor(contact => contact.CarrierId)
            .Must((contact, carrierId) => carrierId is not null || contact.Types?.Contains(ContactTypes.Carrier) is not true)
            .WithMessage(ContactTypes.NeedsCarrier);
    }
}

internal sealed class ContactEditRequestValidator : AbstractValidator<ContactEditRequest>
{
    public ContactEditRequestValidator()
    {
        _ = RuleFor(contact => contact.Types).HasItems().WithMessage(ContactTypes.AtLeastOne);
        _ = RuleForEach(contact => contact.Types).IsOneOf(ContactTypes.All);
        _ = RuleFor(contact => contact.CarrierId).IsUuid();
    }
}

/// <summary>The values of <see cref="ContactType"/> and what is said of them.</summary>
internal static class ContactTypes
{
    public static readonly string Carrier = EnumName.Of(ContactType.Carrier);

    public static readonly AllowedValues All = new([.. EnumName.All<ContactType>()]);

    public static readonly string AtLeastOne = $"must name at least one of: {All.Listing}";

    public static readonly string NeedsCarrier = $"is required when types has {Carrier}";
}
