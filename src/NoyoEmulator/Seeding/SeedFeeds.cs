using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Feeds;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Seeding;

/// <summary>The files that carriers must have got before anything happened, as they hold what a seed states.</summary>
internal static class SeedFeeds
{
    /// <summary>Puts a file on record for each group at each carrier that takes files, where there is none yet.</summary>
    public static void Add(WorldSession session)
    {
        var groups = session.Rows.All<Member>().ToDictionary(member => member.Id, member => member.GroupId);
        var known = session.Rows.All<FeedRun>().Select(run => (run.CarrierId, run.GroupId)).ToHashSet();
        foreach (var sent in session.Rows.All<SentRecord>().OrderBy(record => record.EmployeeId).ThenBy(record => record.IndividualId)
            .GroupBy(record => (record.CarrierId, GroupId: groups[record.EmployeeId])).Where(sent => !known.Contains(sent.Key)).OrderBy(sent => sent.Key))
        {
            IReadOnlyList<MemberRecord> people = [.. sent.Select(record => CarrierRecords.Read(record.Document))];
            FeedLog.Record(session, sent.Key.CarrierId, sent.Key.GroupId, people, isTest: false);
        }
    }
}
