using System.Globalization;
using System.Text.Json.Nodes;

namespace NoyoEmulator.Tests.Builders;

/// <summary>Changes a JSON body at a path such as <c>coverages[0].plan_id</c>.</summary>
internal static class JsonEdit
{
    public static JsonObject With(this JsonObject body, string path, JsonNode? value)
    {
        var (parent, last) = Locate(body, path);
        if (parent is JsonArray array)
            array[int.Parse(last, CultureInfo.InvariantCulture)] = value;
        else
            parent.AsObject()[last] = value;

        return body;
    }

    public static JsonObject Without(this JsonObject body, string path)
    {
        var (parent, last) = Locate(body, path);
        if (parent is JsonArray array)
            array.RemoveAt(int.Parse(last, CultureInfo.InvariantCulture));
        else
            parent.AsObject().Remove(last).ShouldBeTrue(path);

        return body;
    }

    private static (JsonNode Parent, string Last) Locate(JsonObject body, string path)
    {
        var segments = path.Split(['.', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        JsonNode node = body;
        foreach (var segment in segments[..^1])
            node = (node is JsonArray array ? array[int.Parse(segment, CultureInfo.InvariantCulture)] : node[segment])!;

        return (node, segments[^1]);
    }
}
