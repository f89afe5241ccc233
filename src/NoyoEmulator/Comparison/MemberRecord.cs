using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NoyoEmulator.Comparison;

/// <summary>Whether a member is the employee of a family or one of its dependents.</summary>
public enum MemberType
{
    /// <summary>The employee.</summary>
    Employee,

    /// <summary>A dependent of the employee.</summary>
    Dependent,
}

/// <summary>
/// What one side, the platform or a carrier, holds about one person at one carrier. Both sides use the same shape, so
/// that comparing them is comparing like with like. Property names on the wire are those of Noyo's member snapshot. On the
/// platform's side null says nothing about a value, and an empty text says that there is none.
/// </summary>
public sealed record MemberRecord
{
    /// <summary>Noyo's id of the employee or dependent.</summary>
    public required Guid IndividualId { get; init; }

    /// <summary>Employee or dependent.</summary>
    public required MemberType IndividualType { get; init; }

    /// <summary>Demographic data.</summary>
    public required PersonRecord Person { get; init; }

    /// <summary>Employment data; only for the employee.</summary>
    public EmploymentRecord? Employment { get; init; }

    /// <summary>Relationship to the employee; only for a dependent.</summary>
    public string? Relationship { get; init; }

    /// <summary>The person's enrollments at the carrier, waived and ended ones included.</summary>
    public IReadOnlyList<EnrollmentRecord> Enrollments { get; init; } = [];
}

/// <summary>The demographic data that platforms send and carriers keep.</summary>
public sealed record PersonRecord
{
    public required string FirstName { get; init; }

    public string? MiddleName { get; init; }

    public required string LastName { get; init; }

    public string? Suffix { get; init; }

    public required DateOnly DateOfBirth { get; init; }

    /// <summary>F, M, U or X.</summary>
    public required string Sex { get; init; }

    /// <summary>Nine digits.</summary>
    public string? Ssn { get; init; }

    public string? MaritalStatus { get; init; }

    public AddressRecord? HomeAddress { get; init; }

    public AddressRecord? MailingAddress { get; init; }

    public ContactRecord? Contact { get; init; }

    public PersonDetailsRecord? Details { get; init; }
}

/// <summary>A postal address in the United States.</summary>
public sealed record AddressRecord
{
    public string? StreetOne { get; init; }

    public string? StreetTwo { get; init; }

    public string? City { get; init; }

    public string? County { get; init; }

    public string? State { get; init; }

    public string? ZipCode { get; init; }
}

/// <summary>How a person can be reached.</summary>
public sealed record ContactRecord
{
    public string? EmailAddress { get; init; }

    public string? HomePhone { get; init; }

    public string? WorkPhone { get; init; }
}

/// <summary>The personal details that carriers compare; of Noyo's details only tobacco use is among them.</summary>
public sealed record PersonDetailsRecord
{
    public TobaccoRecord? Tobacco { get; init; }
}

/// <summary>Tobacco use.</summary>
public sealed record TobaccoRecord
{
    public bool? User { get; init; }
}

/// <summary>An employee's employment.</summary>
public sealed record EmploymentRecord
{
    public string? EmploymentStatus { get; init; }

    public EmploymentDatesRecord? EmploymentDates { get; init; }

    public SalaryRecord? Salary { get; init; }
}

/// <summary>The dates of an employment that are compared.</summary>
public sealed record EmploymentDatesRecord
{
    public DateOnly? HireDate { get; init; }
}

/// <summary>An employee's pay.</summary>
public sealed record SalaryRecord
{
    /// <summary>Dollars per <see cref="Unit"/>.</summary>
    public decimal? Amount { get; init; }

    public string? Type { get; init; }

    public string? Unit { get; init; }

    public DateOnly? EffectiveDate { get; init; }
}

/// <summary>One person's enrollment in one line of coverage at one carrier, over one period.</summary>
public sealed record EnrollmentRecord
{
    /// <summary>Noyo's id of the individual enrollment; only the platform's side knows it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Id { get; init; }

    public required string LineOfCoverage { get; init; }

    /// <summary>The plan's Noyo id, or null when the platform names the plan only by <see cref="PlanName"/>.</summary>
    public Guid? PlanId { get; init; }

    public string? PlanName { get; init; }

    public required DateOnly EffectiveStartDate { get; init; }

    /// <summary>The last day of coverage; 9999-12-31 when open, the day before the start when waived.</summary>
    public required DateOnly EffectiveEndDate { get; init; }

    /// <summary>Whole dollars.</summary>
    public int? Volume { get; init; }

    /// <summary>The carrier's own settings, such as a benefit class.</summary>
    public JsonObject? CarrierConfig { get; init; }

    public CobraRecord? CobraDetails { get; init; }

    public PcpRecord? PcpDetails { get; init; }

    /// <summary>Waived or cancelled before it began: the end lies before the start.</summary>
    [JsonIgnore]
    public bool IsWaived => EffectiveEndDate < EffectiveStartDate;
}

/// <summary>COBRA continuation of an enrollment.</summary>
public sealed record CobraRecord
{
    public bool? CobraEnrolled { get; init; }

    public DateOnly? EligibilityStartDate { get; init; }

    public DateOnly? EligibilityEndDate { get; init; }

    public DateOnly? QualifyingEventDate { get; init; }

    public string? QualifyingEventReason { get; init; }
}

/// <summary>The primary care providers chosen for an enrollment.</summary>
public sealed record PcpRecord
{
    public IReadOnlyList<PcpProviderRecord> Providers { get; init; } = [];
}

/// <summary>One primary care provider.</summary>
public sealed record PcpProviderRecord
{
    public string? IdentificationCode { get; init; }

    public string? IdentificationCodeType { get; init; }

    /// <summary>pcp, dental_pcp or obgyn.</summary>
    public string? EntityIdentifierCode { get; init; }
}
