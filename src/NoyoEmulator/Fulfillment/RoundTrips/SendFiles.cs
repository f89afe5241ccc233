using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.RoundTrips;

/// <summary>
/// What went to Send carriers in files. Noyo never reads such a carrier, so it takes what it sent for what the carrier holds
/// (decision: Noyo's documents say only that there is no round trip).
/// </summary>
internal static class SendFiles
{
    /// <summary>Records that a family went out in a file: as a carrier would hold it that records everything as sent.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="submission">What is sent.</param>
    /// <param name="sent">The family, as it is sent.</param>
    /// <param name="before">What Noyo knew the carrier to hold.</param>
    public static void Record(WorldSession session, CarrierSubmission submission, IReadOnlyList<MemberRecord> sent, IReadOnlyList<MemberRecord> before)
    {
        var decision = RecordKeeping.Decide(submission.GroupId, submission.EmployeeId, sent, before, rules: []);
        var after = before.ToDictionary(record => record.IndividualId);
        foreach (var record in ((CarrierDecision.Recorded)decision).Changed)
            after[record.IndividualId] = record;
        Forget(session, submission.CarrierId, submission.EmployeeId);
        foreach (var record in after.Values)
            Insert(session, submission.CarrierId, submission.EmployeeId, record);
    }

    /// <summary>Takes a record for known to a carrier, without a file.</summary>
    public static void Insert(WorldSession session, Guid carrierId, Guid employeeId, MemberRecord record) => session.Rows.Insert(new SentRecord
    {
        CarrierId = carrierId,
        IndividualId = record.IndividualId,
        EmployeeId = employeeId,
        Document = WireJson.Write(record),
    });

    /// <summary>Noyo reads the carrier again: what it sent there in files is no longer all that it knows.</summary>
    public static void Forget(WorldSession session, Guid carrierId, Guid employeeId) =>
        session.Rows.DeleteWhere<SentRecord>("employee_id = ? AND carrier_id = ?", employeeId, carrierId);

    /// <summary>
    /// A carrier's tier changed. What Noyo could read until then is what it goes on from; and what it can read from then on it
    /// fetches with the next sync.
    /// </summary>
    public static void Follow(WorldSession session, GroupSyncs syncs, Guid carrierId, CarrierTier before, CarrierTier after)
    {
        if (before == after)
            return;
        _ = session.Rows.DeleteWhere<SentRecord>("carrier_id = ?", carrierId);
        if (after == CarrierTier.Send)
        {
            foreach (var record in session.Rows.Where<CarrierRecord>("carrier_id = ?", carrierId))
                Insert(session, carrierId, record.EmployeeId, CarrierRecords.Read(record.Document));
        }
        else
        {
            foreach (var connection in session.Rows.Where<GroupConnection>("carrier_id = ?", carrierId))
                syncs.Expect(session, carrierId, connection.GroupId);
        }
    }
}
