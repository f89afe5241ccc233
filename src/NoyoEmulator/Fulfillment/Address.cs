namespace NoyoEmulator.Fulfillment;

/// <summary>A postal address in the United States. Source: OpenAPI.</summary>
public sealed record Address
{
    /// <summary>Required.</summary>
    public string? StreetOne { get; init; }

    public string? StreetTwo { get; init; }

    /// <summary>Required.</summary>
    public string? City { get; init; }

    /// <summary>Two letters; required.</summary>
    public string? State { get; init; }

    /// <summary>Five or nine digits, with or without a hyphen; required.</summary>
    public string? ZipCode { get; init; }

    public string? County { get; init; }
}
