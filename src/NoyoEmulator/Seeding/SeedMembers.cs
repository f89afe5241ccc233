using NoyoEmulator.Comparison;
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
    public static void Locate(WorldSession session, Guid employeeId, string? locationId)
    {
        if (locationId is not null)
            session.Rows.Update(session.Rows.Find<Member>(employeeId)! with { LocationId = Uuid.Parse(locationId) }, nameof(Member.LocationId));
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
