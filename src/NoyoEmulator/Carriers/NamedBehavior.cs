using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Carriers;

/// <summary>
/// A behavior that needs no configuration: an employee whose <c>classifications</c> carry <see cref="Classification"/> with
/// its name is treated so by every carrier, instead of by the carrier's own behavior.
/// </summary>
internal sealed record NamedBehavior(string Name, string Description, CarrierBehavior Behavior)
{
    /// <summary>The classification that chooses a behavior.</summary>
    public const string Classification = "NoyoEmulator";

    public static IReadOnlyList<NamedBehavior> All { get; } =
    [
        Of("accept", "Records everything as sent. The snapshot completes without a discrepancy.", new CarrierEffect { Accept = true }),
        Of(
            "first_of_next_month",
            "Moves start dates to the first of the next month. Ends in ie_effective_start_date discrepancies.",
            new CarrierEffect { EffectiveStartDate = StartDateEffect.FirstOfNextMonth }),
        Of(
            "ten_days_later",
            "Starts coverage ten days after the date asked for. Ends in ie_effective_start_date discrepancies.",
            new CarrierEffect { EffectiveStartDate = "+P10D" }),
        Of(
            "reject",
            "Refuses the transaction. The carrier's fulfillment ends invalid, with the error.",
            new CarrierEffect { Reject = new CarrierRejection { Errors = ["Rejected by the carrier"] } }),
        Of("drop", "Loses what it is sent and says nothing. What was sent becomes discrepancies.", new CarrierEffect { Drop = true }),
        Of("hold", "Decides nothing until it is released.", new CarrierEffect { Hold = true }),
        Of(
            "wrong_date_of_birth",
            "Records a date of birth of 1900-01-01. Ends in dob discrepancies.",
            Sets("person.date_of_birth", "1900-01-01")),
        Of("lost_ssn", "Records no SSN. Ends in ssn discrepancies.", Sets("person.ssn", null)),
        Of("wrong_volume", "Records a volume of 1. Ends in ie_volume discrepancies.", Sets("volume", 1)),
        Of(
            "wrong_plan",
            "Records another plan. Ends in ie_plan discrepancies.",
            Sets("plan_id", "00000000-0000-4000-8000-000000000000", ("plan_name", "Another plan"))),
        Of(
            "ends_at_year_end",
            "Records that coverage ends on 2099-12-31. Ends in ie_effective_end_date discrepancies.",
            Sets("effective_end_date", "2099-12-31")),
        Of(
            "truncate",
            "Cuts names and streets to eight characters, as old systems do. Ends in name and address discrepancies where they are longer.",
            new CarrierEffect
            {
                Truncate = new Dictionary<string, int>(StringComparer.Ordinal)
                {
                    ["person.first_name"] = 8, ["person.last_name"] = 8, ["person.home_address.street_one"] = 8,
                },
            }),
        Of(
            "uppercase",
            "Records names and streets in capitals. Differences in case alone are none, so the snapshot completes without a discrepancy.",
            new CarrierEffect
            {
                Uppercase = ["person.first_name", "person.last_name", "person.home_address.street_one", "person.home_address.city"],
            }),
        new(
            "slow",
            "Takes a day to receive, three to decide and one more to each confirmation.",
            new CarrierBehavior { Delays = new CarrierDelays { Submit = "P1D", Process = "P3D", Confirm = "P1D" } }),
        new(
            "manual",
            "Does each step of the round trip when it is released.",
            new CarrierBehavior
            {
                Delays = new CarrierDelays
                {
                    Submit = CarrierDelays.Manual,
                    Process = CarrierDelays.Manual,
                    Confirm = CarrierDelays.Manual,
                },
            }),
        new(
            "send",
            "Takes changes in a file and confirms nothing. The snapshot completes when the file goes out.",
            new CarrierBehavior { Tier = CarrierTier.Send }),
    ];

    public static NamedBehavior? Find(string? name) => All.FirstOrDefault(behavior => behavior.Name == name);

    /// <summary>What the classifications of an employee choose; null when they choose nothing.</summary>
    public static string? ChosenBy(JsonElement? classifications) =>
        classifications is { ValueKind: JsonValueKind.Object } chosen && chosen.TryGetProperty(Classification, out var name)
            ? name.ValueKind == JsonValueKind.String ? name.GetString() : name.GetRawText()
            : null;

    private static NamedBehavior Of(string name, string description, CarrierEffect effect) =>
        new(name, description, new CarrierBehavior { Rules = [new CarrierRule { Effect = effect }] });

    private static CarrierEffect Sets(string path, object? value, params (string Path, object? Value)[] others) => new()
    {
        Set = others.Prepend((Path: path, Value: value))
            .ToDictionary(
                pair => pair.Path, pair => JsonSerializer.SerializeToElement(pair.Value, WireJson.Options), StringComparer.Ordinal),
    };
}
