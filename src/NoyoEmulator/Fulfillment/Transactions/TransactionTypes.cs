using NoyoEmulator.Comparison;
using NoyoEmulator.Fulfillment.Enrollments;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>
/// Tells the type of a transaction from what changes at its carrier, and from the event of the member whose coverage changes;
/// where no event tells, from the change alone (inferred).
/// </summary>
internal static class TransactionTypes
{
    private const string Demographic = "carrier_demographic_full";
    private const string NewHire = "carrier_new_hire";
    private const string LifeEvent = "carrier_qualifying_life_event_full";

    /// <summary>All coverage at a carrier ends.</summary>
    public const string Termination = "carrier_termination";

    /// <summary>Noyo marks an employee as terminated.</summary>
    public const string NoyoTermination = "noyo_termination";

    /// <summary>All of Noyo's. The emulator tells only some of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "carrier_demographic", Demographic, NewHire, Termination, NoyoTermination,
        "carrier_open_enrollment_full", "carrier_open_enrollment_adding", "carrier_open_enrollment_modifying", "carrier_open_enrollment_removing",
        LifeEvent, "carrier_qualifying_life_event_adding", "carrier_qualifying_life_event_modifying",
        "carrier_qualifying_life_event_removing", "carrier_enrollment_snapshot_new_hire", "carrier_cobra_enrollment", "carrier_cobra_termination",
        "carrier_cobra_open_enrollment", "carrier_cobra_qualifying_life_event",
    ];

    /// <summary>The type of a transaction.</summary>
    /// <param name="snapshot">The snapshot with ids.</param>
    /// <param name="changes">What it changes at the carrier.</param>
    /// <param name="eventIds">The events that enrollments are stated with, by enrollment; one that is not stated has none.</param>
    public static string Of(InboundMemberSnapshot snapshot, IReadOnlyList<Mismatch> changes, IReadOnlyDictionary<Guid, string?> eventIds)
    {
        var enrollments = changes.Where(change => change.EnrollmentId is not null).ToList();
        var isNew = changes.Any(change => change.Key.DifferenceType == DifferenceCatalogue.NewHire.Name);
        foreach (var change in enrollments)
        {
            if (eventIds.TryGetValue(change.EnrollmentId!.Value, out var eventId)
                && TypeOf(ReasonOf(snapshot, eventId ?? EventOf(snapshot, change.IndividualId)), isNew, IsEnd(change)) is { } type)
            {
                return type;
            }
        }

        return enrollments.Count == 0 ? Demographic
            : isNew ? NewHire
            : enrollments.TrueForAll(IsEnd) ? Termination
            : LifeEvent;
    }

    /// <summary>The type that an event gives; null where the event does not fit the change, such as that of a hire long ago.</summary>
    private static string? TypeOf(string? reason, bool isNew, bool isEnd) => reason switch
    {
        null => null,
        "new_hire" => isNew ? NewHire : null,
        "termination" or "retirement" => isEnd ? Termination : null,
        "open_enrollment" or "dependent_open_enrollment" => "carrier_open_enrollment_full",
        "cobra_enrollment" => "carrier_cobra_enrollment",
        "cobra_termination" => "carrier_cobra_termination",
        "cobra_update_other" => "carrier_cobra_qualifying_life_event",
        _ => LifeEvent,
    };

    private static bool IsEnd(Mismatch change) =>
        change.Key.DifferenceType == "ie_effective_end_date" && change.Fields.All(field => field.PlatformValue != IsoDate.Format(Period.Open));

    private static string? ReasonOf(InboundMemberSnapshot snapshot, string? eventId) =>
        eventId is null ? null : (snapshot.Events ?? []).FirstOrDefault(candidate => candidate.Id == eventId)?.Reason;

    private static string? EventOf(InboundMemberSnapshot snapshot, Guid individualId) =>
        Uuid.ParseOptional(snapshot.Employee?.Id) == individualId
            ? snapshot.Employee!.EventId
            : (snapshot.Dependents ?? []).FirstOrDefault(dependent => Uuid.ParseOptional(dependent.Id) == individualId)?.EventId;
}
