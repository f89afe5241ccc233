using System.Text;
using Microsoft.OpenApi;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Shapes;

/// <summary>Reads the OpenAPI documents that the user has.</summary>
internal static class ShapeDocuments
{
    private const string Section = $"{EmulatorOptions.SectionName}:OpenApi";

    /// <summary>Reads a document.</summary>
    /// <exception cref="ConfigurationException">The file is missing, or no OpenAPI document.</exception>
    public static OpenApiDocument Read(ApiFamily family, string file)
    {
        var key = $"{Section}:{family}";
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ConfigurationException($"{key} names the file {Path.GetFullPath(file)}, which cannot be read: {OneLine(exception.Message)}");
        }

        if (bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        using var stream = new MemoryStream(bytes);
        var (document, diagnostic) = OpenApiDocument.Load(stream, OpenApiConstants.Json);
        if (document?.Paths is not { Count: > 0 })
        {
            var reason = diagnostic?.Errors.FirstOrDefault()?.Message is { } message ? OneLine(message) : "it has no paths";
            throw new ConfigurationException($"{key} names the file {Path.GetFullPath(file)}, which is no OpenAPI document in JSON: {reason}");
        }

        return document;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
