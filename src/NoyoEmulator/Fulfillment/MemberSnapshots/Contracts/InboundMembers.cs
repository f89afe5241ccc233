using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;

/// <summary>The employee of the family. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotEmployee
{
    /// <summary>Noyo's id; absent when the employee is new.</summary>
    public string? Id { get; init; }

    /// <summary>The group; filled in answers, without meaning in a request. Source: the published example.</summary>
    [JsonAnswerOnly]
    public string? GroupId { get; init; }

    /// <summary>The platform's own id; required when the employee is new.</summary>
    public string? CustomIndividualId { get; init; }

    public string? GroupIndividualId { get; init; }

    /// <summary>Required.</summary>
    public InboundMemberSnapshotPerson? Person { get; init; }

    /// <summary>Required.</summary>
    public InboundMemberSnapshotEmployment? Employment { get; init; }

    /// <summary>Names and values of the platform's choosing that map the employee to the group's structure.</summary>
    [JsonFreeObject]
    public JsonElement? Classifications { get; init; }

    public string? EventId { get; init; }
}

/// <summary>A dependent of the employee. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotDependent
{
    /// <summary>Noyo's id; absent when the dependent is new.</summary>
    public string? Id { get; init; }

    /// <summary>The platform's own id; required when the dependent is new.</summary>
    public string? CustomIndividualId { get; init; }

    public string? GroupIndividualId { get; init; }

    /// <summary>Required.</summary>
    public InboundMemberSnapshotPerson? Person { get; init; }

    /// <summary>Required.</summary>
    public string? Relationship { get; init; }

    public string? EventId { get; init; }
}

/// <summary>An employee's employment. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotEmployment
{
    /// <summary>Required.</summary>
    public InboundMemberSnapshotEmploymentDates? EmploymentDates { get; init; }

    /// <summary>Required.</summary>
    public string? EmploymentStatus { get; init; }

    /// <summary>Whole hours per week; required.</summary>
    public int? HoursWorked { get; init; }

    public string? Occupation { get; init; }

    public InboundMemberSnapshotSalary? Salary { get; init; }
}

/// <summary>The dates of an employment. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotEmploymentDates
{
    /// <summary>Required.</summary>
    public string? HireDate { get; init; }

    public string? FullTimeStart { get; init; }

    public string? Rehire { get; init; }

    public string? Retirement { get; init; }

    /// <summary>Required when an event's reason is <c>termination</c>.</summary>
    public string? Terminated { get; init; }
}

/// <summary>An employee's pay. Source: OpenAPI.</summary>
public sealed record InboundMemberSnapshotSalary
{
    /// <summary>Dollars and cents per <see cref="Unit"/>; not negative.</summary>
    public decimal? Amount { get; init; }

    public string? Type { get; init; }

    public string? Unit { get; init; }

    public string? EffectiveDate { get; init; }
}
