using System.Globalization;
using System.Text.Json;

namespace NoyoEmulator.Http.Json;

/// <summary>The names of places in a body, such as <c>$.coverages[0].enrolled_members[1].event_id</c>.</summary>
internal static class JsonPath
{
    public const string Root = "$";

    public static string Property(string parent, string name) => IsPlain(name) ? $"{parent}.{name}" : $"{parent}['{name}']";

    public static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>The path of a place within a part of the body, whose own path is <paramref name="root"/>.</summary>
    public static string Below(string root, string path) => root == Root ? path : $"{root}{path.AsSpan(Root.Length)}";

    /// <summary>
    /// The JSON path for a property path of FluentValidation: <c>Coverages[0].PlanId</c> becomes <c>$.coverages[0].plan_id</c>.
    /// A rule that names its place as a JSON path keeps it.
    /// </summary>
    public static string FromPropertyPath(string? propertyPath)
    {
        if (string.IsNullOrEmpty(propertyPath))
            return Root;

        if (propertyPath.StartsWith('$'))
            return propertyPath;

        return $"{Root}.{string.Join('.', propertyPath.Split('.').Select(Segment))}";

        static string Segment(string segment)
        {
            var bracket = segment.IndexOf('[', StringComparison.Ordinal);
            return bracket < 0
                ? JsonNamingPolicy.SnakeCaseLower.ConvertName(segment)
                : JsonNamingPolicy.SnakeCaseLower.ConvertName(segment[..bracket]) + segment[bracket..];
        }
    }

    /// <summary>The path as the subject of a sentence: without the root sign, or "the body" for the root itself.</summary>
    public static string Spoken(string path) => path switch
    {
        Root => "the body",
        ['$', '.', .. var rest] => rest,
        ['$', .. var rest] => rest,
        _ => path,
    };

    /// <summary>Whether <paramref name="paths"/> holds the path itself or one it lies below.</summary>
    public static bool IsCovered(string path, IReadOnlySet<string> paths)
    {
        if (paths.Count == 0)
            return false;

        for (var current = path; ; current = current[..current.LastIndexOfAny(['.', '['])])
        {
            if (paths.Contains(current))
                return true;

            if (current.LastIndexOfAny(['.', '[']) < 0)
                return false;
        }
    }

    /// <summary>Whether a name can stand after a dot.</summary>
    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
