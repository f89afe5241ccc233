using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>A renewal decision of a group.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedRenewalDecision
{
    /// <summary>Absent: one is made.</summary>
    public string? Id { get; init; }

    /// <summary>The first day of the new plan year.</summary>
    public string? RenewalDate { get; init; }

    /// <summary>A status of Noyo's renewal decisions; absent: submitted, and judged soon.</summary>
    public string? Status { get; init; }

    /// <summary>What is expected of the carriers.</summary>
    public RenewalDecisionBody? Body { get; init; }

    /// <summary>Why it is not ready.</summary>
    public IReadOnlyList<SeedRenewalIssue>? Issues { get; init; }
}

/// <summary>Why a renewal decision is not ready.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedRenewalIssue
{
    /// <summary>warning or error.</summary>
    public string? Level { get; init; }

    public string? Message { get; init; }
}

internal sealed class SeedRenewalDecisionValidator : AbstractValidator<SeedRenewalDecision>
{
    public SeedRenewalDecisionValidator()
    {
        _ = RuleFor(decision => decision.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(decision => decision.RenewalDate).IsRequired().IsDate();
        _ = RuleFor(decision => decision.Status)
            .Must(status => status is null || EnumName.TryParse<RenewalStatus>(status, out _))
            .WithMessage($"must be one of: {string.Join(", ", EnumName.All<RenewalStatus>())}");
        _ = RuleFor(decision => decision.Body).IsRequired().SetValidator(new RenewalDecisionBodyValidator()!);
        _ = RuleFor(decision => decision.Issues)
            .Must((decision, issues) => issues is not { Count: > 0 } || decision.Status == EnumName.Of(RenewalStatus.NotReady))
            .WithMessage("are for a decision that is not_ready");
        _ = RuleForEach(decision => decision.Issues).SetValidator(new SeedRenewalIssueValidator());
    }
}

internal sealed class SeedRenewalIssueValidator : AbstractValidator<SeedRenewalIssue>
{
    public SeedRenewalIssueValidator()
    {
        _ = RuleFor(issue => issue.Level).IsRequired().IsOneOf(RenewalVerdicts.Levels);
        _ = RuleFor(issue => issue.Message).IsRequired().HasText();
    }
}

/// <summary>Puts renewal decisions into a world, and writes those of a world down.</summary>
internal static class SeedRenewals
{
    /// <summary>Adds a decision; one that is submitted is judged once the seed is complete.</summary>
    public static void Add(WorldSession session, Guid groupId, SeedRenewalDecision seed)
    {
        var decision = new RenewalDecision
        {
            Id = seed.Id is null ? session.NewId() : Guid.Parse(seed.Id),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            GroupId = groupId,
            RenewalDate = IsoDate.Parse(seed.RenewalDate!),
            Status = seed.Status is null ? RenewalStatus.Submitted : EnumName.Parse<RenewalStatus>(seed.Status),
            Body = WireJson.Write(seed.Body!),
            Issues = "[]",
        };
        decision.Issues = WireJson.Write(RenewalProgress.About(
            decision, [.. (seed.Issues ?? []).Select(issue => new RenewalDecisionIssue { Level = issue.Level!, Message = issue.Message! })]));
        session.Rows.Insert(decision);
    }

    /// <summary>Decisions as seeds state them.</summary>
    public static IReadOnlyList<SeedRenewalDecision>? Write(IEnumerable<RenewalDecision> decisions)
    {
        IReadOnlyList<SeedRenewalDecision> written = [.. decisions.Select(Write)];
        return written.Count == 0 ? null : written;
    }

    private static SeedRenewalDecision Write(RenewalDecision decision)
    {
        var issues = WireJson.Read<IReadOnlyList<RenewalDecisionIssue>>(decision.Issues);
        return new SeedRenewalDecision
        {
            Id = decision.Id.ToString("D"),
            RenewalDate = IsoDate.Format(decision.RenewalDate),
            Status = EnumName.Of(decision.Status),
            Body = WireJson.Read<RenewalDecisionBody>(decision.Body),
            Issues = issues.Count == 0 ? null : [.. issues.Select(issue => new SeedRenewalIssue { Level = issue.Level, Message = issue.Message })],
        };
    }
}
