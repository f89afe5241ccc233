using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members.Contracts;

/// <summary>What is known of a person, without the Social Security number. Source: OpenAPI.</summary>
public record PersonWithoutSSN
{
    public required string FirstName { get; init; }

    public string? MiddleName { get; init; }

    public required string LastName { get; init; }

    public string? Suffix { get; init; }

    public required Address HomeAddress { get; init; }

    /// <summary>Where nothing else was stated, the home address (inferred).</summary>
    public Address? MailingAddress { get; init; }

    public required DateOnly DateOfBirth { get; init; }

    public required string Sex { get; init; }

    public string? MaritalStatus { get; init; }

    public string? MaidenName { get; init; }

    public PersonContact? Contact { get; init; }

    public PersonDetails? Details { get; init; }
}

/// <summary>What is known of a person. Source: OpenAPI.</summary>
public sealed record Person : PersonWithoutSSN
{
    /// <summary>Nine digits without hyphens; absent where none is known, and where it is known that there is none.</summary>
    public string? Ssn { get; init; }
}

/// <summary>A new member's person. Source: OpenAPI.</summary>
public sealed record CreatePersonRequest
{
    /// <summary>Required.</summary>
    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    /// <summary>Required.</summary>
    public string? LastName { get; init; }

    public string? Suffix { get; init; }

    /// <summary>Required.</summary>
    public Address? HomeAddress { get; init; }

    /// <summary>Absent: the home address (inferred).</summary>
    public Address? MailingAddress { get; init; }

    /// <summary>Required.</summary>
    public string? DateOfBirth { get; init; }

    /// <summary>Nine digits without hyphens; null says that there is none.</summary>
    [JsonNullable]
    public NullableText? Ssn { get; init; }

    /// <summary>Required.</summary>
    public string? Sex { get; init; }

    public string? MaritalStatus { get; init; }

    public string? MaidenName { get; init; }

    public PersonContact? Contact { get; init; }

    public PersonDetails? Details { get; init; }
}

/// <summary>How a person can be reached. Source: OpenAPI.</summary>
public sealed record PersonContact
{
    public string? EmailAddress { get; init; }

    public string? EmailAddressType { get; init; }

    public string? HomePhone { get; init; }

    public string? WorkPhone { get; init; }

    public string? PreferredMethod { get; init; }

    public string? PreferredLanguage { get; init; }

    public bool? SpeaksEnglish { get; init; }
}

/// <summary>Further details of a person. Source: OpenAPI.</summary>
public sealed record PersonDetails
{
    public PersonAmericanIndian? AmericanIndian { get; init; }

    public PersonDisability? Disability { get; init; }

    public bool? IsMilitary { get; init; }

    public bool? IsStudent { get; init; }

    public PersonTobacco? Tobacco { get; init; }
}

/// <summary>Membership of a federally recognized tribe. Source: OpenAPI.</summary>
public sealed record PersonAmericanIndian
{
    public string? State { get; init; }

    public string? Tribe { get; init; }
}

/// <summary>A person's disability. Source: OpenAPI.</summary>
public sealed record PersonDisability
{
    public bool? Disabled { get; init; }

    public bool? Communication { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Tobacco use. Source: OpenAPI.</summary>
public sealed record PersonTobacco
{
    public bool? User { get; init; }

    public IReadOnlyList<string>? Types { get; init; }

    public string? Frequency { get; init; }

    public string? Duration { get; init; }
}
