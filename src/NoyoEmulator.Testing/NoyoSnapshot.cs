using System.Text.Json;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>A member snapshot as Noyo answers it.</summary>
public sealed record NoyoSnapshot
{
    internal NoyoSnapshot(JsonElement json) => Json = json;

    /// <summary>Its id.</summary>
    public Guid Id => Json.Id("id");

    /// <summary>Where it stands, such as <c>processing</c>, <c>completed</c> or <c>replaced</c>.</summary>
    public string Status => Json.Text("status");

    /// <summary>The employee whose family it is about.</summary>
    public Guid? EmployeeId => Json.FindId("employee_id");

    /// <summary>All of it.</summary>
    public JsonElement Json { get; }

    /// <summary>What it is and where it stands.</summary>
    public override string ToString() => $"member snapshot {Id}: {Status}";
}
