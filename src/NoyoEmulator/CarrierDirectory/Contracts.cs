using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.CarrierDirectory;

/// <summary>A carrier as an organization sees it (OpenAPI).</summary>
public sealed record CarrierResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required string DisplayName { get; init; }

    public required string InternalName { get; init; }

    /// <summary>The state that it is at home in; US for all of them.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<string> LinesOfCoverage { get; init; }

    /// <summary>Whether it gets files instead of taking part in round trips.</summary>
    public required bool IsSend { get; init; }

    /// <summary>How the organization stands with it: connected, connecting, requested or not_connected.</summary>
    public string? Status { get; init; }
}

/// <summary>A carrier that an organization wants to work with (OpenAPI).</summary>
public sealed record CreateOrganizationCarrierPublicRequest
{
    public string? CarrierId { get; init; }

    /// <summary>How many enrollments are expected.</summary>
    public int? EstimatedVolume { get; init; }
}

/// <summary>That an organization asked to work with a carrier (OpenAPI). Times are Unix seconds.</summary>
public sealed record OrganizationCarrierResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required long Created { get; init; }

    public required long Modified { get; init; }

    public required Guid OrganizationId { get; init; }

    public required Guid CarrierId { get; init; }

    public required string Status { get; init; }

    public int? EstimatedVolume { get; init; }

    internal static OrganizationCarrierResult Of(OrganizationCarrier request) => new()
    {
        Id = request.Id,
        Version = request.Version,
        Created = request.Created.ToUnixTimeSeconds(),
        Modified = request.Modified.ToUnixTimeSeconds(),
        OrganizationId = request.OrganizationId,
        CarrierId = request.CarrierId,
        Status = EnumName.Of(request.Status),
        EstimatedVolume = request.EstimatedVolume,
    };
}

internal sealed class CreateOrganizationCarrierPublicRequestValidator : AbstractValidator<CreateOrganizationCarrierPublicRequest>
{
    private static readonly FieldSchema UuidText = new() { Format = "uuid" };

    public CreateOrganizationCarrierPublicRequestValidator()
    {
        _ = RuleFor(body => body.CarrierId).NotNull().WithMessage("is required");
        _ = RuleFor(body => body.CarrierId)
            .SetValidator(new FieldSchemaValidator<CreateOrganizationCarrierPublicRequest, string>(UuidText, static id => Uuid.TryParse(id, out _)))
            .WithMessage("must be a uuid");
        _ = RuleFor(body => body.EstimatedVolume).GreaterThanOrEqualTo(0).WithMessage("must not be negative");
    }
}
