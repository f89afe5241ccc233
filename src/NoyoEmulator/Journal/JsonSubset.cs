using System.Text.Json;
using NoyoEmulator.Http.Json;

namespace NoyoEmulator.Journal;

/// <summary>
/// Compares JSON with as much of it as somebody stated: an object may have more properties, and each item of a stated array must
/// be like some
/// item of the actual one. Says of every place that differs what is there.
/// </summary>
internal static class JsonSubset
{
    private const int LongestValue = 80;

    /// <summary>Where the actual JSON is not as stated, in words; empty when it is.</summary>
    public static IReadOnlyList<string> Differences(JsonElement stated, JsonElement actual)
    {
        var differences = new List<string>();
        Compare(stated, actual, JsonPath.Root, differences);
        return differences;
    }

    private static void Compare(JsonElement stated, JsonElement actual, string path, List<string> differences)
    {
        if (stated.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in stated.EnumerateObject())
            {
                var place = JsonPath.Property(path, property.Name);
                if (actual.TryGetProperty(property.Name, out var found))
                    Compare(property.Value, found, place, differences);
                else
                    differences.Add($"{place} is missing");
            }
        }
        else if (stated.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in stated.EnumerateArray())
                Find(item, actual, path, differences);
        }
        else if (!JsonElement.DeepEquals(stated, actual))
        {
            differences.Add($"{path} is {Text(actual)}, not {Text(stated)}");
        }
    }

    /// <summary>Looks for an item; where there is none like it, the one that is most like it says why.</summary>
    private static void Find(JsonElement item, JsonElement items, string path, List<string> differences)
    {
        List<string>? least = null;
        var index = 0;
        foreach (var candidate in items.EnumerateArray())
        {
            var found = new List<string>();
            Compare(item, candidate, JsonPath.Item(path, index++), found);
            if (found.Count == 0)
                return;
            if (least is null || found.Count < least.Count)
                least = found;
        }

        differences.AddRange(least ?? [$"{path} is empty, so that it has no item like {Text(item)}"]);
    }

    private static string Text(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";
    }
}
