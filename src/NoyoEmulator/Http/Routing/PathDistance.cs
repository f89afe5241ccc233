using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Http.Routing;

/// <summary>How unlike a path is to a route: the edits that turn one into the other, where a parameter fits any segment.</summary>
internal static class PathDistance
{
    public static int Between(string path, string template)
    {
        var a = path.Trim('/').Split('/');
        var b = template.Trim('/').Split('/');
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, 0) => 0,
                    (0, _) => costs[0, j - 1] + Weight(b[j - 1]),
                    (_, 0) => costs[i - 1, 0] + Weight(a[i - 1]),
                    _ => Math.Min(
                        costs[i - 1, j - 1] + Replace(a[i - 1], b[j - 1]),
                        Math.Min(costs[i - 1, j] + Weight(a[i - 1]), costs[i, j - 1] + Weight(b[j - 1]))),
                };
            }
        }

        return costs[a.Length, b.Length];
    }

    private static int Weight(string segment) => segment.StartsWith('{') ? 2 : segment.Length + 1;

    private static int Replace(string segment, string templateSegment) => templateSegment.StartsWith('{')
        ? (Guid.TryParse(segment, out _) ? 0 : 2)
        : EditDistance.Between(segment, templateSegment);
}
