using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>Which of a group's plans are asked for.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="Day">The day on which the status counts.</param>
internal sealed record PlanFilter(Guid GroupId, DateOnly Day)
{
    public PlanStatus? Status { get; init; }

    public string? LineOfCoverage { get; init; }

    public Guid? CarrierId { get; init; }
}

/// <summary>Reads plans and group enrollments.</summary>
internal static class PlanQueries
{
    /// <summary>The group enrollment with an id; null when there is none.</summary>
    public static GroupEnrollment? FindEnrollment(SqlReader reader, Guid id) => reader.Where<GroupEnrollment>("id = ?", id) is [var found] ? found : null;

    /// <summary>A group's enrollments, the newest first: one of each line that it has at each carrier, which are few.</summary>
    public static IReadOnlyList<GroupEnrollment> EnrollmentsOf(SqlReader reader, Guid groupId) =>
        reader.Where<GroupEnrollment>("group_id = ? ORDER BY created DESC, id DESC", groupId);

    /// <summary>Whether there is a group with an id.</summary>
    public static bool IsGroup(SqlReader reader, Guid id) => reader.Where<Group>("id = ?", id).Count > 0;

    /// <summary>The plan with an id; of one that several groups have, that of the first group that offers it, before any that only named it.</summary>
    public static Plan? Find(SqlReader reader, Guid id) =>
        reader.Where<Plan>("id = ? ORDER BY is_named_only, group_id LIMIT 1", id) is [var found] ? found : null;

    /// <summary>The plans of a group enrollment, the newest first.</summary>
    public static IReadOnlyList<Plan> PlansOf(SqlReader reader, GroupEnrollment enrollment) => reader.Where<Plan>(
        "group_id = ? AND carrier_id = ? AND line_of_coverage = ? ORDER BY created DESC, id DESC",
        enrollment.GroupId,
        enrollment.CarrierId,
        enrollment.LineOfCoverage);

    /// <summary>The plans of a group that have rates, the newest first.</summary>
    public static IReadOnlyList<Plan> RatedPlansOf(SqlReader reader, Guid groupId) =>
        reader.Where<Plan>("group_id = ? AND rates IS NOT NULL ORDER BY created DESC, id DESC", groupId);

    /// <summary>One page of a group's plans, the newest first, with their group enrollments. The reader must be pinned.</summary>
    public static (int Total, IReadOnlyList<(Plan Plan, Guid GroupEnrollmentId)> Rows) Page(SqlReader reader, PageRequest page, PlanFilter filter)
    {
        var conditions = new List<string> { "group_id = ?1" };
        var values = new List<object> { filter.GroupId };
        if (filter.Status is { } status)
            Add(Standing(status), filter.Day);
        if (filter.LineOfCoverage is { } line)
            Add("line_of_coverage = {0}", line);
        if (filter.CarrierId is { } carrierId)
            Add("carrier_id = {0}", carrierId);

        var condition = string.Join(" AND ", conditions);
        var named = new SqlValues();
        for (var i = 0; i < values.Count; i++)
            named.Set($"?{i + 1}", values[i]);
        var total = reader.Count($"SELECT COUNT(*) FROM plans WHERE {condition}", named);
        var enrollments = EnrollmentsOf(reader, filter.GroupId).ToDictionary(enrollment => (enrollment.CarrierId, enrollment.LineOfCoverage), enrollment => enrollment.Id);
        var plans = reader.Where<Plan>($"{condition} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?", [.. values, page.PageSize, page.Offset]);
        return ((int)total, plans.ConvertAll(plan => (plan, enrollments[(plan.CarrierId, plan.LineOfCoverage)])));

        void Add(string text, object value)
        {
            values.Add(value);
            conditions.Add(text.Replace("{0}", $"?{values.Count}", StringComparison.Ordinal));
        }
    }

    /// <summary>What <see cref="Plan.StatusOn"/> says, as a condition.</summary>
    private static string Standing(PlanStatus status) => status switch
    {
        PlanStatus.Pending => "effective_start_date > {0}",
        PlanStatus.Discontinued => "(effective_start_date IS NULL OR effective_start_date <= {0}) AND effective_end_date < {0}",
        _ => "(effective_start_date IS NULL OR effective_start_date <= {0}) AND (effective_end_date IS NULL OR effective_end_date >= {0})",
    };
}
