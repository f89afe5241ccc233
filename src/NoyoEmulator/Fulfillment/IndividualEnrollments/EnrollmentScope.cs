using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.IndividualEnrollments;

/// <summary>Whose enrollments are listed. A family's are few; those of a group are read by an index, from the newest one.</summary>
internal sealed class EnrollmentScope
{
    private readonly string _condition;
    private readonly Guid[] _values;

    private EnrollmentScope(string condition, params Guid[] values) => (_condition, _values) = (condition, values);

    public static EnrollmentScope OfFamily(Guid employeeId) => new("employee_id = ?1", employeeId);

    public static EnrollmentScope OfMember(Member member) => new("employee_id = ?1 AND individual_id = ?2", member.EmployeeId, member.Id);

    public static EnrollmentScope OfGroup(Guid groupId) => new("group_id = ?1", groupId);

    public static EnrollmentScope OfGroupEnrollment(Guid groupEnrollmentId) => new("group_enrollment_id = ?1", groupEnrollmentId);

    /// <summary>What follows WHERE to read a page of them, the newest first.</summary>
    internal string PageCondition => $"{_condition} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?";

    /// <summary>How many there are. The reader must be pinned.</summary>
    public int Count(SqlReader reader)
    {
        var values = new SqlValues();
        for (var i = 0; i < _values.Length; i++)
            values.Set($"?{i + 1}", _values[i]);
        return (int)reader.Count($"SELECT COUNT(*) FROM individual_enrollments WHERE {_condition}", values);
    }

    /// <summary>One page of them.</summary>
    public List<IndividualEnrollment> Page(SqlReader reader, PageRequest page) =>
        reader.Where<IndividualEnrollment>(PageCondition, [.. _values, page.PageSize, page.Offset]);
}
