using NoyoEmulator.Fulfillment.Issues;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>What the steps of a round trip share.</summary>
internal static class RoundTrip
{
    /// <summary>Ends a transaction, and with it the carrier's part of the snapshot.</summary>
    public static void End(
        WorldSession session,
        MemberTransaction transaction,
        MemberSnapshot snapshot,
        TransactionStatus status,
        FulfillmentStatus fulfillment,
        IReadOnlyList<string>? errors = null)
    {
        transaction.Status = status;
        transaction.Error = errors is null ? null : string.Join("; ", errors);
        transaction.Version = session.NewId();
        transaction.Modified = session.Now;
        session.Rows.Update(transaction, MemberTransaction.EndColumns);
        SnapshotProgress.FinishCarrier(session, snapshot, transaction.CarrierId, fulfillment, errors);
        IssueWatch.Ended(session, transaction, errors);
    }

    /// <summary>Records that a transaction has come to a status detail.</summary>
    public static void Pass(WorldSession session, MemberTransaction transaction, StatusDetail detail)
    {
        transaction.Pass(detail, session.Now);
        session.Rows.Update(transaction, MemberTransaction.DetailColumns);
    }

    /// <summary>
    /// Schedules a confirmation on each day to come on which a change takes effect (Noyo's page on the member change workflow;
    /// that it comes as the day begins is inferred). When no day is to come, all that was changed is in effect, and verified.
    /// </summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="transaction">The transaction that the carrier is done with; not stored yet.</param>
    public static void ConfirmWhenEffective(WorldSession session, MemberTransaction transaction)
    {
        var days = DaysToCome(session, transaction);
        if (days.Count == 0)
            transaction.Pass(StatusDetail.NoyoVerified, session.Now);
        foreach (var day in days)
            session.Schedule(WorkKind.ConfirmEffectiveDate, transaction.Id, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
    }

    /// <summary>The days to come on which something of a transaction takes effect.</summary>
    public static IReadOnlyList<DateOnly> DaysToCome(WorldSession session, MemberTransaction transaction) =>
        [.. (WireJson.Read<IReadOnlyList<DateOnly>>(transaction.EffectiveDays) ?? []).Where(day => day > session.Today)];
}
