using System.Text.Json;

namespace NoyoEmulator.CommandLine;

/// <summary>A JSON file that a verb is given, or its standard input.</summary>
internal static class InputFile
{
    private const string StandardInput = "-";

    /// <summary>Comments and a comma too many are for people.</summary>
    public static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads it. Each of its values has its text as it is in the file.</summary>
    /// <exception cref="ToolException">It cannot be read, or is no JSON.</exception>
    public static async Task<JsonElement> ReadAsync(Shell shell, string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == StandardInput ? await shell.In().ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw ToolException.WrongUsage($"{NameOf(file)} is no JSON: see line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ToolException.WrongUsage($"{NameOf(file)} cannot be read: {exception.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>What to call it at the beginning of a sentence.</summary>
    public static string NameOf(string file) => file == StandardInput ? "The standard input" : file;
}
