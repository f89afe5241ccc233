using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
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

    private const string OrderedPage = "ORDER BY created DESC, id DESC LIMIT $page_size OFFSET $offset";

    private readonly List<string> _conditions = [];
    private readonly SqlValues _values = new();
    private readonly bool _isOfPerson;
    private readonly bool _isOfDay;
    private readonly bool _hasNames;
    private readonly string? _names;
    private readonly string? _status;
    private Guid? _groupId;

    private EmployeeListQuery(QueryReader reader)
    {
        Page = reader.Paging();
        if (reader.Guid("group_id") is { } groupId)
            _ = InGroup(groupId);
        if (reader.Guid("person_id") is { } personId)
        {
            _isOfPerson = true;
            Add("id = $id", "$id", PersonId.MemberOf(personId));
        }

        if (reader.Date("date_of_birth") is { } born)
        {
            _isOfDay = true;
            Add("date_of_birth = $date_of_birth", "$date_of_birth", born);
        }

        var (firstName, lastName, words) = (SearchText.Of(reader.Text("first_name")), SearchText.Of(reader.Text("last_name")), SearchText.WordsOf(reader.Text("name")));
        if (firstName.Length > 0)
            Add("instr(search_first_name, $first_name) > 0", "$first_name", firstName);
        if (lastName.Length > 0)
            Add("instr(search_last_name, $last_name) > 0", "$last_name", lastName);
        if (words.Length > 0)
            Add("search_name LIKE $name ESCAPE '\\'", "$name", SearchText.Pattern(words));
        _hasNames = firstName.Length > 0 || lastName.Length > 0 || words.Length > 0;
        _names = NameParts.Containing([firstName, lastName, .. words]);
        _values.Set("$names", _names);
        if (reader.OneOf("employment_status", MemberSnapshotVocabulary.EmploymentStatuses) is { } status)
            Add("employment_status = $employment_status", "$employment_status", _status = status);
        Failure = reader.Failure;
    }

    public PageRequest Page { get; }

    public ApiErrorResult? Failure { get; }

    /// <summary>What a world with many members is to have for it.</summary>
    public IReadOnlyList<LateIndex> Indexes
    {
        get
        {
            if (_isOfPerson)
                return [];
            if (_names is not null)
                return [MemberIndexes.Names];
            if (_hasNames || _isOfDay)
                return [];
            return _status is null ? [MemberIndexes.Blocks.Index] : [MemberIndexes.Blocks.Index, MemberIndexes.Statuses];
        }
    }

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static EmployeeListQuery Read(IQueryCollection parameters) => new(new QueryReader(parameters));

    /// <summary>The same, of one group.</summary>
    public EmployeeListQuery InGroup(Guid groupId)
    {
        _groupId = groupId;
        Add("group_id = $group_id", "$group_id", groupId);
        return this;
    }

    /// <summary>Reads the page. The reader must be pinned.</summary>
    public Paginated<T> Run<T>(SqlReader reader, Func<Member, T> form)
    {
        var plan = PlanFor(reader);
        var place = plan.Total is null ? MemberIndexes.Blocks.Find(reader, Page.Offset, ("group_id", _groupId), ("employment_status", _status)) : new BlockPlace((int)reader.Count(plan.Total, _values), Page.Offset, null, IsFound: true);
        if (!place.IsFound)
            return Paginated<T>.For(Page, place.Total, []);
        _values.Set("$page_size", Page.PageSize);
        _values.Set("$offset", place.Skipped);
        _values.Set("$before_created", place.Before?.Created);
        _values.Set("$before_id", place.Before?.Id);
        var rows = reader.Where<Member>(place.Before is null ? plan.Page : plan.PageWithin, _values);
        return Paginated<T>.For(Page, place.Total, rows.ConvertAll(row => form(row)));
    }

    /// <summary>How the list is read, with the indexes that are there.</summary>
    internal EmployeeListPlan PlanFor(SqlReader reader)
    {
        if (_isOfPerson || !LargeLists.AreMany(reader, MemberIndexes.Table))
            return Plain;
        if (_names is not null && MemberIndexes.Names.IsIn(reader) && MemberIndexes.AreFew(reader, MemberIndexes.Named, _values))
            return Through("NOT INDEXED", $"rowid IN (SELECT rowid FROM {MemberIndexes.Named})");
        if (_isOfDay && MemberIndexes.AreFew(reader, "members WHERE date_of_birth = $date_of_birth", _values))
            return Through($"INDEXED BY {MemberConfiguration.BirthIndex}");
        if (_isOfDay)
            return Through(ByCreation);
        if (_hasNames || !Indexes.All(index => index.IsIn(reader)))
            return Plain;
        return Through(_status is null ? ByCreation : $"INDEXED BY {(_groupId is null ? MemberIndexes.StatusOrder : MemberIndexes.GroupStatusOrder)}") with { Total = null };
    }

    // Few are born on one day: they are found by that, not in the order of the list.
    private EmployeeListPlan Plain
    {
        get
        {
            var where = Where(_isOfDay ? "+type = 'employee'" : "type = 'employee'");
            return new EmployeeListPlan($"{where} {OrderedPage}", "", $"SELECT COUNT(*) FROM members WHERE {where}");
        }
    }

    private string ByCreation => $"INDEXED BY {(_groupId is null ? MemberConfiguration.CreationIndex : MemberConfiguration.GroupIndex)}";

    /// <summary>Which employees are on the page is found without a look at their documents.</summary>
    private EmployeeListPlan Through(string index, params string[] further)
    {
        var where = Where(["type = 'employee'", .. further]);
        return new EmployeeListPlan(Within(where), Within($"{where} AND (created, id) < ($before_created, $before_id)"), $"SELECT COUNT(*) FROM members {index} WHERE {where}");

        string Within(string condition) => $"rowid IN (SELECT rowid FROM members {index} WHERE {condition} {OrderedPage}) ORDER BY created DESC, id DESC";
    }

    private string Where(params IEnumerable<string> further) => string.Join(" AND ", [.. _conditions, .. further]);

    private static IReadOnlyList<QueryParameter> Without(params string[] names) =>
        [.. AllParameters.Where(parameter => !names.Contains(parameter.Name, StringComparer.Ordinal))];

    private void Add(string condition, string name, object value)
    {
        _conditions.Add(condition);
        _values.Set(name, value);
    }
}

/// <summary>How a list is read.</summary>
/// <param name="Page">What follows WHERE in the statement of the page, newest first.</param>
/// <param name="PageWithin">The same of a page after a key.</param>
/// <param name="Total">The statement that counts the whole list; null where <see cref="MemberIndexes.Blocks"/> knows that, and the key.</param>
internal sealed record EmployeeListPlan(string Page, string PageWithin, string? Total);
