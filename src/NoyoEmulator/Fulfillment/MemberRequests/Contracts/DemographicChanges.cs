using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberRequests.Contracts;

/// <summary>What changes about members themselves. Source: OpenAPI.</summary>
public sealed record MemberRequestDemographicChangeRequest
{
    /// <summary>When it changed.</summary>
    public string? ChangeDate { get; init; }

    /// <summary>Required.</summary>
    public IReadOnlyList<ApiBaseMemberDemographicChangeDetails>? MemberChanges { get; init; }

    /// <summary>When the family signed.</summary>
    public string? SignatureDate { get; init; }
}

/// <summary>What changes about one member; what is absent stays. Source: OpenAPI.</summary>
public sealed record ApiBaseMemberDemographicChangeDetails
{
    /// <summary>Required.</summary>
    public DemographicChangeMember? Member { get; init; }

    public ApiNameChange? NameChange { get; init; }

    public ApiAddressChange? AddressChange { get; init; }

    public ApiContactChange? ContactChange { get; init; }

    public DOBChange? DobChange { get; init; }

    public SexChange? SexChange { get; init; }

    public SSNChange? SsnChange { get; init; }

    /// <summary>Only of an employee.</summary>
    public ApiEmploymentChange? EmploymentChange { get; init; }

    /// <summary>Only of an employee.</summary>
    public ApiSalaryChange? SalaryChange { get; init; }

    /// <summary>Only of an employee; stated as a whole.</summary>
    [JsonFreeObject]
    public JsonElement? ClassificationsChange { get; init; }
}

/// <summary>Who changes. Source: OpenAPI.</summary>
public sealed record DemographicChangeMember
{
    /// <summary>Noyo's id; required.</summary>
    public string? Id { get; init; }

    /// <summary>Employee or dependent; required.</summary>
    public string? Type { get; init; }
}

/// <summary>A name. Source: OpenAPI.</summary>
public sealed record ApiNameChange
{
    /// <summary>Required.</summary>
    public string? FirstName { get; init; }

    public string? MiddleName { get; init; }

    /// <summary>Required.</summary>
    public string? LastName { get; init; }

    public string? Suffix { get; init; }
}

/// <summary>Where somebody lives and gets mail. Source: OpenAPI.</summary>
public sealed record ApiAddressChange
{
    public ApiAddress? HomeAddress { get; init; }

    public ApiAddress? MailingAddress { get; init; }
}

/// <summary>A postal address in the United States. Source: OpenAPI.</summary>
public sealed record ApiAddress
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

/// <summary>How somebody can be reached. Source: OpenAPI.</summary>
public sealed record ApiContactChange
{
    public string? EmailAddress { get; init; }

    public string? EmailAddressType { get; init; }

    public string? HomePhone { get; init; }

    public string? WorkPhone { get; init; }
}

/// <summary>A date of birth. Source: OpenAPI.</summary>
public sealed record DOBChange
{
    /// <summary>Required.</summary>
    public string? DateOfBirth { get; init; }
}

/// <summary>A sex. Source: OpenAPI.</summary>
public sealed record SexChange
{
    /// <summary>Required.</summary>
    public string? Sex { get; init; }
}

/// <summary>A Social Security number. Source: OpenAPI.</summary>
public sealed record SSNChange
{
    /// <summary>Nine digits without hyphens; required.</summary>
    public string? Ssn { get; init; }
}

/// <summary>An employment. Source: OpenAPI.</summary>
public sealed record ApiEmploymentChange
{
    public string? EmploymentStatus { get; init; }

    public string? HireDate { get; init; }

    /// <summary>Whole hours per week.</summary>
    public int? HoursWorked { get; init; }

    public string? Occupation { get; init; }
}

/// <summary>A pay. Source: OpenAPI.</summary>
public sealed record ApiSalaryChange
{
    /// <summary>Dollars and cents per <see cref="Unit"/>; required, and not negative.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Required.</summary>
    public string? Type { get; init; }

    /// <summary>Required.</summary>
    public string? Unit { get; init; }
}
