namespace NoyoEmulator.Fulfillment.Members.Contracts;

/// <summary>A new employee's employment. Source: OpenAPI.</summary>
public sealed record Employment
{
    /// <summary>Required.</summary>
    public string? EmploymentStatus { get; init; }

    /// <summary>Required.</summary>
    public EmploymentDates? EmploymentDates { get; init; }

    /// <summary>Whole hours per week; required.</summary>
    public int? HoursWorked { get; init; }

    public string? Occupation { get; init; }

    public Salary? Salary { get; init; }
}

/// <summary>The dates of a new employment. Source: OpenAPI.</summary>
public sealed record EmploymentDates
{
    /// <summary>Required.</summary>
    public string? HireDate { get; init; }

    public string? FullTimeStart { get; init; }

    public string? Rehire { get; init; }

    public string? Retirement { get; init; }

    public string? Terminated { get; init; }
}

/// <summary>An employee's employment. Source: OpenAPI.</summary>
public sealed record EmploymentResult
{
    public required string EmploymentStatus { get; init; }

    public required EmploymentDatesResult EmploymentDates { get; init; }

    /// <summary>Whole hours per week.</summary>
    public required int HoursWorked { get; init; }

    public string? Occupation { get; init; }

    public Salary? Salary { get; init; }
}

/// <summary>The dates of an employment. Source: OpenAPI.</summary>
public sealed record EmploymentDatesResult
{
    public DateOnly? HireDate { get; init; }

    public DateOnly? FullTimeStart { get; init; }

    public DateOnly? Rehire { get; init; }

    public DateOnly? Retirement { get; init; }

    public DateOnly? Terminated { get; init; }
}

/// <summary>An employee's pay. Source: OpenAPI.</summary>
public sealed record Salary
{
    /// <summary>Dollars and cents per <see cref="Unit"/>; not negative.</summary>
    public decimal? Amount { get; init; }

    public string? Type { get; init; }

    public string? Unit { get; init; }
}
