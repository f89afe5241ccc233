using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using NoyoEmulator.Carriers;
using NoyoEmulator.Faults;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Premiums;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Inbox;
using NoyoEmulator.Journal;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tracking;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>
/// Finds what an id is that no object of the world's data has: of a request, a fault or a version, or one that somebody gave and that the
/// world merely repeats. There is no index of these; it is the last that is asked.
/// </summary>
internal sealed class MentionSearch(SqlReader reader, World world)
{
    private const string DryRun = "testCreateMemberSnapshot";

    // Of many snapshots, the newest; each is a few kilobytes to look through.
    private const int MostDocuments = 10_000;

    private static readonly string[] Versioned =
    [
        "member_snapshots", "member_transactions", "differences", "difference_sources", "members", "individual_enrollments", "groups",
        "plans", "group_enrollments", "group_connections", "group_disconnections", "group_contacts", "group_locations",
        "group_carrier_configurations", "carriers", "organization_carriers", "renewal_decisions", "issues", "feed_runs", "discrepancy_steps",
        "partner_documents", "partner_document_sources",
    ];

    // What repeats the ids that were given to it: words for it, its own id, its table and column.
    private static readonly (string What, string Key, string Table, string Column)[] Repeating =
    [
        ("a rule of carrier", "id", "carriers", "behavior"),
        ("a rule of carrier", "id", "carriers", "seeded_behavior"),
        ("member", "id", "members", "document"),
        ("carrier configuration", "id", "group_carrier_configurations", "configuration"),
        ("carrier configuration", "id", "group_carrier_configurations", "carrier_group_id"),
        ("member", "id", "members", "custom_individual_id"),
        ("the record at a carrier of member", "individual_id", "carrier_records", "document"),
        ("difference", "id", "differences", "fields"),
        ("renewal decision", "id", "renewal_decisions", "body"),
        ("issue", "id", "issues", "data"),
        ("issue", "id", "issues", "originating_record_ids"),
        ("partner document", "id", "partner_documents", "extracted_data"),
        ("the assignment of difference", "id", "differences", "assignee_id"),
    ];

    private readonly SubjectSearch _subjects = new(reader);

    /// <summary>What the id is; null when nothing mentions it.</summary>
    public ExplainedSubject? Find(Guid id) => FindRequest(id) ?? FindFault(id) ?? FindVersion(id) ?? FindObject(id) ?? FindRepeated(id) ?? FindAnswered(id) ?? FindReceived(id);

    private ExplainedSubject? FindRequest(Guid id) => world.Journal.Find($"{id:D}") is { } request
        ? new ExplainedSubject("request", $"a request in the journal: {request.Method} {request.Path}")
        : null;

    private ExplainedSubject? FindFault(Guid id) => world.Features.Get<FaultList>().Find($"{id:D}") is { } fault
        ? new ExplainedSubject("fault", $"a fault, put there at {fault.Created.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}; it has hit {fault.Hits} requests")
        : null;

    private ExplainedSubject? FindVersion(Guid id)
    {
        foreach (var table in Versioned)
        {
            if (_subjects.Ids($"SELECT id FROM {table} WHERE version = ? LIMIT 1", id) is not [var owner] || _subjects.Find(owner) is not { } subject)
                continue;
            return VersionOf(owner, subject);
        }

        return null;
    }

    /// <summary>What differences were about, though it is no more.</summary>
    private ExplainedSubject? FindObject(Guid id)
    {
        if (reader.Where<Difference>("object_id = ? LIMIT ?", id, SubjectSearch.Most) is not [var first, ..] differences)
            return null;
        var type = EnumName.Of(first.ObjectType);
        var subject = new ExplainedSubject(type, $"a former {type} of the family of employee {first.EmployeeId}");
        subject.Differences.UnionWith(differences.Select(difference => difference.Id));
        return subject;
    }

    /// <summary>An id of somebody else's, such as that of a plan that Noyo does not know.</summary>
    private ExplainedSubject? FindRepeated(Guid id)
    {
        var snapshots = _subjects.Ids(
            "SELECT snapshot_id FROM member_snapshot_contents WHERE snapshot_id IN (SELECT id FROM member_snapshots ORDER BY created DESC, id DESC LIMIT ?) "
            + "AND (instr(lower(CAST(inbound AS TEXT)), ?) > 0 OR instr(document, ?) > 0) LIMIT ?",
            MostDocuments,
            $"{id:D}",
            $"{id:D}",
            SubjectSearch.Most);
        var enrollments = _subjects.Ids("SELECT id FROM individual_enrollments WHERE plan_id = ? LIMIT 1", id);
        var others = Repeating.SelectMany(place => _subjects
            .Ids($"SELECT {place.Key} FROM {place.Table} WHERE instr(lower({place.Column}), ?) > 0 LIMIT 1", $"{id:D}").Select(owner => $"{place.What} {owner}"));
        var behaviors = NamedBehavior.All.Where(named => WireJson.Write(named.Behavior).Contains($"{id:D}", StringComparison.Ordinal))
            .Select(named => $"the named behavior {named.Name}");
        var names = snapshots.Take(1).Select(snapshot => $"snapshot {snapshot}")
            .Concat(enrollments.Select(enrollment => $"enrollment {enrollment}")).Concat(others).Concat(behaviors).ToList();
        if (names.Count == 0)
            return null;
        var subject = new ExplainedSubject(
            "reference", $"an id that nothing in this world has; {string.Join(", ", names.Distinct(StringComparer.Ordinal))} "
            + $"{(names.Count == 1 ? "names" : "name")} it as it was given");
        subject.Snapshots.UnionWith(snapshots);
        return subject;
    }

    /// <summary>An id that an answer had and nothing has any more, such as one that a dry run made up.</summary>
    private ExplainedSubject? FindAnswered(Guid id)
    {
        var bytes = Encoding.UTF8.GetBytes($"{id:D}");
        var answered = world.Journal.NewestFirst.Where(request => request.Response?.Body.Text.AsSpan().IndexOf(bytes) >= 0).ToList();
        if (answered.Select(request => FindPremiumVersion(id, request)).FirstOrDefault(found => found is not null) is { } version)
            return version;
        var first = answered.LastOrDefault();
        return first switch
        {
            null => null,
            { Operation: DryRun } => new ExplainedSubject(
                "dry_run", $"an id that a test of creating a snapshot made up for its answer, request {first.Id}; nothing of it was stored"),
            _ => new ExplainedSubject("answer", $"an id in the answer to request {first.Id}; nothing has it now"),
        };
    }

    /// <summary>The version of a premium that was answered: it is kept nowhere, and follows from what is paid, as the premium itself does.</summary>
    private ExplainedSubject? FindPremiumVersion(Guid id, JournalEntry request)
    {
        if (request.Operation != PremiumEndpoints.Operation || !Uuid.TryParse(request.Path.Split('/')[^2], out var employeeId))
            return null;
        var asked = QueryHelpers.ParseQuery(request.Query).GetValueOrDefault(AsOf.Parameter.Name);
        var day = IsoDate.TryParse(asked, out var named) ? named : AsOf.Today(world);
        return MemberPremiums.Of(reader, employeeId, day).FirstOrDefault(premium => premium.Version == id) is { } premium
            && _subjects.Find(premium.Id) is { } subject ? VersionOf(premium.Id, subject) : null;
    }

    private static ExplainedSubject VersionOf(Guid owner, ExplainedSubject subject) =>
        subject with { Kind = "version", What = $"the version of {owner}, another one after each change; that is {subject.What}" };

    /// <summary>An id in what an inbox received, such as the event of a gauntlet, which is about nothing.</summary>
    private ExplainedSubject? FindReceived(Guid id) => world.Features.Get<InboxList>().InboxWith($"{id:D}") is { } inbox
        ? new ExplainedSubject("message", $"an id in a message in the inbox {inbox}; nothing in this world has it")
        : null;
}
