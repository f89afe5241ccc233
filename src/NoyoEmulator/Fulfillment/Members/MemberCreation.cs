using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Fulfillment.Members.Contracts;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>
/// Makes members that no snapshot stated. They are kept as a snapshot would have stated them, so that one can go on from there. Who is
/// there already is refused: of the same name and date of birth, in the group or the family, or with the same Social Security number in
/// the group (inferred: Noyo publishes the status only).
/// </summary>
internal static class MemberCreation
{
    /// <summary>Makes an employee.</summary>
    public static (Member? Employee, ApiErrorResult? Refusal) Create(WorldSession session, EmployeeCreateRequest request)
    {
        var groupId = Uuid.Parse(request.GroupId!);
        if (session.Rows.Find<Group>(groupId) is null)
            return (null, ApiErrorResult.Unknown("Group", request.GroupId!));
        var locationId = Uuid.ParseOptional(request.LocationId);
        if (locationId is { } place && session.Rows.Find<GroupLocation>(place)?.GroupId != groupId)
            return (null, ApiErrorResult.Unprocessable([FieldError.At("$.location_id", "must be the id of a location of the group, or absent")]));
        var id = session.NewId();
        var employee = New(session, groupId, id, id, MemberType.Employee, WireJson.Write(new InboundMemberSnapshotEmployee
        {
            Id = id.ToString(),
            GroupId = groupId.ToString(),
            Person = ToSnapshot(request.Person!),
            Employment = WireJson.Read<InboundMemberSnapshotEmployment>(WireJson.Write(request.Employment)),
            Classifications = request.Classifications,
        })) with
        {
            LocationId = locationId,
        };

        if (session.Rows.Where<Member>(
            "group_id = ? AND date_of_birth = ? AND +type = 'employee' AND search_first_name = ? AND search_last_name = ? LIMIT 1",
            groupId, employee.DateOfBirth, employee.SearchFirstName, employee.SearchLastName) is [var namesake])
        {
            return Refuse(session, $"An employee of the group has the same name and date of birth: {namesake.Id}");
        }

        if (employee.Ssn is { } ssn && session.Rows.Where<Member>("ssn = ? AND +group_id = ? AND +type = 'employee' LIMIT 1", ssn, groupId) is [var holder])
            return Refuse(session, $"An employee of the group has the same Social Security number: {holder.Id}");
        return (Store(session, "employee", employee), null);
    }

    /// <summary>Makes a dependent of an employee.</summary>
    public static (Member? Dependent, ApiErrorResult? Refusal) Create(WorldSession session, string employeeId, DependentCreateRequest request)
    {
        if (!Uuid.TryParse(employeeId, out var known) || session.Rows.Find<Member>(known) is not { Type: MemberType.Employee } employee)
            return (null, ApiErrorResult.Unknown("Employee", employeeId));
        var id = session.NewId();
        var family = session.Rows.Where<Member>("employee_id = ?", employee.Id);
        var dependent = New(session, employee.GroupId, employee.Id, id, MemberType.Dependent, WireJson.Write(new InboundMemberSnapshotDependent
        {
            Id = id.ToString(),
            Person = ToSnapshot(request.Person!),
            Relationship = request.Relationship,
        })) with
        {
            Position = family.Max(member => member.Position) + 1,
        };

        var namesake = family.Find(member => member.Type == MemberType.Dependent && member.DateOfBirth == dependent.DateOfBirth
            && member.SearchFirstName == dependent.SearchFirstName && member.SearchLastName == dependent.SearchLastName);
        return namesake is null
            ? (Store(session, "dependent", dependent), null)
            : Refuse(session, $"A dependent of the employee has the same name and date of birth: {namesake.Id}");
    }

    private static Member New(WorldSession session, Guid groupId, Guid employeeId, Guid id, MemberType type, string document) => new Member
    {
        Id = id,
        Version = session.NewId(),
        Created = session.Now,
        Modified = session.Now,
        GroupId = groupId,
        EmployeeId = employeeId,
        Type = type,
        Document = document,
    }.Indexed();

    private static Member Store(WorldSession session, string kind, Member member)
    {
        session.Rows.Insert(member);
        session.AddHistory(kind, member.Id, "created without a snapshot");
        return member;
    }

    private static (Member?, ApiErrorResult?) Refuse(WorldSession session, string message)
    {
        session.Discard();
        return (null, ApiErrorResult.Conflict(message));
    }

    private static InboundMemberSnapshotPerson ToSnapshot(CreatePersonRequest request)
    {
        var person = WireJson.Read<InboundMemberSnapshotPerson>(WireJson.Write(request));
        return person with { MailingAddress = person.MailingAddress ?? person.HomeAddress };
    }
}
