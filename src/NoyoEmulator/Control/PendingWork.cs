using System.Text.Json.Serialization;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>Work of one kind that is still to be done.</summary>
public sealed record PendingWork
{
    private const string ByKind = "SELECT kind, count(due_at), count(*) - count(due_at), min(due_at) FROM scheduled_work GROUP BY kind";

    /// <summary>submit, process, confirm, complete, sync, connect, disconnect, delivery or subscription_health.</summary>
    public required string Kind { get; init; }

    /// <summary>How much of it is scheduled.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// How much more waits for somebody: to release it, to have it tried again, or to make its subscription active again.
    /// </summary>
    public required int Held { get; init; }

    /// <summary>When the first of it falls due; null when all of it waits for somebody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>What is still to be done in a world, in the order of a snapshot's way.</summary>
    internal static IReadOnlyList<PendingWork> In(World world)
    {
        var found = new List<PendingWork>();
        using (var reader = world.OpenSqlReader())
        {
            using var rows = reader.Query(ByKind);
            while (rows.Next())
            {
                found.Add(new PendingWork
                {
                    Kind = EnumName.Parse<WorkKind>(System.Text.Encoding.UTF8.GetString(rows.Text(0))).LedgerName(),
                    Count = (int)rows.Number(1),
                    Held = (int)rows.Number(2),
                    NextDue = rows.IsNull(3) ? null : rows.Instant(3),
                });
            }
        }

        // A step has one name, whatever brought it about.
        return
        [
            .. WorkKinds.LedgerNames.Join(found, name => name, work => work.Kind, (_, work) => work).GroupBy(
                work => work.Kind,
                (kind, works) => new PendingWork
                {
                    Kind = kind,
                    Count = works.Sum(work => work.Count),
                    Held = works.Sum(work => work.Held),
                    NextDue = works.Min(work => work.NextDue),
                },
                StringComparer.Ordinal),
        ];
    }
}

internal static class PendingWorks
{
    /// <summary>When the first of all falls due; null when nothing is scheduled.</summary>
    public static DateTimeOffset? NextDue(this IReadOnlyList<PendingWork> pending) => pending.Min(work => work.NextDue);
}
