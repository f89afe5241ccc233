using System.Text.RegularExpressions;
using NoyoEmulator.Persistence;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Architecture;

/// <summary>Folders point one way: whoever reads one need only know those below it.</summary>
public sealed partial class FolderTests
{
    // From above to below. Folders on one line do not know each other, but for Fulfillment and Tracking, which are one API's two halves.
    internal static readonly string[][] Lines =
    [
        ["Hosting"],
        ["Dashboard"],
        ["OpenApi"],
        ["Control"],
        ["Seeding"],
        ["CarrierDirectory"],
        ["Fulfillment", "Tracking"],
        ["Carriers", "Inbox", "Shapes"],
        ["Accounts", "Faults", "Journal", "Webhooks"],
        ["Simulation"],
        ["Http"],
        ["Persistence"],
        ["Configuration"],
        ["CommandLine"],
        ["Comparison", "Vocabulary"],
    ];

    private const string CompiledModel = "Persistence.CompiledModel";

    private static readonly IReadOnlyList<NamespaceReference> References =
        [.. NamespaceReferences.Of(typeof(EmulatorDbContext).Assembly).Concat(Usings()).Where(reference => !IsModel(reference))];

    [Fact]
    public void No_folder_knows_one_above_or_beside_it() => References
        .Where(reference => LineOf(reference.From) >= LineOf(reference.To) && !AreOne(reference.From, reference.To))
        .Select(reference => $"{reference.From} knows {reference.To}: {reference.Because}").ShouldBeEmpty();

    [Fact]
    public void Namespaces_form_no_cycle()
    {
        var known = References.ToLookup(reference => reference.From, StringComparer.Ordinal);
        known.Select(from => CycleFrom(from.Key, known)).Where(cycle => cycle is not null).ShouldBeEmpty();
    }

    /// <summary>EF's model names the entities of every slice: there is one database.</summary>
    private static bool IsModel(NamespaceReference reference) =>
        reference.From == CompiledModel || reference.To == CompiledModel
            || reference.Because.StartsWith(nameof(EmulatorDbContext), StringComparison.Ordinal);

    private static int LineOf(string space)
    {
        var line = Array.FindIndex(Lines, folders => folders.Contains(FolderOf(space)));
        line.ShouldBeGreaterThanOrEqualTo(0, $"{space} has no place among the folders yet");
        return line;
    }

    private static bool AreOne(string from, string to) =>
        FolderOf(from) == FolderOf(to) || (FolderOf(from) is "Fulfillment" or "Tracking" && FolderOf(to) is "Fulfillment" or "Tracking");

    private static string FolderOf(string space) => space.Split('.')[0];

    /// <summary>The shortest way from a namespace back to itself, in words.</summary>
    private static string? CycleFrom(string start, ILookup<string, NamespaceReference> known)
    {
        var reached = new Dictionary<string, NamespaceReference>(StringComparer.Ordinal);
        var waiting = new Queue<string>([start]);
        while (waiting.TryDequeue(out var space))
        {
            foreach (var reference in known[space].Where(reference => reached.TryAdd(reference.To, reference)))
            {
                if (reference.To == start)
                    return string.Join(", ", WayBack(start, reached));
                waiting.Enqueue(reference.To);
            }
        }

        return null;
    }

    private static List<string> WayBack(string start, Dictionary<string, NamespaceReference> reached)
    {
        var way = new List<string>();
        var space = start;
        do
        {
            var reference = reached[space];
            way.Add($"{reference.From} knows {reference.To} ({reference.Because})");
            space = reference.From;
        }
        while (space != start);
        way.Reverse();
        return way;
    }

    /// <summary>What files import: the compiler leaves nothing of constants and of names in comments.</summary>
    private static IEnumerable<NamespaceReference> Usings()
    {
        var root = Path.Combine(Repository.Root, "src", "NoyoEmulator");
        foreach (var file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            if (NamespacePattern().Match(text) is not { Success: true } own)
                continue;
            foreach (Match used in UsingPattern().Matches(text))
            {
                if (used.Groups["name"].Value is var name && own.Groups["name"].Value is var from && name != from)
                    yield return new NamespaceReference(from, name, $"{Path.GetFileNameWithoutExtension(file)} uses it");
            }
        }
    }

    [GeneratedRegex(@"^namespace NoyoEmulator\.(?<name>[\w.]+);", RegexOptions.Multiline
        | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(
        @"^using NoyoEmulator\.(?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex UsingPattern();
}
