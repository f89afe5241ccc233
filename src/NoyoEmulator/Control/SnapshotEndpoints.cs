using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>A member snapshot as people look for it: who it is about, how far it has come, and what is not as it should be.</summary>
public record SnapshotResult
{
    public required Guid Id { get; init; }

    /// <summary>When it was posted, on the world's clock.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it last came a step further, on the world's clock.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>submitted, processing, completed, canceled or replaced.</summary>
    public required string Status { get; init; }

    public required SnapshotGroup Group { get; init; }

    /// <summary>The employee, by the name that Noyo knows now.</summary>
    public required SnapshotEmployee Employee { get; init; }

    /// <summary>How many dependents the snapshot has.</summary>
    public required int Dependents { get; init; }

    /// <summary>Those that take part, in the order of its summary.</summary>
    public required IReadOnlyList<SnapshotCarrier> Carriers { get; init; }

    /// <summary>The differences that were seen in connection with it.</summary>
    public required SnapshotDifferences Differences { get; init; }
}

/// <summary>A member snapshot with its family.</summary>
public sealed record SnapshotWithMembersResult : SnapshotResult
{
    [SetsRequiredMembers]
    internal SnapshotWithMembersResult(SnapshotResult snapshot, IReadOnlyList<SnapshotMember> members)
        : base(snapshot) => Members = members;

    /// <summary>The employee and the dependents that the snapshot has, in its order, by the names that Noyo knows now.</summary>
    public required IReadOnlyList<SnapshotMember> Members { get; init; }
}

/// <summary>The group of a snapshot.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record SnapshotGroup(Guid Id, string Name);

/// <summary>The employee of a snapshot.</summary>
/// <param name="Id">The id.</param>
/// <param name="FirstName">The first name.</param>
/// <param name="LastName">The last name.</param>
public sealed record SnapshotEmployee(Guid Id, string FirstName, string LastName);

/// <summary>A carrier's part in a snapshot.</summary>
public sealed record SnapshotCarrier
{
    public required Guid Id { get; init; }

    /// <summary>Absent for one that the world does not have.</summary>
    public string? Name { get; init; }

    /// <summary>valid, invalid, no_changes, processing, scheduled, sent, replaced or not_connected.</summary>
    public required string Status { get; init; }

    /// <summary>What it refused; empty when nothing.</summary>
    public required IReadOnlyList<string> Errors { get; init; }
}

/// <summary>How many differences were seen in connection with a snapshot.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Open">Those neither resolved nor replaced.</param>
/// <param name="Discrepancies">The open ones that are discrepancies; the others are pending changes.</param>
public sealed record SnapshotDifferences(int Total, int Open, int Discrepancies);

/// <summary>Somebody in a snapshot.</summary>
public sealed record SnapshotMember
{
    public required Guid Id { get; init; }

    /// <summary>Employee or dependent.</summary>
    public required string Type { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    /// <summary>What a dependent is to the employee; absent for the employee.</summary>
    public string? Relationship { get; init; }
}

/// <summary>Member snapshots as people look for them, by names as well as by ids.</summary>
internal static class SnapshotEndpoints
{
    private const string Tag = "Snapshots";

    public static void MapSnapshots(this IEndpointRouteBuilder control)
    {
        _ = control.MapGet("/snapshots", ListAsync).WithName("listSnapshots").WithTags(Tag)
            .WithSummary("The member snapshots, with names and what is open")
            .WithDescription("Newest first. Filters that are absent do not filter; several must all be met.")
            .Takes(SnapshotSearch.Parameters).Refuses(StatusCodes.Status422UnprocessableEntity);
        _ = control.MapGet("/snapshots/{snapshot_id}", Get).WithName("getSnapshot").WithTags(Tag)
            .WithSummary("One member snapshot with its family").WithDescription("As the list has it, and who is in it.")
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Paginated<SnapshotResult>>, ApiErrorResult>> ListAsync(
        HttpContext context, World world, CancellationToken cancellationToken)
    {
        var search = SnapshotSearch.Read(context.Request.Query);
        if (search.Failure is { } failure)
            return failure;
        await LargeLists.PrepareAsync(world, MemberIndexes.Table, search.Indexes, cancellationToken);
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return TypedResults.Ok(search.Run(reader));
    }

    private static Results<Ok<SnapshotWithMembersResult>, ApiErrorResult> Get([RouteId(Name = "snapshot_id")] string snapshotId, World world)
    {
        using var reader = world.OpenSqlReader();
        reader.Pin();
        return Uuid.TryParse(snapshotId, out var id) && SnapshotSearch.Find(reader, id) is { } snapshot
            ? TypedResults.Ok(new SnapshotWithMembersResult(snapshot, MembersOf(reader, snapshot)))
            : ApiErrorResult.Unknown("MemberSnapshot", snapshotId);
    }

    private static List<SnapshotMember> MembersOf(SqlReader reader, SnapshotResult snapshot)
    {
        var content = reader.Where<MemberSnapshotContent>("snapshot_id = ?", snapshot.Id).Single();
        List<Guid> ids =
        [
            snapshot.Employee.Id,
            .. (WireJson.Read<MemberSnapshotDB>(content.Document).Dependents ?? []).Select(dependent => Uuid.Parse(dependent.Id!)),
        ];
        var members = reader.Where<Member>("employee_id = ?", snapshot.Employee.Id).ToDictionary(member => member.Id);
        return [.. ids.Where(members.ContainsKey).Select(id => ToResult(members[id]))];
    }

    private static SnapshotMember ToResult(Member member)
    {
        var known = WireJson.Read<KnownMember>(member.Known);
        return new SnapshotMember
        {
            Id = member.Id,
            Type = EnumName.Of(member.Type),
            FirstName = known.Person!.FirstName!,
            LastName = known.Person.LastName!,
            Relationship = known.Relationship,
        };
    }

    private sealed record KnownMember(InboundMemberSnapshotPerson? Person, string? Relationship);
}
