using System.Collections.Frozen;

namespace NoyoEmulator.Fulfillment.Plans;

/// <summary>What plans of one line of coverage have, and what they need not have (OpenAPI: each line has a schema of its own).</summary>
internal sealed record PlanLine
{
    private static readonly string[] BasicOrVoluntary = ["basic", "voluntary"];

    private static readonly FrozenDictionary<string, PlanLine> Lines = new PlanLine[]
    {
        new() { Line = "medical", Types = ["hmo", "ppo", "epo", "pos", "hdhp", "hmp"], Cobra = true, HasAgeLimits = true, HasMetalTier = true },
        new()
        {
            Line = "dental", Types = ["ppo", "pos", "dhmo", "epo", "aso", "indemnity"], Cobra = true, HasBenefits = true, HasAgeLimits = true, HasVoluntary = true,
        },
        new() { Line = "vision", Types = [], Cobra = true, HasBenefits = true, HasAgeLimits = true, HasVoluntary = true },
        new() { Line = "life", DefaultType = "basic", Cobra = false, HasBenefits = true, HasAgeLimits = true, HasVolumeRules = true },
        new() { Line = "add", DefaultType = "basic", HasBenefits = true, HasVolumeRules = true },
        new() { Line = "std", DefaultType = "basic", HasBenefits = true, HasVolumeRules = true },
        new() { Line = "ltd", DefaultType = "basic", HasBenefits = true, HasVolumeRules = true },
        new() { Line = "accident", DefaultType = "basic", HasBenefits = true, HasAgeLimits = true },
        new() { Line = "critical_illness", DefaultType = "basic", HasBenefits = true, HasAgeLimits = true, HasVolumeRules = true },
        new() { Line = "cancer", DefaultType = "basic", HasAgeLimits = true },
        new()
        {
            Line = "health_fund", Types = ["hsa", "fsa", "dca", "lpfsa", "hra"], DefaultType = "fsa", Cobra = false, HasAgeLimits = true, HasVolumeRules = true,
        },
        new() { Line = "hospital_indemnity", DefaultType = "basic", HasAgeLimits = true },
        new() { Line = "pharmacy", Types = ["pharmacy"], DefaultType = "pharmacy", Cobra = false, HasAgeLimits = true, HasVoluntary = true },
        new() { Line = "wellness", Types = ["wellness", "eap"], DefaultType = "wellness", Cobra = false, HasBenefits = true, HasAgeLimits = true },
    }.ToFrozenDictionary(line => line.Line, StringComparer.Ordinal);

    public required string Line { get; init; }

    /// <summary>The plan types there are.</summary>
    public IReadOnlyList<string> Types { get; init; } = BasicOrVoluntary;

    /// <summary>The types that may be known: of any line also whether it is voluntary, which decides what a member can have beside it.</summary>
    public IReadOnlyList<string> KnownTypes => [.. Types.Union(BasicOrVoluntary, StringComparer.Ordinal)];

    /// <summary>The type that is answered where none is known and one is required (inferred); null where none is required.</summary>
    public string? DefaultType { get; init; }

    /// <summary>Whether COBRA rules are required; null where there are none.</summary>
    public bool? Cobra { get; init; }

    public bool HasBenefits { get; init; }

    public bool HasAgeLimits { get; init; }

    /// <summary>Where there are volume rules, they are required.</summary>
    public bool HasVolumeRules { get; init; }

    public bool HasVoluntary { get; init; }

    public bool HasMetalTier { get; init; }

    /// <summary>The line with a name; null when there is none.</summary>
    public static PlanLine? Find(string? line) => line is null ? null : Lines.GetValueOrDefault(line);

    /// <summary>The line of a plan that is stored.</summary>
    public static PlanLine Of(string line) => Lines[line];

    /// <summary>The type of a plan as it is answered: what is known, or what is likely where there must be one.</summary>
    public string? TypeOf(string? known, bool? isVoluntary) =>
        known is not null && Types.Contains(known, StringComparer.Ordinal) ? known
        : DefaultType == "basic" && isVoluntary == true ? "voluntary"
        : DefaultType;

    /// <summary>Whether a plan is voluntary, where plans of the line say so; null where it is not known.</summary>
    public bool? VoluntaryOf(string? type, bool? isVoluntary) =>
        !HasVoluntary ? null : isVoluntary ?? type switch { "voluntary" => true, "basic" => false, _ => null };
}
