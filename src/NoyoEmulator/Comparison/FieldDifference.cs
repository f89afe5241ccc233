namespace NoyoEmulator.Comparison;

/// <summary>One value on which platform and carrier disagree.</summary>
/// <param name="Key">
/// The path of the value in the compared record, such as <c>person.date_of_birth</c>, or <c>object</c> when one side lacks
/// the whole object (published).
/// </param>
/// <param name="PlatformValue">
/// What the platform sent, as it was sent: dates as yyyy-MM-dd, numbers invariant, booleans true or false, social security
/// numbers masked; for the key <c>object</c> the text of a JSON object. Null when the platform has no value.
/// </param>
/// <param name="CarrierValue">What the carrier holds, written in the same way.</param>
public sealed record FieldDifference(string Key, string? PlatformValue, string? CarrierValue);
