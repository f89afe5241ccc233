using System.Text.Json;
using System.Text.Json.Serialization;
using NoyoEmulator.Comparison;

namespace NoyoEmulator.Carriers;

/// <summary>How changes reach a carrier.</summary>
public enum CarrierTier
{
    /// <summary>Changes are confirmed by a round trip.</summary>
    Sync,

    /// <summary>Changes go out in a file; there is no round trip.</summary>
    Send,
}

/// <summary>A carrier's habits: its pace, and what it makes of what it is sent.</summary>
public sealed record CarrierBehavior
{
    /// <summary>Whether there is a round trip.</summary>
    public CarrierTier Tier { get; init; } = CarrierTier.Sync;

    /// <summary>The pace of the round trip; what is absent follows the configured profile.</summary>
    public CarrierDelays? Delays { get; init; }

    /// <summary>The number of the confirmation that makes a discrepancy of what is still different; absent: the profile's.</summary>
    public int? Confirmations { get; init; }

    /// <summary>How a new connection to a group goes; absent: it is completed after the profile's delay.</summary>
    public CarrierConnecting? Connection { get; init; }

    /// <summary>What the carrier does with matching changes. The effects of all rules that match combine, in this order.</summary>
    public IReadOnlyList<CarrierRule> Rules { get; init; } = [];
}

/// <summary>
/// How long each step of a round trip takes on the world's clock: a duration, or <see cref="Manual"/> for a step
/// that waits until it is released.
/// </summary>
public sealed record CarrierDelays
{
    /// <summary>The step waits until somebody releases it.</summary>
    public const string Manual = "manual";

    /// <summary>From the snapshot to the hand-over to the carrier.</summary>
    public string? Submit { get; init; }

    /// <summary>From the hand-over to the carrier's decision.</summary>
    public string? Process { get; init; }

    /// <summary>From the decision, and then from each confirmation, to the next confirmation.</summary>
    public string? Confirm { get; init; }
}

/// <summary>How connections of groups to a carrier go.</summary>
public sealed record CarrierConnecting
{
    /// <summary>Where a connection comes to rest by itself.</summary>
    public ConnectionOutcome Outcome { get; init; }

    /// <summary>
    /// How long it takes on the world's clock: a duration, or <see cref="CarrierDelays.Manual"/> for one that waits until somebody
    /// moves it; absent: the profile's.
    /// </summary>
    public string? Delay { get; init; }
}

/// <summary>
/// Where a connection comes to rest by itself: one of Noyo's statuses of a group connection (OpenAPI). <c>processing</c> is how
/// Noyo's sandbox leaves it.
/// </summary>
public enum ConnectionOutcome
{
    Completed,
    Processing,
    NoyoReview,
    WaitingOnCarrier,
    CarrierAuthorization,
    ActionRequired,
    UnableToConnect,
}

/// <summary>What a carrier does with the changes that match.</summary>
public sealed record CarrierRule
{
    /// <summary>Which changes; an empty match is every change.</summary>
    public CarrierMatch Match { get; init; } = new();

    /// <summary>To how many transactions it applies; absent: to all.</summary>
    public int? Times { get; init; }

    /// <summary>To how many transactions it was applied so far.</summary>
    public int Used { get; init; }

    /// <summary>What happens.</summary>
    public CarrierEffect Effect { get; init; } = new();

    /// <summary>It was applied as often as it may be, and does nothing any more.</summary>
    [JsonIgnore]
    public bool IsSpent => Used >= Times;
}

/// <summary>Which changes a rule is about: all that is stated must hold.</summary>
public sealed record CarrierMatch
{
    public Guid? GroupId { get; init; }

    public Guid? EmployeeId { get; init; }

    public Guid? IndividualId { get; init; }

    public string? LineOfCoverage { get; init; }

    public Guid? PlanId { get; init; }

    public string? PlanName { get; init; }
}

/// <summary>What a carrier does with a change: exactly one of the properties is set; none means that it records it as sent.</summary>
public sealed record CarrierEffect
{
    /// <summary>Records it as sent.</summary>
    public bool? Accept { get; init; }

    /// <summary>Records another start date: <c>first_of_next_month</c>, a duration after a plus sign, or a date.</summary>
    public string? EffectiveStartDate { get; init; }

    /// <summary>Never records it, and says nothing.</summary>
    public bool? Drop { get; init; }

    /// <summary>Refuses the whole transaction.</summary>
    public CarrierRejection? Reject { get; init; }

    /// <summary>Does nothing until it is released, or the carrier's behavior is changed.</summary>
    public bool? Hold { get; init; }

    /// <summary>Records other values than it was sent, by the paths of fields such as <c>person.last_name</c> or <c>volume</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Set { get; init; }

    /// <summary>Cuts texts to so many characters, by the paths of fields.</summary>
    public IReadOnlyDictionary<string, int>? Truncate { get; init; }

    /// <summary>Records texts in capitals, by the paths of fields.</summary>
    public IReadOnlyList<string>? Uppercase { get; init; }

    /// <summary>What becomes of a member or of an enrollment.</summary>
    internal TRecord Alter<TRecord>(TRecord record)
        where TRecord : class
    {
        bool IsHere(string path) => RecordField.All[path].IsOfMember == (typeof(TRecord) == typeof(MemberRecord));
        foreach (var (path, value) in (Set ?? EmptySet).Where(pair => IsHere(pair.Key)))
            record = RecordField.All[path].Change(record, _ => RecordField.Node(value));
        foreach (var (path, length) in (Truncate ?? EmptyTruncate).Where(pair => IsHere(pair.Key)))
            record = RecordField.All[path].Change(record, old => old is null ? null : Cut(old.GetValue<string>(), length));
        foreach (var path in (Uppercase ?? []).Where(IsHere))
            record = RecordField.All[path].Change(record, old => old?.GetValue<string>().ToUpperInvariant());
        return record;
    }

    private static readonly Dictionary<string, JsonElement> EmptySet = [];

    private static readonly Dictionary<string, int> EmptyTruncate = [];

    /// <summary>Not in the middle of a character that takes two places.</summary>
    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

/// <summary>Why a carrier refuses a transaction.</summary>
public sealed record CarrierRejection
{
    /// <summary>The errors, as they appear in the fulfillment summary.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
