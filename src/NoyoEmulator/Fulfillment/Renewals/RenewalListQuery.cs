using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>Which renewal decisions a list shows; newest first. Noyo declares no paging: all of them are on one page.</summary>
internal sealed record RenewalListQuery
{
    private const string Organization = "organization_id";
    private const string OfGroup = "group_id";
    private const string Status = "status";

    private static readonly AllowedValues Attributes = new(Organization, OfGroup, Status);
    private static readonly QueryParameter From = new("start_date", "string", "Only those with this renewal date, or a later one.", "date");
    private static readonly QueryParameter To = new("end_date", "string", "Only those with this renewal date, or an earlier one.", "date");
    private static readonly QueryParameter WithStatus = new(Status, "array", "Only those with one of these statuses.", Values: EnumName.All<RenewalStatus>());

    public static readonly IReadOnlyList<QueryParameter> AllParameters =
        [new("group_name", "string", "Only those of groups with this name, the whole of it, in any case."), WithStatus, From, To];

    public static readonly IReadOnlyList<QueryParameter> UIParameters =
        [new("group_name", "string", "Only those of groups whose name contains this, in any case."), WithStatus, From, To];

    public static readonly IReadOnlyList<QueryParameter> OfGroupParameters =
        [new("renewal_date", "string", "Only those with this renewal date.", "date"), From, To];

    public static readonly IReadOnlyList<QueryParameter> CountParameters =
        [new("counts_by", "string", $"Attributes to count by, separated by commas: {Attributes.Listing}."), .. UIParameters];

    /// <summary>The 422 that names every bad parameter; null when there is none.</summary>
    public required ApiErrorResult? Failure { get; init; }

    private Guid? GroupId { get; init; }

    private string? GroupName { get; init; }

    private bool IsPartOfName { get; init; }

    private IReadOnlyList<RenewalStatus> Statuses { get; init; } = [];

    private DateOnly? RenewalDate { get; init; }

    private DateOnly? Start { get; init; }

    private DateOnly? End { get; init; }

    private IReadOnlyList<string> CountsBy { get; init; } = [];

    /// <summary>Reads the parameters of the list of all.</summary>
    /// <param name="query">The query.</param>
    /// <param name="isUI">Whether a part of a group's name finds it.</param>
    /// <param name="isCount">Whether they are to be counted.</param>
    public static RenewalListQuery Read(IQueryCollection query, bool isUI, bool isCount = false)
    {
        var reader = new QueryReader(query);
        var read = new RenewalListQuery
        {
            Failure = null,
            GroupName = reader.Text("group_name"),
            IsPartOfName = isUI,
            Statuses = reader.Enums<RenewalStatus>(Status),
            Start = reader.Day("start_date"),
            End = reader.Day("end_date"),
            CountsBy = isCount ? [.. reader.OneOfEach("counts_by", Attributes).Distinct(StringComparer.Ordinal)] : [],
        };
        return read with { Failure = reader.Failure };
    }

    /// <summary>Reads the parameters of the list of a group.</summary>
    public static RenewalListQuery ReadOfGroup(IQueryCollection query, Guid groupId)
    {
        var reader = new QueryReader(query);
        var read = new RenewalListQuery
        {
            Failure = null,
            GroupId = groupId,
            RenewalDate = reader.Day("renewal_date"),
            Start = reader.Day("start_date"),
            End = reader.Day("end_date"),
        };
        return read with { Failure = reader.Failure };
    }

    /// <summary>All of them on one page, in one of the public forms.</summary>
    public async Task<Paginated<TResult>> ListAsync<TResult>(
        EmulatorDbContext db, Func<RenewalDecision, Group, TResult> form, CancellationToken cancellationToken)
    {
        var found = await FindAsync(db, cancellationToken);
        return Paginated<TResult>.For(PageRequest.Whole(found.Count), found.Count, found.ConvertAll(entry => form(entry.Decision, entry.Group)));
    }

    /// <summary>How many there are, by the attributes that were asked for; the most frequent first.</summary>
    public async Task<RenewalDecisionCountsResult> CountAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        var counts = (await FindAsync(db, cancellationToken))
            .GroupBy(entry => string.Join('|', CountsBy.Select(attribute => ValueOf(attribute, entry.Decision, entry.Group))), StringComparer.Ordinal)
            .Select(entries => (entries.First().Decision, entries.First().Group, Count: entries.Count(), entries.Key))
            .OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry =>
            {
                var counted = new JsonObject();
                foreach (var attribute in CountsBy)
                    counted[attribute] = ValueOf(attribute, entry.Decision, entry.Group);
                counted["count"] = entry.Count;
                return counted;
            }).ToList();
        return new RenewalDecisionCountsResult { Response = counts.Count == 0 && CountsBy.Count == 0 ? [new JsonObject { ["count"] = 0 }] : counts };
    }

    private static string ValueOf(string attribute, RenewalDecision decision, Group group) => attribute switch
    {
        Organization => $"{group.OrganizationId:D}",
        OfGroup => $"{group.Id:D}",
        _ => EnumName.Of(decision.Status),
    };

    private async Task<List<(RenewalDecision Decision, Group Group)>> FindAsync(EmulatorDbContext db, CancellationToken cancellationToken)
    {
        // Names are compared here, for SQLite knows the case of ASCII letters only; a world has few groups.
        var groups = (await db.Groups.Where(group => GroupId == null || group.Id == GroupId).ToListAsync(cancellationToken))
            .FindAll(IsNamed).ToDictionary(group => group.Id);
        var matching = db.RenewalDecisions.AsQueryable();
        if (GroupId is not null)
            matching = matching.Where(decision => decision.GroupId == GroupId);
        if (Statuses.Count > 0)
            matching = matching.Where(decision => Statuses.Contains(decision.Status));
        if (RenewalDate is not null)
            matching = matching.Where(decision => decision.RenewalDate == RenewalDate);
        if (Start is not null)
            matching = matching.Where(decision => decision.RenewalDate >= Start);
        if (End is not null)
            matching = matching.Where(decision => decision.RenewalDate <= End);
        var rows = await matching.OrderByDescending(decision => decision.Created).ThenByDescending(decision => decision.Id).ToListAsync(cancellationToken);
        return [.. rows.Where(row => groups.ContainsKey(row.GroupId)).Select(row => (row, groups[row.GroupId]))];
    }

    private bool IsNamed(Group group) => GroupName is null || (IsPartOfName
        ? group.Name.Contains(GroupName, StringComparison.InvariantCultureIgnoreCase)
        : group.Name.Equals(GroupName, StringComparison.InvariantCultureIgnoreCase));
}
