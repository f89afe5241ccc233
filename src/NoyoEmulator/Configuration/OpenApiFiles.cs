namespace NoyoEmulator.Configuration;

/// <summary>
/// Noyo's OpenAPI documents as the user has them, in JSON, absolute or relative to the working directory: the section
/// <c>Emulator:OpenApi</c>. Default of each: none, so that what the emulator does not have itself is answered with 501.
/// </summary>
internal sealed record OpenApiFiles
{
    public string? Fulfillment { get; init; }

    public string? Tracking { get; init; }

    public string? Carrier { get; init; }
}
