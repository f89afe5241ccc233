using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members.Contracts;

/// <summary>What every answer has about a member. Times are Unix seconds. Source: OpenAPI.</summary>
/// <typeparam name="TPerson">As much of the person as the answer is to show.</typeparam>
public abstract record MemberResult<TPerson>
    where TPerson : PersonWithoutSSN
{
    public required Guid Id { get; init; }

    /// <summary>Another one after each change.</summary>
    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>The platform's own id, the first that was seen.</summary>
    public string? CustomIndividualId { get; init; }

    public required TPerson Person { get; init; }
}

/// <summary>What every answer has about an employee. Source: OpenAPI.</summary>
/// <typeparam name="TPerson">As much of the person as the answer is to show.</typeparam>
public abstract record EmployeeResultOf<TPerson> : MemberResult<TPerson>
    where TPerson : PersonWithoutSSN
{
    public required Guid GroupId { get; init; }

    /// <summary>Where in the group the employee works.</summary>
    public Guid? LocationId { get; init; }

    public required EmploymentResult Employment { get; init; }

    /// <summary>Names and values of the platform's choosing.</summary>
    [JsonFreeObject]
    public JsonElement? Classifications { get; init; }
}

/// <summary>What every answer has about a dependent. Source: OpenAPI.</summary>
/// <typeparam name="TPerson">As much of the person as the answer is to show.</typeparam>
public abstract record DependentResultOf<TPerson> : MemberResult<TPerson>
    where TPerson : PersonWithoutSSN
{
    public required Guid EmployeeId { get; init; }

    /// <summary>To the employee.</summary>
    public required string Relationship { get; init; }
}

/// <summary>An employee as Noyo knows it. Source: OpenAPI.</summary>
public sealed record EmployeeResult : EmployeeResultOf<Person>;

/// <summary>An employee, for user interfaces. Source: OpenAPI.</summary>
public sealed record EmployeeResultWithoutSSN : EmployeeResultOf<PersonWithoutSSN>;

/// <summary>A dependent as Noyo knows it. Source: OpenAPI.</summary>
public sealed record DependentResult : DependentResultOf<Person>;

/// <summary>A dependent, for user interfaces. Source: OpenAPI.</summary>
public sealed record DependentResultWithoutSSN : DependentResultOf<PersonWithoutSSN>;
