using System.Text.RegularExpressions;
using FluentValidation;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment;

/// <summary>
/// The rules that single fields have in OpenAPI. All but <see cref="IsRequired{T,TValue}"/> let an absent value pass.
/// Messages say what would be right and never repeat what was sent.
/// </summary>
internal static partial class FieldRules
{
    private const string SsnPattern = "(?!000)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}";
    private const string ZipCodePattern = "[0-9]{5}(-?([0-9]{4})?)";

    private static readonly FieldSchema NonEmpty = new() { MinLength = 1 };
    private static readonly FieldSchema NonEmptyList = new() { MinItems = 1 };
    private static readonly FieldSchema DateText = new() { Format = "date" };
    private static readonly FieldSchema UuidText = new() { Format = "uuid" };
    private static readonly FieldSchema EmailText = new() { Format = "email" };
    private static readonly FieldSchema SsnText = new() { Pattern = SsnPattern };
    private static readonly FieldSchema ZipCodeText = new() { Pattern = ZipCodePattern };

    public static IRuleBuilderOptions<T, TValue?> IsRequired<T, TValue>(this IRuleBuilder<T, TValue?> rule) =>
        rule.NotNull().WithMessage("is required");

    /// <summary>Source: <c>minLength: 1</c>.</summary>
    public static IRuleBuilderOptions<T, string?> HasText<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(NonEmpty, static value => value.Length > 0).WithMessage("must not be empty");

    /// <summary>For names: what has nothing but spaces is none (inferred).</summary>
    public static IRuleBuilderOptions<T, string?> IsNotBlank<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(NonEmpty, static value => !string.IsNullOrWhiteSpace(value)).WithMessage("must not be empty");

    public static IRuleBuilderOptions<T, string?> IsOneOf<T>(this IRuleBuilder<T, string?> rule, AllowedValues allowed) =>
        rule.HasSchema(new FieldSchema { Values = allowed }, allowed.Contains)
            .WithMessage(allowed.Count == 1 ? $"must be {allowed.Listing}" : $"must be one of: {allowed.Listing}");

    /// <summary>Source: <c>format: date</c>, and the date pattern, which by itself lets 31 February pass.</summary>
    public static IRuleBuilderOptions<T, string?> IsDate<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(DateText, static value => IsoDate.TryParse(value, out _)).WithMessage("must be a date that exists, as YYYY-MM-DD");

    public static IRuleBuilderOptions<T, string?> IsUuid<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(UuidText, static value => Uuid.TryParse(value, out _))
            .WithMessage("must be a uuid of 36 characters, such as 4bf04f73-0aad-48ac-b28a-e5f4def7c5e9");

    public static IRuleBuilderOptions<T, string?> IsSsn<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(SsnText, Ssn().IsMatch).WithMessage("must be nine digits without hyphens, and none of its three parts only zeros");

    public static IRuleBuilderOptions<T, string?> IsZipCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(ZipCodeText, ZipCode().IsMatch).WithMessage("must be five or nine digits, such as 94107 or 94107-1234");

    public static IRuleBuilderOptions<T, string?> IsEmailAddress<T>(this IRuleBuilder<T, string?> rule) =>
        rule.HasSchema(EmailText, EmailAddress().IsMatch).WithMessage("must be an email address, such as name@example.com");

    /// <summary>Source: <c>minItems: 1</c>.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> HasItems<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.SetValidator(new FieldSchemaValidator<T, IReadOnlyList<string>>(NonEmptyList, static items => items.Count > 0));

    private static IRuleBuilderOptions<T, string?> HasSchema<T>(
        this IRuleBuilder<T, string?> rule, FieldSchema schema, Func<string, bool> isMet) =>
        rule.SetValidator(new FieldSchemaValidator<T, string>(schema, isMet));

    [GeneratedRegex($@"\A{SsnPattern}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ssn();

    [GeneratedRegex($@"\A{ZipCodePattern}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ZipCode();

    [GeneratedRegex(@"\A[^@\s\p{C}]{1,64}@[^@\s\p{C}.]+(\.[^@\s\p{C}.]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmailAddress();
}
