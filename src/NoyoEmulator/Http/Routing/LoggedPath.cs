using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;
using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Http.Routing;

/// <summary>Whether there is a world of a name, which may be written down then.</summary>
internal delegate bool WorldExists(string name);

/// <summary>
/// Shows of a path the words of routes and what is an id. Anything else may be a name or a Social Security number that somebody
/// put in the place of an id.
/// </summary>
internal sealed class LoggedPath(EndpointDataSource endpoints, WorldExists exists) : ILoggedPath
{
    private const string Mask = "***";
    private const string WorldPrefix = "w";

    private readonly Lazy<FrozenSet<string>> _words = new(() => WordsOf(endpoints));

    public string Of(HttpContext context)
    {
        var path = new StringBuilder();
        AddPrefixes(path, context.Request.PathBase.Value);
        var rest = context.Request.Path.Value;
        if (RouteOf(context) is { } route)
            Add(path, route, rest);
        else
            AddWords(path, rest);
        return path.ToString();
    }

    /// <summary>The path of a request that a route matched.</summary>
    public static string Of(RoutePattern route, string path)
    {
        var text = new StringBuilder();
        Add(text, route, path);
        return text.ToString();
    }

    private static void Add(StringBuilder text, RoutePattern route, string? path)
    {
        var place = 0;
        foreach (var segment in new Segments(path))
        {
            var part = place < route.PathSegments.Count && route.PathSegments[place].IsSimple ? route.PathSegments[place].Parts[0] : null;
            _ = text.Append('/').Append(part is RoutePatternLiteralPart literal ? literal.Content
                : segment.Length == 0 || segment.SequenceEqual(RouteId.Latest) || IsUuid(segment) ? segment
                : Mask);
            if (part is RoutePatternParameterPart { IsCatchAll: true })
                return;
            place++;
        }
    }

    private void AddPrefixes(StringBuilder text, string? path)
    {
        var isWorld = false;
        foreach (var segment in new Segments(path))
        {
            if (isWorld)
                _ = text.Append('/').Append(exists(segment.ToString()) ? segment : Mask);
            else
                AddWord(text, segment);
            isWorld = !isWorld && segment is WorldPrefix;
        }
    }

    private void AddWords(StringBuilder text, string? path)
    {
        foreach (var segment in new Segments(path))
            AddWord(text, segment);
    }

    private void AddWord(StringBuilder text, ReadOnlySpan<char> segment) =>
        _ = text.Append('/').Append(_words.Value.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var word) ? word
            : segment.Length == 0 || IsUuid(segment) ? segment
            : Mask);

    private static bool IsUuid(ReadOnlySpan<char> segment) => segment.Length == 36 && Guid.TryParseExact(segment, "D", out _);

    /// <summary>The route that a request took, also after error handling forgot it.</summary>
    private static RoutePattern? RouteOf(HttpContext context) =>
        ((context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) as RouteEndpoint)?.RoutePattern;

    private static FrozenSet<string> WordsOf(EndpointDataSource endpoints)
    {
        var routes = endpoints.Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint => endpoint.RoutePattern.PathSegments)
            .SelectMany(segment => segment.Parts).OfType<RoutePatternLiteralPart>().Select(literal => literal.Content);
        var noyos = NoyoOperations.All.SelectMany(operation => operation.Template.Split('/')).Where(segment => segment is not ['{', ..]);
        var families = Enum.GetNames<ApiFamily>().Select(family => family.ToLowerInvariant());
        return routes.Concat(noyos).Concat(families).Append(WorldPrefix).Where(word => word.Length > 0).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What is between the slashes of a path, each of which begins one.</summary>
    private ref struct Segments(ReadOnlySpan<char> path)
    {
        private ReadOnlySpan<char> _rest = path;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly Segments GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
                return false;
            _rest = _rest[0] == '/' ? _rest[1..] : _rest;
            var end = _rest.IndexOf('/');
            Current = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[end..];
            return true;
        }
    }
}
