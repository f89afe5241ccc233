using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.IndividualEnrollments;

/// <summary>Whose enrollments are listed, the newest first. A family's are few; those of a group are read by an index, and counted in blocks where there are many.</summary>
internal sealed class EnrollmentScope
{
    /// <summary>The table of enrollments.</summary>
    public const string Table = "individual_enrollments";

    /// <summary>The lists of a group's enrollments, and of those of one line at one carrier.</summary>
    public static readonly ListBlocks Blocks = new("enrollment_list_blocks", Table, [["group_id"], ["group_enrollment_id"]]);

    private readonly string _column;
    private readonly Guid _value;
    private readonly Guid? _individualId;
    private readonly bool _isLarge;

    private EnrollmentScope(string column, Guid value, Guid? individualId = null, bool isLarge = false) =>
        (_column, _value, _individualId, _isLarge) = (column, value, individualId, isLarge);

    public static EnrollmentScope OfFamily(Guid employeeId) => new("employee_id", employeeId);

    public static EnrollmentScope OfMember(Member member) => new("employee_id", member.EmployeeId, member.Id);

    public static EnrollmentScope OfGroup(Guid groupId) => new("group_id", groupId, isLarge: true);

    public static EnrollmentScope OfGroupEnrollment(Guid groupEnrollmentId) => new("group_enrollment_id", groupEnrollmentId, isLarge: true);

    private string Condition => _individualId is null ? $"{_column} = $value" : $"{_column} = $value AND individual_id = $individual_id";

    /// <summary>A page of them, and how many there are. The reader must be pinned.</summary>
    public (int Total, List<IndividualEnrollment> Enrollments) Read(SqlReader reader, PageRequest page)
    {
        var values = new SqlValues();
        values.Set("$value", _value);
        values.Set("$individual_id", _individualId);
        var place = _isLarge && LargeLists.AreMany(reader, Table) && Blocks.Index.IsIn(reader)
            ? Blocks.Find(reader, page.Offset, (_column, _value))
            : new BlockPlace((int)reader.Count($"SELECT COUNT(*) FROM {Table} WHERE {Condition}", values), page.Offset, null, IsFound: true);
        if (!place.IsFound)
            return (place.Total, []);
        values.Set("$page_size", page.PageSize);
        values.Set("$offset", place.Skipped);
        values.Set("$before_created", place.Before?.Created);
        values.Set("$before_id", place.Before?.Id);
        return (place.Total, reader.Where<IndividualEnrollment>(PageCondition(isWithin: place.Before is not null), values));
    }

    /// <summary>What follows WHERE to read a page of them; those before it are passed over in the index.</summary>
    internal string PageCondition(bool isWithin)
    {
        const string newestFirst = "ORDER BY created DESC, id DESC";
        var within = isWithin ? " AND (created, id) < ($before_created, $before_id)" : "";
        return $"rowid IN (SELECT rowid FROM {Table} WHERE {Condition}{within} {newestFirst} LIMIT $page_size OFFSET $offset) {newestFirst}";
    }
}
