using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Transactions;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>What the steps of a round trip share.</summary>
internal static class RoundTrip
{
    /// <summary>Dates beyond it mean "never".</summary>
    private const int LastYear = 9000;

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
        transaction.Version = session.NewId();
        transaction.Modified = session.Now;
        session.Rows.Update(transaction, MemberTransaction.EndColumns);
        SnapshotProgress.FinishCarrier(session, snapshot, transaction.CarrierId, fulfillment, errors);
    }

    /// <summary>Records that a transaction has come to a status detail.</summary>
    public static void Pass(WorldSession session, MemberTransaction transaction, StatusDetail detail)
    {
        transaction.Pass(detail, session.Now);
        session.Rows.Update(transaction, MemberTransaction.DetailColumns);
    }

    /// <summary>
    /// Schedules a confirmation on each day to come on which a change takes effect (Noyo's page on the member change
    /// workflow). A change's date is the one that the platform states, or else the start of coverage; that the confirmation
    /// comes as the day begins is inferred.
    /// </summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="transaction">The transaction that the carrier is done with.</param>
    /// <param name="enrollments">The family's enrollments.</param>
    public static void ConfirmWhenEffective(WorldSession session, MemberTransaction transaction, IEnumerable<IndividualEnrollment> enrollments)
    {
        var days = enrollments.Where(enrollment => enrollment.CarrierId == transaction.CarrierId && !enrollment.Period.IsWaived)
            .Select(enrollment => enrollment.LatestChangeEffectiveDate ?? enrollment.EffectiveStartDate)
            .Where(day => day > session.Today && day.Year < LastYear).Distinct().Order();
        foreach (var day in days)
            session.Schedule(WorkKind.ConfirmEffectiveDate, transaction.Id, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero));
    }
}
