using System.Text.RegularExpressions;
using FluentValidation;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Fulfillment.Groups;

/// <summary>A new group (OpenAPI).</summary>
public sealed record GroupCreateRequest
{
    public string? Name { get; init; }

    /// <summary>The organization that owns it; absent: the one that the world's first group belongs to.</summary>
    public string? OrganizationId { get; init; }

    public string? DbaName { get; init; }

    public string? FederalEin { get; init; }

    public string? SicCode { get; init; }
}

/// <summary>What may be changed of a group (OpenAPI). What is absent stays as it is.</summary>
public sealed record GroupEditRequest
{
    public string? Name { get; init; }

    public string? DbaName { get; init; }

    public string? FederalEin { get; init; }

    public string? SicCode { get; init; }
}

internal sealed class GroupCreateRequestValidator : AbstractValidator<GroupCreateRequest>
{
    public GroupCreateRequestValidator()
    {
        _ = RuleFor(group => group.Name).IsRequired().IsNotBlank();
        _ = RuleFor(group => group.OrganizationId).IsUuid();
        _ = RuleFor(group => group.FederalEin).IsFederalEin();
        _ = RuleFor(group => group.SicCode).IsSicCode();
    }
}

internal sealed class GroupEditRequestValidator : AbstractValidator<GroupEditRequest>
{
    public GroupEditRequestValidator()
    {
        _ = RuleFor(group => group.Name).IsNotBlank();
        _ = RuleFor(group => group.FederalEin).IsFederalEin();
        _ = RuleFor(group => group.SicCode).IsSicCode();
    }
}

/// <summary>What the fields of a group look like. Inferred from the examples in Noyo's document, which gives no patterns.</summary>
internal static partial class GroupRules
{
    private const string FederalEinPattern = "[0-9]{2}-?[0-9]{7}";
    private const string SicCodePattern = "[0-9]+";

    private static readonly FieldSchema FederalEinText = new() { Pattern = FederalEinPattern };
    private static readonly FieldSchema SicCodeText = new() { Pattern = SicCodePattern };

    public static IRuleBuilderOptions<T, string?> IsFederalEin<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new FieldSchemaValidator<T, string>(FederalEinText, FederalEin().IsMatch))
            .WithMessage("must be nine digits, such as 112222222 or 11-2222222");

    public static IRuleBuilderOptions<T, string?> IsSicCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new FieldSchemaValidator<T, string>(SicCodeText, SicCode().IsMatch)).WithMessage("must be digits, such as 5713");

    [GeneratedRegex($@"\A{FederalEinPattern}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FederalEin();

    [GeneratedRegex($@"\A{SicCodePattern}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SicCode();
}
