using System.Globalization;
using System.Text.Json;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Bodies;

/// <summary>Puts failures in the order in which a reader of the body comes across their places.</summary>
internal static class DocumentOrder
{
    /// <summary>Sorts by the text of the body, unless there are so many that nobody reads them in any order: finding each place is not cheap.</summary>
    public static IReadOnlyList<FieldError> Sort(IReadOnlyList<FieldError> failures, ReadOnlyMemory<byte> body)
    {
        if (failures.Count is 1 or > JsonShape.MaxFailures)
            return failures;
        using var document = JsonBodyReader.Parse(body);
        return Sort(failures, document.RootElement);
    }

    /// <summary>Sorts; a missing property counts as the last of its object, and equal places keep their order.</summary>
    public static IReadOnlyList<FieldError> Sort(IEnumerable<FieldError> failures, JsonElement root) =>
        [.. failures.Select(failure => (Failure: failure, Place: PlaceOf(failure.Field, root)))
            .OrderBy(pair => pair.Place, PlaceComparer.Instance)
            .Select(pair => pair.Failure)];

    private static List<int> PlaceOf(string path, JsonElement root)
    {
        var place = new List<int>();
        var current = root;
        foreach (var segment in path.Split(['.', '['], StringSplitOptions.None).Skip(1))
        {
            var found = segment.EndsWith(']') ? Item(segment[..^1], ref current) : Property(segment, ref current);
            place.Add(found ?? int.MaxValue);
            if (found is null)
                break;
        }

        return place;
    }

    private static int? Item(string segment, ref JsonElement current)
    {
        if (current.ValueKind != JsonValueKind.Array
            || !int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= current.GetArrayLength())
        {
            return null;
        }

        current = current[index];
        return index;
    }

    private static int? Property(string name, ref JsonElement current)
    {
        if (current.ValueKind != JsonValueKind.Object)
            return null;

        var index = 0;
        foreach (var property in current.EnumerateObject())
        {
            if (property.NameEquals(name))
            {
                current = property.Value;
                return index;
            }

            index++;
        }

        return null;
    }

    private sealed class PlaceComparer : IComparer<List<int>>
    {
        public static readonly PlaceComparer Instance = new();

        public int Compare(List<int>? x, List<int>? y)
        {
            var (left, right) = (x ?? [], y ?? []);
            for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
            {
                if (left[i] != right[i])
                    return left[i].CompareTo(right[i]);
            }

            return left.Count.CompareTo(right.Count);
        }
    }
}
