using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>The demographic data of a member. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPerson
{
    /// <summary>Required.</summary>
    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    /// <summary>Required.</summary>
    public string? LastName { get; init; }

    public string? Suffix { get; init; }

    public string? MaidenName { get; init; }

    /// <summary>Required.</summary>
    public string? DateOfBirth { get; init; }

    /// <summary>Required.</summary>
    public string? Sex { get; init; }

    /// <summary>Nine digits without hyphens; null says that there is none.</summary>
    [JsonNullable]
    public NullableText? Ssn { get; init; }

    public string? MaritalStatus { get; init; }

    /// <summary>Required.</summary>
    public InboundMemberSnapshotAddress? HomeAddress { get; init; }

    /// <summary>Required.</summary>
    public InboundMemberSnapshotAddress? MailingAddress { get; init; }

    public InboundMemberSnapshotPersonContact? Contact { get; init; }

    public InboundMemberSnapshotPersonDetails? Details { get; init; }
}

/// <summary>A postal address in the United States. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotAddress
{
    /// <summary>Required.</summary>
    public string? StreetOne { get; init; }

    public string? StreetTwo { get; init; }

    /// <summary>Required.</summary>
    public string? City { get; init; }

    public string? County { get; init; }

    /// <summary>Two letters; required.</summary>
    public string? State { get; init; }

    /// <summary>Five or nine digits, with or without a hyphen; required.</summary>
    public string? ZipCode { get; init; }
}

/// <summary>How a person can be reached. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPersonContact
{
    /// <summary>Null says that there is none.</summary>
    [JsonNullable]
    public NullableText? EmailAddress { get; init; }

    public string? EmailAddressType { get; init; }

    /// <summary>Described as E.164, without a pattern.</summary>
    public string? HomePhone { get; init; }

    /// <summary>Described as E.164, without a pattern.</summary>
    public string? WorkPhone { get; init; }

    public string? PreferredMethod { get; init; }

    public string? PreferredLanguage { get; init; }

    public bool? SpeaksEnglish { get; init; }
}

/// <summary>Further details of a person. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPersonDetails
{
    public InboundMemberSnapshotPersonAmericanIndian? AmericanIndian { get; init; }

    public InboundMemberSnapshotPersonDisability? Disability { get; init; }

    public bool? IsMilitary { get; init; }

    public bool? IsStudent { get; init; }

    public InboundMemberSnapshotPersonTobacco? Tobacco { get; init; }
}

/// <summary>Membership of a federally recognized tribe. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPersonAmericanIndian
{
    public string? State { get; init; }

    public string? Tribe { get; init; }
}

/// <summary>A person's disability. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPersonDisability
{
    public bool? Disabled { get; init; }

    public bool? Communication { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Tobacco use. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotPersonTobacco
{
    public bool? User { get; init; }

    /// <summary>At least one when present.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    public string? Frequency { get; init; }

    public string? Duration { get; init; }
}
