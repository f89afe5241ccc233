using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Renewals;

/// <summary>A new plan year to prepare (OpenAPI).</summary>
public sealed record RenewalDecisionCreateRequest
{
    /// <summary>The first day of the new plan year: from 30 days ago to 6 months ahead; required.</summary>
    public string? RenewalDate { get; init; }

    /// <summary>What is expected of the carriers; required.</summary>
    public RenewalDecisionBody? Body { get; init; }
}

/// <summary>What changes of a renewal decision; what is absent stays (OpenAPI).</summary>
public sealed record RenewalDecisionEditRequest
{
    /// <summary>The first day of the new plan year: from 30 days ago to 6 months ahead.</summary>
    public string? RenewalDate { get; init; }

    /// <summary>What is expected of the carriers, as a whole.</summary>
    public RenewalDecisionBody? Body { get; init; }
}

/// <summary>What is expected of carriers in a new plan year (OpenAPI).</summary>
public sealed record RenewalDecisionBody
{
    /// <summary>At least one; required.</summary>
    public IReadOnlyList<RenewalDecisionCarrier>? Carriers { get; init; }
}

/// <summary>What is expected of one carrier (OpenAPI).</summary>
public sealed record RenewalDecisionCarrier
{
    /// <summary>Required. It need not be one that the world knows (inferred).</summary>
    public string? CarrierId { get; init; }

    public RenewalDecisionLinesOfCoverage? LinesOfCoverage { get; init; }
}

/// <summary>What is expected of a carrier, by line of coverage (OpenAPI, where each line has a type of its own that is like all others).</summary>
public sealed record RenewalDecisionLinesOfCoverage
{
    public RenewalDecisionLine? Medical { get; init; }

    public RenewalDecisionLine? Dental { get; init; }

    public RenewalDecisionLine? Vision { get; init; }

    public RenewalDecisionLine? Life { get; init; }

    public RenewalDecisionLine? Add { get; init; }

    public RenewalDecisionLine? Std { get; init; }

    public RenewalDecisionLine? Ltd { get; init; }

    public RenewalDecisionLine? Accident { get; init; }

    public RenewalDecisionLine? CriticalIllness { get; init; }

    public RenewalDecisionLine? Cancer { get; init; }

    public RenewalDecisionLine? HealthFund { get; init; }

    public RenewalDecisionLine? HospitalIndemnity { get; init; }

    public RenewalDecisionLine? Pharmacy { get; init; }

    public RenewalDecisionLine? Wellness { get; init; }

    /// <summary>The lines that are stated, by name.</summary>
    internal IEnumerable<(string Name, RenewalDecisionLine Line)> Stated() =>
        new (string Name, RenewalDecisionLine? Line)[]
        {
            ("medical", Medical), ("dental", Dental), ("vision", Vision), ("life", Life), ("add", Add), ("std", Std), ("ltd", Ltd), ("accident", Accident),
            ("critical_illness", CriticalIllness), ("cancer", Cancer), ("health_fund", HealthFund), ("hospital_indemnity", HospitalIndemnity),
            ("pharmacy", Pharmacy), ("wellness", Wellness),
        }.Where(line => line.Line is not null).Select(line => (line.Name, line.Line!));

    /// <summary>The same with each line that is stated as a function makes it.</summary>
    internal RenewalDecisionLinesOfCoverage Map(Func<string, RenewalDecisionLine, RenewalDecisionLine> map)
    {
        RenewalDecisionLine? To(string name, RenewalDecisionLine? line) => line is null ? null : map(name, line);
        return new RenewalDecisionLinesOfCoverage
        {
            Medical = To("medical", Medical),
            Dental = To("dental", Dental),
            Vision = To("vision", Vision),
            Life = To("life", Life),
            Add = To("add", Add),
            Std = To("std", Std),
            Ltd = To("ltd", Ltd),
            Accident = To("accident", Accident),
            CriticalIllness = To("critical_illness", CriticalIllness),
            Cancer = To("cancer", Cancer),
            HealthFund = To("health_fund", HealthFund),
            HospitalIndemnity = To("hospital_indemnity", HospitalIndemnity),
            Pharmacy = To("pharmacy", Pharmacy),
            Wellness = To("wellness", Wellness),
        };
    }
}

/// <summary>What is expected of a carrier in one line of coverage (OpenAPI).</summary>
public sealed record RenewalDecisionLine
{
    /// <summary>The first day on which members choose.</summary>
    public string? OpenEnrollmentStartDate { get; init; }

    /// <summary>The last day on which members choose.</summary>
    public string? OpenEnrollmentEndDate { get; init; }

    /// <summary>At least one, where it is stated.</summary>
    public IReadOnlyList<RenewalDecisionPlan>? Plans { get; init; }
}

/// <summary>A plan of the new plan year (OpenAPI). Of a plan that the group has, id and name are both answered.</summary>
public sealed record RenewalDecisionPlan
{
    public string? PlanId { get; init; }

    public string? Name { get; init; }
}

/// <summary>Why a carrier's system is not ready (OpenAPI).</summary>
public sealed record RenewalDecisionIssue
{
    /// <summary>warning or error.</summary>
    public required string Level { get; init; }

    public required string Message { get; init; }

    /// <summary>The carrier whose system it is: of several, the first (inferred).</summary>
    public Guid? CarrierId { get; init; }

    /// <summary>The line it is about: of several, the first (inferred).</summary>
    public string? LineOfCoverage { get; init; }
}

/// <summary>A renewal decision as Noyo's app sees it (OpenAPI). Times are Unix seconds.</summary>
public record UIRenewalDecisionResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>The first day of the new plan year.</summary>
    public required string RenewalDate { get; init; }

    /// <summary>submitted, not_ready, ready or done.</summary>
    public required string Status { get; init; }

    public required RenewalDecisionBody Body { get; init; }

    /// <summary>Empty unless it is not ready.</summary>
    public required IReadOnlyList<RenewalDecisionIssue> Issues { get; init; }
}

/// <summary>A renewal decision (OpenAPI). Times are Unix seconds.</summary>
public sealed record RenewalDecisionResult : UIRenewalDecisionResult
{
    public required Guid GroupId { get; init; }
}

/// <summary>A renewal decision with its group, as Noyo's app sees them (OpenAPI).</summary>
public sealed record UIRenewalDecisionResponse
{
    public required GroupResult Group { get; init; }

    public required UIRenewalDecisionResult RenewalDecision { get; init; }
}

/// <summary>How many renewal decisions there are, by attributes (OpenAPI): each entry has the attributes and <c>count</c>.</summary>
public sealed record RenewalDecisionCountsResult
{
    /// <summary>The most frequent first.</summary>
    public required IReadOnlyList<JsonObject> Response { get; init; }
}

/// <summary>Renewal decisions in their public forms.</summary>
internal static class RenewalMapping
{
    public static RenewalDecisionResult ToPublic(RenewalDecision decision) => new()
    {
        Id = decision.Id,
        Version = decision.Version,
        Created = decision.Created.ToUnixTimeSeconds(),
        Modified = decision.Modified.ToUnixTimeSeconds(),
        GroupId = decision.GroupId,
        RenewalDate = IsoDate.Format(decision.RenewalDate),
        Status = EnumName.Of(decision.Status),
        Body = WireJson.Read<RenewalDecisionBody>(decision.Body),
        Issues = WireJson.Read<IReadOnlyList<RenewalDecisionIssue>>(decision.Issues),
    };

    public static UIRenewalDecisionResponse ToUI(RenewalDecision decision, Group group)
    {
        var known = ToPublic(decision);
        return new UIRenewalDecisionResponse
        {
            Group = GroupResult.Of(group),
            RenewalDecision = new UIRenewalDecisionResult
            {
                Id = known.Id,
                Version = known.Version,
                Created = known.Created,
                Modified = known.Modified,
                RenewalDate = known.RenewalDate,
                Status = known.Status,
                Body = known.Body,
                Issues = known.Issues,
            },
        };
    }
}
