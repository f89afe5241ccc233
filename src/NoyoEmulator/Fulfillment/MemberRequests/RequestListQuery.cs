using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.MemberRequests;

/// <summary>The filters of a list of member requests.</summary>
internal sealed record RequestListQuery
{
    private static readonly string[] Attributes = ["created", "modified", "request_type", "status"];
    private static readonly string[] Directions = ["asc", "desc"];

    private static readonly QueryParameter[] Names =
    [
        new("first_name", "string", "Only requests of employees whose first name has this part, in any case."),
        new("last_name", "string", "Only requests of employees whose last name has this part, in any case."),
        new("status", "array", "Only requests with one of these statuses.", Values: EnumName.All<MemberRequestStatus>()),
    ];

    private static readonly QueryParameter[] Sorting =
    [
        new("sort_by", "string", "The attribute to sort by; created if absent.", Values: Attributes),
        new("sort_direction", "string", "desc if absent.", Values: Directions),
    ];

    /// <summary>The parameters of the list of all requests.</summary>
    public static readonly IReadOnlyList<QueryParameter> AllParameters =
    [
        .. QueryParameter.Paging,
        new("employee_id", "string", "Only requests of this employee.", "uuid"),
        new("status", "array", "Only requests with one of these statuses.", Values: EnumName.All<MemberRequestStatus>()),
        new("request_type", "array", "Only requests of these kinds.", Values: EnumName.All<MemberRequestType>()),
    ];

    /// <summary>The parameters of an employee's list for user interfaces.</summary>
    public static readonly IReadOnlyList<QueryParameter> UIEmployeeParameters = [.. QueryParameter.Paging, .. Names];

    /// <summary>The parameters of a group's list for user interfaces.</summary>
    public static readonly IReadOnlyList<QueryParameter> UIGroupParameters = [.. UIEmployeeParameters, .. Sorting];

    /// <summary>The parameters of the list of all requests for user interfaces.</summary>
    public static readonly IReadOnlyList<QueryParameter> UIParameters =
        [.. UIEmployeeParameters, new("group_id", "string", "Only requests of this group.", "uuid"), .. Sorting];

    public required PageRequest Page { get; init; }

    public ApiErrorResult? Failure { get; init; }

    public Guid? EmployeeId { get; init; }

    public Guid? GroupId { get; init; }

    private IReadOnlyList<MemberRequestStatus> Statuses { get; init; } = [];

    private IReadOnlyList<MemberRequestType> Types { get; init; } = [];

    private string FirstName { get; init; } = "";

    private string LastName { get; init; } = "";

    private string? SortBy { get; init; }

    private bool IsAscending { get; init; }

    /// <summary>Reads the query; what is wrong with it is in <see cref="Failure"/>.</summary>
    public static RequestListQuery Read(IQueryCollection parameters)
    {
        var reader = new QueryReader(parameters);
        var query = new RequestListQuery
        {
            Page = reader.Paging(),
            EmployeeId = reader.Guid("employee_id"),
            GroupId = reader.Guid("group_id"),
            Statuses = reader.Enums<MemberRequestStatus>("status"),
            Types = reader.Enums<MemberRequestType>("request_type"),
            FirstName = SearchText.Of(reader.Text("first_name")),
            LastName = SearchText.Of(reader.Text("last_name")),
            SortBy = reader.OneOf("sort_by", Attributes),
            IsAscending = reader.OneOf("sort_direction", Directions) == "asc",
        };
        return query with { Failure = reader.Failure };
    }

    /// <summary>The requests that match, in order.</summary>
    public IQueryable<MemberRequest> In(EmulatorDbContext db)
    {
        var matching = db.MemberRequests.AsQueryable();
        if (EmployeeId is { } employeeId)
            matching = matching.Where(request => request.EmployeeId == employeeId);
        if (GroupId is { } groupId)
            matching = matching.Where(request => request.GroupId == groupId);
        if (Types.Count > 0)
            matching = matching.Where(request => Types.Contains(request.RequestType));
        if (Statuses.Count > 0)
        {
            var statuses = KnownRequest.StatusesOf(Statuses);
            matching = matching.Where(request => db.MemberSnapshots.Any(change => change.Id == request.Id && statuses.Contains(change.Status)));
        }

        if (FirstName.Length > 0)
            matching = matching.Where(request => db.Members.Any(member => member.Id == request.EmployeeId && member.SearchFirstName.Contains(FirstName)));
        if (LastName.Length > 0)
            matching = matching.Where(request => db.Members.Any(member => member.Id == request.EmployeeId && member.SearchLastName.Contains(LastName)));
        return Sorted(db, matching);
    }

    private IQueryable<MemberRequest> Sorted(EmulatorDbContext db, IQueryable<MemberRequest> matching) => (SortBy, IsAscending) switch
    {
        ("modified", true) => matching.OrderBy(request => db.MemberSnapshots.First(change => change.Id == request.Id).Modified).ThenBy(request => request.Id),
        ("modified", false) => matching.OrderByDescending(request => db.MemberSnapshots.First(change => change.Id == request.Id).Modified).ThenByDescending(request => request.Id),
        ("status", true) => matching.OrderBy(request => db.MemberSnapshots.First(change => change.Id == request.Id).Status).ThenBy(request => request.Id),
        ("status", false) => matching.OrderByDescending(request => db.MemberSnapshots.First(change => change.Id == request.Id).Status).ThenByDescending(request => request.Id),
        ("request_type", true) => matching.OrderBy(request => request.RequestType).ThenBy(request => request.Created).ThenBy(request => request.Id),
        ("request_type", false) => matching.OrderByDescending(request => request.RequestType).ThenByDescending(request => request.Created).ThenByDescending(request => request.Id),
        (_, true) => matching.OrderBy(request => request.Created).ThenBy(request => request.Id),
        _ => matching.OrderByDescending(request => request.Created).ThenByDescending(request => request.Id),
    };
}
