using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.CarrierDirectory;

/// <summary>The words of Noyo's Carrier API, where they are not those of the Fulfillment API. Source: OpenAPI.</summary>
internal static class CarrierTerms
{
    private const string Voluntary = "voluntary";

    /// <summary>What carriers offer. Some lines of the Fulfillment API have no word here.</summary>
    public static readonly AllowedValues LinesOfCoverage = new(
        "medical", "dental", "vision", "life-basic", "life-voluntary", "add-basic", "add-voluntary", "std-basic", "std-voluntary",
        "ltd-basic", "ltd-voluntary", "accident-basic", "accident-voluntary", "critical-illness-basic", "critical-illness-voluntary",
        "hospital-indemnity-basic", "hospital-indemnity-voluntary");

    /// <summary>The states and the District of Columbia, and US for a carrier of the whole country; no territories.</summary>
    public static readonly AllowedValues States = new(
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
        "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD",
        "TN", "TX", "US", "UT", "VT", "VA", "WA", "WV", "WI", "WY");

    /// <summary>A plan's line in the words of carriers; null where they have none. A plan of unknown type counts as basic.</summary>
    public static string? LineOf(string lineOfCoverage, string? planType)
    {
        var line = lineOfCoverage.Replace('_', '-');
        return LinesOfCoverage.Find(line) ?? LinesOfCoverage.Find($"{line}-{(planType == Voluntary ? Voluntary : "basic")}");
    }

    /// <summary>A name in snake case: its letters and digits, without their case.</summary>
    public static string InternalNameOf(string displayName)
    {
        var words = new string([.. displayName.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')]);
        return string.Join('_', words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } name ? name : "carrier";
    }
}
