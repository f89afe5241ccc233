using System.Text.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>The benefits of plans: texts, but for a few (OpenAPI).</summary>
internal static class PlanBenefits
{
    private const string Elimination = "elimination_period";
    private const string Duration = "benefit_duration";

    private static readonly AllowedValues WholeNumbers = new("non_medical_maximum", "participation_percent");

    private static readonly AllowedValues Periods = new(
        "accident_elimination_period", "sickness_elimination_period", "accident_benefit_duration", "sickness_benefit_duration");

    private static readonly AllowedValues Units = new("day", "week", "month", "year");

    /// <summary>What is wrong with benefits; null for nothing.</summary>
    public static string? Misstated(JsonElement benefits)
    {
        foreach (var benefit in benefits.EnumerateObject())
        {
            var wanted = WholeNumbers.Contains(benefit.Name) ? IsWhole(benefit.Value) ? null : "a whole number, not negative"
                : Periods.Contains(benefit.Name) ? Misstated(benefit.Name.EndsWith(Elimination, StringComparison.Ordinal) ? Elimination : Duration, benefit.Value)
                : benefit.Value.ValueKind == JsonValueKind.String ? null : "a text";
            if (wanted is not null)
                return $"must have {benefit.Name} as {wanted}";
        }

        return null;
    }

    private static string? Misstated(string kind, JsonElement period)
    {
        var isRight = period.ValueKind == JsonValueKind.Object && period.EnumerateObject().All(part =>
            part.Name == $"{kind}_amount" ? IsWhole(part.Value)
            : part.Name == $"{kind}_unit" && part.Value.ValueKind == JsonValueKind.String && Units.Contains(part.Value.GetString()!));
        return isRight ? null : $"an object of {kind}_amount, a whole number, and {kind}_unit, one of: {Units.Listing}";
    }

    private static bool IsWhole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0;
}
