using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>What a seed says of a family's members beyond its snapshot.</summary>
internal static class SeedMembers
{
    /// <summary>
    /// Makes the members that have an id of Noyo's and none of the platform's, as those made without a snapshot have: a snapshot can name
    /// them so only when they are there.
    /// </summary>
    public static void AddNameless(WorldSession session, Guid groupId, InboundMemberSnapshot snapshot)
    {
        var employee = snapshot.Employee!;
        if (employee.Id is null)
            return;
        var employeeId = Uuid.Parse(employee.Id);
        if (employee.CustomIndividualId is null)
            Add(session, groupId, employeeId, employeeId, WireJson.Write(employee));
        foreach (var dependent in (snapshot.Dependents ?? []).Where(dependent => dependent is { Id: not null, CustomIndividualId: null }))
            Add(session, groupId, employeeId, Uuid.Parse(dependent.Id!), WireJson.Write(dependent));
    }

    /// <summary>Says where an employee works.</summary>
    /// <returns>What is wrong with the location; null when nothing is.</returns>
    public static string? Locate(WorldSession session, Guid groupId, Guid employeeId, string? locationId)
    {
        if (locationId is null)
            return null;
        var id = Uuid.Parse(locationId);
        if (session.Rows.Find<GroupLocation>(id)?.GroupId != groupId)
            return "the group has no location with this id";
        session.Rows.Update(session.Rows.Find<Member>(employeeId)! with { LocationId = id }, nameof(Member.LocationId));
        return null;
    }

    /// <summary>Gives a member of a family a further id of the platform's.</summary>
    /// <returns>The field that is wrong, and why; null when nothing is.</returns>
    public static (string Field, string Reason)? Name(WorldSession session, Guid groupId, Guid employeeId, SeedFurtherId further)
    {
        var id = Uuid.Parse(further.IndividualId!);
        var name = further.CustomIndividualId!;
        if (session.Rows.Find<Member>(id)?.EmployeeId != employeeId)
            return ("individual_id", "the family has no member with this id");
        if (session.Rows.Find<MemberAlias>(groupId, name) is not null
            || session.Rows.Where<Member>("group_id = ? AND custom_individual_id = ?", groupId, name) is [_, ..])
        {
            return ("custom_individual_id", "a member of the group has this id already");
        }

        session.Rows.Insert(new MemberAlias { GroupId = groupId, CustomIndividualId = name, MemberId = id });
        return null;
    }

    private static void Add(WorldSession session, Guid groupId, Guid employeeId, Guid id, string document)
    {
        // A seed that has it twice is refused where its snapshot is taken in.
        if (session.Rows.Find<Member>(id) is not null)
            return;
        session.Rows.Insert(new Member
        {
            Id = id,
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            EmployeeId = employeeId,
            Type = id == employeeId ? MemberType.Employee : MemberType.Dependent,
            Document = document,
        }.Indexed());
    }
}
