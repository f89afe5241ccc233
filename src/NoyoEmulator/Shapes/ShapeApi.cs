using Microsoft.OpenApi;
using Newtonsoft.Json;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Routing;

namespace NoyoEmulator.Shapes;

/// <summary>One of the user's documents: what of it is answered by its shape, and the schemas of that.</summary>
internal sealed record ShapeApi(OpenApiDocument Document, IReadOnlyList<ShapeOperation> Operations, ShapeSchemas Schemas)
{
    /// <summary>Reads a document.</summary>
    /// <param name="family">The API that it describes.</param>
    /// <param name="file">Where it is.</param>
    /// <param name="isHad">Whether the emulator has an operation itself, by method and path.</param>
    /// <exception cref="ConfigurationException">The file is missing, or no OpenAPI document, or its schemas cannot be used.</exception>
    public static ShapeApi Read(ApiFamily family, string file, Func<string, string, bool> isHad)
    {
        var document = ShapeDocuments.Read(family, file);
        var operations = new ShapeReading(family, document).Operations(isHad).ToList();
        try
        {
            return new ShapeApi(document, operations, ShapeSchemas.Load(document, operations));
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException or NotSupportedException or ArgumentException)
        {
            throw new ConfigurationException($"{file} has schemas that cannot be used: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
