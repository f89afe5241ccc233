using NoyoEmulator.Carriers;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Fulfillment.Feeds;

/// <summary>Keeps what went to carriers in files: one run a file.</summary>
internal static class FeedLog
{
    /// <summary>Records that a file went out.</summary>
    /// <param name="session">The session in which it happens.</param>
    /// <param name="carrierId">The carrier that gets it.</param>
    /// <param name="groupId">The group whose people are in it.</param>
    /// <param name="people">The people in it; a file without any is none.</param>
    /// <param name="isTest">Whether the carrier has not agreed to files of the group yet.</param>
    public static void Record(WorldSession session, Guid carrierId, Guid groupId, IReadOnlyList<MemberRecord> people, bool isTest)
    {
        if (people.Count == 0)
            return;
        var enrollments = people.SelectMany(person => person.Enrollments).Where(enrollment => !enrollment.IsWaived).ToList();
        var employees = people.Count(person => person.IndividualType == MemberType.Employee);
        var carrier = session.Rows.Find<Carrier>(carrierId);
        session.Rows.Insert(new FeedRun
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            CarrierId = carrierId,
            GroupId = groupId,
            FileName = $"{NameOf(carrier, carrierId)}_{session.Now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.json",
            IsTest = isTest,
            Employees = employees,
            Dependents = people.Count - employees,
            Enrollments = enrollments.Count,
            Terminations = enrollments.Count(enrollment => enrollment.EffectiveEndDate < DateOnly.MaxValue),
            Content = WireJson.Write(people),
        });
    }

    /// <summary>A carrier's name in the names of feeds and files.</summary>
    public static string NameOf(Carrier? carrier, Guid carrierId) =>
        carrier?.InternalName ?? carrier?.DisplayName.ToLowerInvariant().Replace(' ', '_') ?? carrierId.ToString("N");
}
