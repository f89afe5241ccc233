using NoyoEmulator.Persistence;

namespace NoyoEmulator.Control;

/// <summary>Things of one kind that something happened to.</summary>
public sealed record ChangedThings
{
    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Their ids, as many as were asked for. A carrier's record goes by the id of its individual.</summary>
    public required IReadOnlyList<Guid> Ids { get; init; }
}

/// <summary>What happened to things of one kind; absent: nothing of that sort.</summary>
public sealed record KindOfChanges
{
    /// <summary>What they are, as explain calls it.</summary>
    public required string Kind { get; init; }

    public ChangedThings? Created { get; init; }

    /// <summary>Those that have another version, or say something else.</summary>
    public ChangedThings? Changed { get; init; }

    /// <summary>Differences that were open; they are not among the changed ones.</summary>
    public ChangedThings? Resolved { get; init; }

    public ChangedThings? Deleted { get; init; }
}

/// <summary>Compares a world with what it was.</summary>
/// <param name="before">What it was.</param>
/// <param name="now">What it is. Both are pinned.</param>
/// <param name="mostIds">How many ids of each sort to name.</param>
internal sealed class CheckpointChanges(SqlReader before, SqlReader now, int mostIds)
{
    private const string NotResolvable = "0";

    // What is compared of each kind: how it is told apart, the id by which it is named, what changes with it, and whether it is resolved.
    private static readonly IReadOnlyList<(string Kind, string Rows)> Kinds =
    [
        ("group", Versioned("groups")),
        ("group_contact", Versioned("group_contacts")),
        ("group_location", Versioned("group_locations")),
        ("group_carrier_configuration", Versioned("group_carrier_configurations")),
        ("group_connection", Versioned("group_connections")),
        ("group_disconnection", Versioned("group_disconnections")),
        ("renewal_decision", Versioned("renewal_decisions")),
        ("issue", Versioned("issues")),
        ("feed_run", Versioned("feed_runs")),
        ("partner_document", Versioned("partner_documents")),
        ("organization_carrier", Versioned("organization_carriers")),
        ("plan", "SELECT hex(group_id) || hex(id), id, hex(version), 0 FROM plans ORDER BY 1"),
        ("group_enrollment", Versioned("group_enrollments")),
        ("employee", Versioned("members", "type = 'employee'")),
        ("dependent", Versioned("members", "type = 'dependent'")),
        ("individual_enrollment", Versioned("individual_enrollments")),
        ("member_snapshot", Versioned("member_snapshots", "origin = 'posted'")),
        ("member_request", Versioned("member_snapshots", "origin = 'requested'")),
        ("member_transaction", Versioned("member_transactions")),
        ("difference", Versioned("differences", resolved: "resolved IS NOT NULL")),
        ("carrier_record", "SELECT hex(carrier_id) || hex(individual_id), individual_id, document, 0 FROM carrier_records ORDER BY 1"),
        ("shape_object", Versioned("shape_objects")),
        ("subscription", """
            SELECT hex(id), id, quote(name) || quote(url) || quote(secrets) || quote(event_types) || status || concurrency || "order" || quote(duplicate) || quote(seed), 0
            FROM webhook_subscriptions ORDER BY id
            """),
        ("event", "SELECT hex(id), id, '', 0 FROM webhook_events ORDER BY 1"),
        ("delivery", "SELECT hex(id), id, status || attempt_count, 0 FROM webhook_deliveries ORDER BY 1"),
    ];

    /// <summary>All kinds of what is compared.</summary>
    public static IReadOnlyList<string> KindNames { get; } = [.. Kinds.Select(kind => kind.Kind)];

    /// <summary>What happened, of the kinds to which anything did.</summary>
    public IReadOnlyList<KindOfChanges> Find() => [.. Kinds.Select(Compare).OfType<KindOfChanges>()];

    private static string Versioned(string table, string where = "TRUE", string resolved = NotResolvable) =>
        $"SELECT hex(id), id, hex(version), {resolved} FROM {table} WHERE {where} ORDER BY id";

    private KindOfChanges? Compare((string Kind, string Rows) kind)
    {
        var (created, changed, resolved, deleted) = (new Tally(mostIds), new Tally(mostIds), new Tally(mostIds), new Tally(mostIds));
        using var old = before.Query(kind.Rows, SqlValues.None);
        using var present = now.Query(kind.Rows, SqlValues.None);
        var (hasOld, hasPresent) = (old.Next(), present.Next());
        while (hasOld || hasPresent)
        {
            var order = !hasOld ? 1 : !hasPresent ? -1 : old.Text(0).SequenceCompareTo(present.Text(0));
            if (order < 0)
                deleted.Add(old.Id(1));
            else if (order > 0)
                created.Add(present.Id(1));
            else if (old.Number(3) == 0 && present.Number(3) != 0)
                resolved.Add(present.Id(1));
            else if (!old.Text(2).SequenceEqual(present.Text(2)))
                changed.Add(present.Id(1));
            if (order <= 0)
                hasOld = old.Next();
            if (order >= 0)
                hasPresent = present.Next();
        }

        return created.IsEmpty && changed.IsEmpty && resolved.IsEmpty && deleted.IsEmpty ? null : new KindOfChanges
        {
            Kind = kind.Kind,
            Created = created.Result,
            Changed = changed.Result,
            Resolved = resolved.Result,
            Deleted = deleted.Result,
        };
    }

    private sealed class Tally(int mostIds)
    {
        private readonly List<Guid> _ids = [];
        private int _count;

        public bool IsEmpty => _count == 0;

        public ChangedThings? Result => IsEmpty ? null : new ChangedThings { Count = _count, Ids = _ids };

        public void Add(Guid id)
        {
            _count++;
            if (_ids.Count < mostIds)
                _ids.Add(id);
        }
    }
}
