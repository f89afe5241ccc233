using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Members.Contracts;

/// <summary>A new employee. Source: OpenAPI.</summary>
public sealed record EmployeeCreateRequest
{
    /// <summary>Required.</summary>
    public string? GroupId { get; init; }

    /// <summary>Where in the group the employee works.</summary>
    public string? LocationId { get; init; }

    /// <summary>Required.</summary>
    public CreatePersonRequest? Person { get; init; }

    /// <summary>Required.</summary>
    public Employment? Employment { get; init; }

    /// <summary>Names and values of the platform's choosing that map the employee to the group's structure.</summary>
    [JsonFreeObject]
    public JsonElement? Classifications { get; init; }
}

/// <summary>A new dependent. Source: OpenAPI.</summary>
public sealed record DependentCreateRequest
{
    /// <summary>Required.</summary>
    public CreatePersonRequest? Person { get; init; }

    /// <summary>To the employee; required.</summary>
    public string? Relationship { get; init; }
}
