using System.Text.Json.Serialization;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members.Contracts;

/// <summary>Who is looked for. Source: OpenAPI.</summary>
public sealed record PeopleSearchRequest
{
    /// <summary>In any case, and in any order of its words; required.</summary>
    public string? FullName { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>YYYY-MM-DD.</summary>
    public string? DateOfBirth { get; init; }

    /// <summary>Its digits count.</summary>
    public string? Ssn { get; init; }

    /// <summary>Only people of this group.</summary>
    public string? GroupId { get; init; }

    /// <summary>The most people of the answer: 1 to 100, 10 if absent (the bounds but for the lower one are inferred).</summary>
    public int? Size { get; init; }
}

/// <summary>A person who may be meant. Source: OpenAPI.</summary>
public sealed record PersonSearchResult
{
    /// <summary>The person; every member is one of its own (inferred).</summary>
    public required Guid Id { get; init; }

    /// <summary>From 0 to 1: how much of what was asked fits (what it is made of is inferred).</summary>
    public required float MatchScore { get; init; }

    /// <summary>First, middle and last name.</summary>
    public required string FullName { get; init; }

    public required DateOnly DateOfBirth { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>The employee that the person is; null for a dependent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonNullable]
    public required Guid? EmployeeId { get; init; }

    /// <summary>The dependent that the person is; null for an employee.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    [JsonNullable]
    public required Guid? DependentId { get; init; }
}
