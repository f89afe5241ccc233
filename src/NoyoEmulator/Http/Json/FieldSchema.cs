using FluentValidation;
using FluentValidation.Validators;

namespace NoyoEmulator.Http.Json;

/// <summary>What a value on the wire looks like, beyond its type. Validation checks it, and the OpenAPI documents show it.</summary>
internal sealed record FieldSchema
{
    /// <summary>An OpenAPI format: uuid, date, email and the like.</summary>
    public string? Format { get; init; }

    /// <summary>A regular expression for the whole text, without anchors.</summary>
    public string? Pattern { get; init; }

    public int? MinLength { get; init; }

    /// <summary>For a list.</summary>
    public int? MinItems { get; init; }

    /// <summary>An object is as good as a text.</summary>
    public bool IsObjectToo { get; init; }

    /// <summary>The values there are, when they are few.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>A sentence on how it is written, where no keyword says it.</summary>
    public string? Note { get; init; }
}

/// <summary>A validator that can say what it wants.</summary>
internal interface IFieldSchemaValidator
{
    FieldSchema Schema { get; }
}

/// <summary>Checks a schema. Absent values pass: that something must be there is a rule of its own.</summary>
internal sealed class FieldSchemaValidator<T, TValue>(FieldSchema schema, Func<TValue, bool> isMet)
    : PropertyValidator<T, TValue?>, IFieldSchemaValidator
    where TValue : class
{
    public override string Name => nameof(FieldSchema);

    public FieldSchema Schema => schema;

    public override bool IsValid(ValidationContext<T> context, TValue? value) => value is null || isMet(value);
}
