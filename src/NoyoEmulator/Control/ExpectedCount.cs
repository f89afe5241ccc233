using System.Globalization;
using System.Text.Json;

namespace NoyoEmulator.Control;

/// <summary>How often something is expected.</summary>
/// <param name="AtLeast">The least.</param>
/// <param name="AtMost">The most; null for any number.</param>
internal sealed record ExpectedCount(int AtLeast, int? AtMost)
{
    private const string Rule = "must be a whole number, or an object with at_least, at_most or both";

    /// <summary>Once or more, where nothing is said.</summary>
    public static readonly ExpectedCount Default = new(1, null);

    public static readonly ExpectedCount None = new(0, 0);

    public bool Has(int count) => count >= AtLeast && (AtMost is null || count <= AtMost);

    public override string ToString() => this switch
    {
        { AtMost: 0 } => "no",
        { AtMost: null } => string.Create(CultureInfo.InvariantCulture, $"at least {AtLeast}"),
        { AtLeast: 0 } => string.Create(CultureInfo.InvariantCulture, $"at most {AtMost}"),
        _ when AtLeast == AtMost => string.Create(CultureInfo.InvariantCulture, $"exactly {AtLeast}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{AtLeast} to {AtMost}"),
    };

    /// <summary>Reads one of the forms.</summary>
    /// <returns>The count, or what is wrong with it as a predicate.</returns>
    public static (ExpectedCount? Count, string? Problem) Read(JsonElement count)
    {
        if (count.ValueKind == JsonValueKind.Undefined)
            return (Default, null);
        if (count.ValueKind == JsonValueKind.Number)
            return IsCount(count, out var exactly) ? (new ExpectedCount(exactly, exactly), null) : (null, Rule);
        if (count.ValueKind != JsonValueKind.Object || !count.EnumerateObject().Any())
            return (null, Rule);

        int? least = null;
        int? most = null;
        foreach (var bound in count.EnumerateObject())
        {
            if (!IsCount(bound.Value, out var number))
                return (null, Rule);
            if (bound.NameEquals("at_least"))
                least = number;
            else if (bound.NameEquals("at_most"))
                most = number;
            else
                return (null, $"{Rule}: {bound.Name} is not known");
        }

        return most < least ? (null, "cannot have at_most below at_least") : (new ExpectedCount(least ?? 0, most), null);
    }

    private static bool IsCount(JsonElement element, out int count)
    {
        count = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out count) && count >= 0;
    }
}
