using System.Text.Json.Nodes;
using FluentValidation;

namespace NoyoEmulator.Fulfillment.Discrepancies;

/// <summary>What a carrier and the platform hold differently. Times are Unix seconds.</summary>
public abstract record DiscrepancyBasics
{
    /// <summary>That of the difference.</summary>
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>carrier_value and distributor_value: of one field its value, of several an object of them, null where a side has nothing.</summary>
    public required JsonObject Body { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>What the platform said with the latest outcome that it asked for.</summary>
    public required string Context { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>needs_review, processing, resolved or dismissed.</summary>
    public required string Status { get; init; }

    public required Guid SubjectId { get; init; }

    /// <summary>Employee, Dependent or IndividualEnrollment.</summary>
    public required string SubjectType { get; init; }
}

/// <summary>A discrepancy (OpenAPI).</summary>
public sealed record DiscrepancyPublicResult : DiscrepancyBasics
{
    public required string DiscrepancyType { get; init; }
}

/// <summary>A discrepancy under its other name (OpenAPI).</summary>
public sealed record ReconciliationIssuePublicResult : DiscrepancyBasics
{
    public required string ReconciliationIssueType { get; init; }
}

/// <summary>That a discrepancy was received (OpenAPI): nothing is to be said.</summary>
public sealed record DiscrepancyAckRequest;

/// <summary>That a reconciliation issue was received (OpenAPI): nothing is to be said.</summary>
public sealed record ReconciliationIssueAckRequest;

/// <summary>What is to come of a discrepancy.</summary>
public abstract record RequestedOutcome
{
    /// <summary>What the platform does; absent: will_update for a distributor_change, else no_update (inferred).</summary>
    public string? DistributorAction { get; init; }

    /// <summary>Who is to change something; required.</summary>
    public string? Outcome { get; init; }

    public string? RequestContext { get; init; }

    /// <summary>How it is resolved; absent: no_action for no_change, else offline (inferred).</summary>
    public string? ResolutionType { get; init; }
}

/// <summary>What is to come of a discrepancy (OpenAPI).</summary>
public sealed record DiscrepancyResolutionRequestOutcome : RequestedOutcome;

/// <summary>What is to come of a reconciliation issue (OpenAPI).</summary>
public sealed record ReconciliationIssueResolutionRequestOutcome : RequestedOutcome;

/// <summary>An outcome that was asked for. Times are Unix seconds.</summary>
public abstract record ResolutionBasics
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>Never there: nothing is changed automatically.</summary>
    public Guid? AutomatedChangeId { get; init; }

    /// <summary>Never there.</summary>
    public string? AutomatedChangeType { get; init; }

    public required string DistributorAction { get; init; }

    public required string Outcome { get; init; }

    /// <summary>Empty where nothing was said.</summary>
    public required string RequestContext { get; init; }

    public required string ResolutionType { get; init; }

    /// <summary>Always empty: Noyo publishes no results but in one example.</summary>
    public required JsonObject Result { get; init; }
}

/// <summary>An outcome that was asked for of a discrepancy (OpenAPI).</summary>
public sealed record DiscrepancyResolutionResult : ResolutionBasics
{
    public required Guid DiscrepancyId { get; init; }
}

/// <summary>An outcome that was asked for of a reconciliation issue (OpenAPI).</summary>
public sealed record ReconciliationIssueResolutionResult : ResolutionBasics
{
    public required Guid ReconciliationIssueId { get; init; }
}

/// <summary>What was said about a discrepancy (OpenAPI). Times are Unix seconds.</summary>
public sealed record DiscrepancyNoteResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    /// <summary>organization: only platforms say something, with the outcomes that they ask for.</summary>
    public required string AuthorType { get; init; }

    public required string Content { get; init; }

    public required Guid DiscrepancyId { get; init; }
}

internal sealed class DiscrepancyResolutionRequestOutcomeValidator : AbstractValidator<DiscrepancyResolutionRequestOutcome>
{
    public DiscrepancyResolutionRequestOutcomeValidator()
    {
        _ = RuleFor(body => body.Outcome).IsRequired().IsOneOf(DiscrepancyTerms.Outcomes);
        _ = RuleFor(body => body.DistributorAction).IsOneOf(DiscrepancyTerms.DistributorActions);
        _ = RuleFor(body => body.ResolutionType).IsOneOf(DiscrepancyTerms.ResolutionTypes);
    }
}

internal sealed class ReconciliationIssueResolutionRequestOutcomeValidator : AbstractValidator<ReconciliationIssueResolutionRequestOutcome>
{
    public ReconciliationIssueResolutionRequestOutcomeValidator()
    {
        _ = RuleFor(body => body.Outcome).IsRequired().IsOneOf(DiscrepancyTerms.Outcomes);
        _ = RuleFor(body => body.DistributorAction).IsOneOf(DiscrepancyTerms.DistributorActions);
        _ = RuleFor(body => body.ResolutionType).IsOneOf(DiscrepancyTerms.ResolutionTypes);
    }
}

/// <summary>There is nothing to say, and so nothing to check.</summary>
internal sealed class DiscrepancyAckRequestValidator : AbstractValidator<DiscrepancyAckRequest>;

/// <summary>There is nothing to say, and so nothing to check.</summary>
internal sealed class ReconciliationIssueAckRequestValidator : AbstractValidator<ReconciliationIssueAckRequest>;
