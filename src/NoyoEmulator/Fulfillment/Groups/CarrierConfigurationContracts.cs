using System.Text.Json.Nodes;
using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>What Noyo holds of a group at a carrier (OpenAPI).</summary>
public sealed record PublicGroupCarrierConfigurationResult
{
    public required Guid Id { get; init; }

    public required Guid Version { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid CarrierId { get; init; }

    /// <summary>The group's id in the carrier's system.</summary>
    [JsonNullable]
    public NullableText? CarrierGroupId { get; init; }

    /// <summary>Whatever the carrier wants to know of the group.</summary>
    public required JsonObject Configuration { get; init; }

    public required PublicGroupCarrierConnectionConfigurationResult ConnectionConfiguration { get; init; }

    internal static PublicGroupCarrierConfigurationResult Of(GroupCarrierConfiguration configuration) => new()
    {
        Id = configuration.Id,
        Version = configuration.Version,
        GroupId = configuration.GroupId,
        CarrierId = configuration.CarrierId,
        CarrierGroupId = configuration.CarrierGroupId is { } id ? NullableText.Of(id) : NullableText.None,
        Configuration = WireJson.Read<JsonObject>(configuration.Configuration),
        ConnectionConfiguration = WireJson.Read<PublicGroupCarrierConnectionConfigurationResult>(configuration.ConnectionConfiguration),
    };
}

/// <summary>How data of a group is exchanged with a carrier (OpenAPI).</summary>
public sealed record PublicGroupCarrierConnectionConfigurationResult
{
    [JsonNullable]
    public NullableText? ConnectionTier { get; init; }

    public DataExchange? DataExchange { get; init; }
}

/// <summary>What may be changed of a carrier configuration (OpenAPI). What is absent stays as it is, field by field.</summary>
public sealed record PublicGroupCarrierConfigurationEditRequest
{
    public PublicGroupCarrierConnectionConfigurationEdit? ConnectionConfiguration { get; init; }
}

/// <summary>How data of a group is to be exchanged with a carrier (OpenAPI).</summary>
public sealed record PublicGroupCarrierConnectionConfigurationEdit
{
    /// <summary>Null says that there is none.</summary>
    [JsonNullable]
    public NullableText? ConnectionTier { get; init; }

    /// <summary>Null changes as little as leaving it out.</summary>
    [JsonNullable]
    public DataExchange? DataExchange { get; init; }
}

/// <summary>Which data goes which way (OpenAPI).</summary>
public sealed record DataExchange
{
    public EnrollmentErrors? EnrollmentErrors { get; init; }

    public Enrollments? Enrollments { get; init; }

    public GroupStructure? GroupStructure { get; init; }
}

/// <summary>How a carrier tells of errors (OpenAPI).</summary>
public sealed record EnrollmentErrors
{
    public bool? Enabled { get; init; }

    /// <summary>Null says that there is none.</summary>
    [JsonNullable]
    public NullableText? DefaultMethod { get; init; }
}

/// <summary>How enrollments go to and fro (OpenAPI).</summary>
public sealed record Enrollments
{
    public EnrollmentsFromCarrier? FromCarrier { get; init; }

    public EnrollmentsToCarrier? ToCarrier { get; init; }
}

/// <summary>Whether enrollments are read from the carrier (OpenAPI).</summary>
public sealed record EnrollmentsFromCarrier
{
    public bool? Enabled { get; init; }
}

/// <summary>How enrollments are sent to the carrier (OpenAPI).</summary>
public sealed record EnrollmentsToCarrier
{
    public bool? Enabled { get; init; }

    /// <summary>Null says that there is none.</summary>
    [JsonNullable]
    public NullableText? DefaultMethod { get; init; }
}

/// <summary>How the structure of the group is received (OpenAPI).</summary>
public sealed record GroupStructure
{
    public bool? Enabled { get; init; }

    /// <summary>Null says that there is none.</summary>
    [JsonNullable]
    public NullableText? DefaultMethod { get; init; }
}

internal sealed class PublicGroupCarrierConfigurationEditRequestValidator : AbstractValidator<PublicGroupCarrierConfigurationEditRequest>
{
    public PublicGroupCarrierConfigurationEditRequestValidator() =>
        RuleFor(body => body.ConnectionConfiguration).SetValidator(new ConnectionConfigurationValidator()!);
}

internal sealed class ConnectionConfigurationValidator : AbstractValidator<PublicGroupCarrierConnectionConfigurationEdit>
{
    public ConnectionConfigurationValidator()
    {
        _ = RuleFor(body => (string?)body.ConnectionTier).IsOneOf(ExchangeTerms.Tiers);
        _ = RuleFor(body => body.DataExchange).SetValidator(new DataExchangeValidator()!);
    }
}

internal sealed class DataExchangeValidator : AbstractValidator<DataExchange>
{
    public DataExchangeValidator()
    {
        _ = RuleFor(exchange => exchange.EnrollmentErrors).SetValidator(new ErrorsValidator()!);
        _ = RuleFor(exchange => exchange.Enrollments).SetValidator(new EnrollmentsValidator()!);
        _ = RuleFor(exchange => exchange.GroupStructure).SetValidator(new StructureValidator()!);
    }

    private sealed class ErrorsValidator : AbstractValidator<EnrollmentErrors>
    {
        public ErrorsValidator() => RuleFor(errors => (string?)errors.DefaultMethod).IsOneOf(ExchangeTerms.ErrorMethods);
    }

    private sealed class EnrollmentsValidator : AbstractValidator<Enrollments>
    {
        public EnrollmentsValidator() => RuleFor(enrollments => enrollments.ToCarrier).SetValidator(new ToCarrierValidator()!);
    }

    private sealed class ToCarrierValidator : AbstractValidator<EnrollmentsToCarrier>
    {
        public ToCarrierValidator() => RuleFor(sending => (string?)sending.DefaultMethod).IsOneOf(ExchangeTerms.SendingMethods);
    }

    private sealed class StructureValidator : AbstractValidator<GroupStructure>
    {
        public StructureValidator() => RuleFor(structure => (string?)structure.DefaultMethod).IsOneOf(ExchangeTerms.StructureMethods);
    }
}

/// <summary>The values that a connection configuration may have. Source: OpenAPI, in its order.</summary>
internal static class ExchangeTerms
{
    public const string NotConnected = "not_connected";

    public static readonly AllowedValues Tiers = new("premier", "advanced", "standard", NotConnected);

    public static readonly AllowedValues ErrorMethods = new("snapshot_errors", "error_report");

    public static readonly AllowedValues SendingMethods = new("api", "feeds", "manual_noyo", "manual_partner");

    public static readonly AllowedValues StructureMethods = new("api", "account_structure_file");
}
