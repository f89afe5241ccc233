using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Members;

/// <summary>The filters of a list of employees. Those that are absent do not filter; parts of names do, in any case.</summary>
internal sealed class EmployeeListQuery
{
    private static readonly QueryParameter[] Filters =
    [
        new("first_name", "string", "Only employees whose first name has this part, in any case."),
        new("last_name", "string", "Only employees whose last name has this part, in any case."),
        new("name", "string", "Only employees whose first, middle and last name have these words, or parts of words, in this order and in any case."),
        new("date_of_birth", "string", "Only employees born on this date, as YYYY-MM-DD.", "date"),
        new("employment_status", "string", "Only employees of this status.", Values: MemberSnapshotVocabulary.EmploymentStatuses),
        new("person_id", "string", "Only the employee who is this person.", "uuid"),
        new("group_id", "string", "Only employees of this group.", "uuid"),
    ];

    /// <summary>The parameters of the list of all employees.</summary>
    public static readonly IReadOnlyList<QueryParameter> AllParameters = [.. QueryParameter.Paging, .. Filters];

    /// <summary>The parameters of a group's list.</summary>
    public static readonly IReadOnlyList<QueryParameter> GroupParameters = Without("person_id", "group_id");

    /// <summary>The parameters of the list of all employees for user interfaces.</summary>
    public static readonly IReadOnlyList<QueryParameter> UiParameters = Without("person_id");

    /// <summary>The parameters of a group's list for user interfaces.</summary>
    public static readonly IReadOnlyList<QueryParameter> UiGroupParameters = Without("person_id", "group_id", "name");

    private readonly List<string> _conditions = [];
    private readonly List<(string Name, object Value)> _values = [];

    private EmployeeListQuery(QueryReader reader)
    {
        Page = reader.Paging();
        if (reader.Guid("group_id") is { } groupId)
            Add("group_id = $group_id", "$group_id", groupId);
        if (reader.Guid("person_id") is { } personId)
            Add("id = $id", "$id", PersonId.MemberOf(personId));
        var born = reader.Date("date_of_birth");
        // Few are born on one day: they are found by that, not in the order of the list.
        _conditions.Add(born is null ? "type = 'employee'" : "+type = 'employee'");
        if (born is not null)
            Add("date_of_birth = $date_of_birth", "$date_of_birth", born);
        if (SearchText.Of(reader.Text("first_name")) is { Length: > 0 } firstName)
            Add("instr(search_first_name, $first_name) > 0", "$first_name", firstName);
        if (SearchText.Of(reader.Text("last_name")) is { Length: > 0 } lastName)
            Add("instr(search_last_name, $last_name) > 0", "$last_name", lastName);
        if (SearchText.WordsOf(reader.Text("name")) is { Length: > 0 } words)
            Add("search_name LIKE $name ESCAPE '\\'", "$name", $"%{string.Join('%', words.Select(Literal))}%");
        if (reader.OneOf("employment_status", MemberSnapshotVocabulary.EmploymentStatuses) is { } status)
            Add("employment_status = $employment_status", "$employment_status", status);
        Failure = reader.Failure;
    }

    public PageRequest Page { get; }

    public ApiErrorResult? Failure { get; }

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static EmployeeListQuery Read(IQueryCollection parameters) => new(new QueryReader(parameters));

    /// <summary>The same, of one group.</summary>
    public EmployeeListQuery InGroup(Guid groupId)
    {
        Add("group_id = $in_group", "$in_group", groupId);
        return this;
    }

    /// <summary>What follows WHERE in the statement of the page, newest first. Its parameters are numbered in the order in which they first stand there.</summary>
    public string Condition => $"{Where} ORDER BY created DESC, id DESC LIMIT $page_size OFFSET $offset";

    /// <summary>The statement that counts the whole list.</summary>
    public string Total => $"SELECT COUNT(*) FROM members WHERE {Where}";

    private string Where => string.Join(" AND ", _conditions);

    /// <summary>Reads the page.</summary>
    public Paginated<T> Run<T>(SqlReader reader, Func<Member, T> form)
    {
        var values = new SqlValues();
        foreach (var (name, value) in _values)
            values.Set(name, value);
        var total = (int)reader.Count(Total, values);
        var rows = reader.Where<Member>(Condition, [.. _values.Select(value => value.Value), Page.PageSize, Page.Offset]);
        return Paginated<T>.For(Page, total, rows.ConvertAll(row => form(row)));
    }

    private static IReadOnlyList<QueryParameter> Without(params string[] names) =>
        [.. AllParameters.Where(parameter => !names.Contains(parameter.Name, StringComparer.Ordinal))];

    private static string Literal(string word) => word.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");

    private void Add(string condition, string name, object value)
    {
        _conditions.Add(condition);
        _values.Add((name, value));
    }
}
