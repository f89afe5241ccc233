using System.Globalization;
using System.Text.Json;
using NoyoEmulator.Http.Bodies;

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

    /// <summary>The number that is said last is one, so that what is counted follows in the singular.</summary>
    public bool IsOne => (AtMost ?? AtLeast) == 1;

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
        if (count.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return (Default, null);
        if (IsCount(count, out var exactly))
            return (new ExpectedCount(exactly, exactly), null);
        if (count.ValueKind != JsonValueKind.Object || !count.EnumerateObject().Any())
            return (null, Rule);

        int? least = null;
        int? most = null;
        foreach (var bound in count.EnumerateObject())
        {
            if (!bound.NameEquals("at_least") && !bound.NameEquals("at_most"))
                return (null, $"{Rule}: {bound.Name} is not known");
            if (bound.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (!IsCount(bound.Value, out var number))
                return (null, Rule);
            if (bound.NameEquals("at_least"))
                least = number;
            else
                most = number;
        }

        if (least is null && most is null)
            return (Default, null);

        return most < least ? (null, "cannot have at_most below at_least") : (new ExpectedCount(least ?? 0, most), null);
    }

    private static bool IsCount(JsonElement element, out int count)
    {
        count = 0;
        return OwnSpelling.Number(element) is { } number && number.TryGetInt32(out count) && count >= 0;
    }
}
