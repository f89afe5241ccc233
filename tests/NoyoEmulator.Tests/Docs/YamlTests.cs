using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace NoyoEmulator.Tests.Docs;

/// <summary>What is written in YAML, for machines that no test has, can be read, and leads to what there is.</summary>
public sealed partial class YamlTests
{
    private static readonly IReadOnlyList<(string Name, string Text)> Files = Read(".yml", ".yaml");

    [Fact]
    public void Every_file_can_be_read()
    {
        Files.Count.ShouldBeGreaterThan(3);
        foreach (var (name, text) in Files)
            Should.NotThrow(() => Documents(text), name).ShouldNotBeEmpty(name);
    }

    [Fact]
    public void Every_example_in_the_documents_can_be_read()
    {
        var examples = Read(".md").SelectMany(file => Example().Matches(file.Text).Select(example => (file.Name, example.Groups["text"].Value))).ToList();

        examples.Count.ShouldBeGreaterThan(3);
        foreach (var (name, text) in examples)
            Should.NotThrow(() => Documents(text), $"{name}: {text}").ShouldNotBeEmpty(name);
    }

    [Fact]
    public void What_is_named_in_a_workflow_or_a_template_is_there()
    {
        var named = Files.Where(file => file.Name.StartsWith(".github/", StringComparison.Ordinal))
            .SelectMany(file => OwnPath().Matches(file.Text).Select(path => (file.Name, Path: path.Value))).ToList();

        named.ShouldContain((".github/workflows/ci.yml", ".ci/run"));
        named.ShouldContain((".github/workflows/release.yml", "scripts/pack"));
        named.Where(found => !Path.Exists(Path.Combine(Repository.Root, found.Path))).ShouldBeEmpty();
    }

    [Fact]
    public void Workflows_take_no_more_rights_than_they_say_and_pin_the_actions_they_use()
    {
        foreach (var (name, root) in Workflows())
        {
            root.Children.ShouldContainKey("permissions", name);
            Steps(root).SelectMany(step => step.Children.TryGetValue("uses", out var uses) ? [uses.ToString()] : Array.Empty<string>())
                .ShouldAllBe(uses => Pinned().IsMatch(uses));
        }
    }

    [Fact]
    public void Jobs_wait_for_jobs_that_there_are()
    {
        foreach (var (name, root) in Workflows())
        {
            var jobs = (YamlMappingNode)root.Children["jobs"];
            foreach (var job in jobs.Children.Values.Cast<YamlMappingNode>().Where(job => job.Children.ContainsKey("needs")))
            {
                var needs = job.Children["needs"] is YamlSequenceNode several ? several.Children : [job.Children["needs"]];
                needs.ShouldAllBe(need => jobs.Children.ContainsKey(need), name);
            }
        }
    }

    private static IEnumerable<(string Name, YamlMappingNode Root)> Workflows() =>
        Files.Where(file => file.Name.StartsWith(".github/workflows/", StringComparison.Ordinal))
            .Select(file => (file.Name, (YamlMappingNode)Documents(file.Text).Single().RootNode));

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode workflow) =>
        ((YamlMappingNode)workflow.Children["jobs"]).Children.Values.SelectMany(job => ((YamlSequenceNode)job["steps"]).Children).Cast<YamlMappingNode>();

    private static IList<YamlDocument> Documents(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents;
    }

    /// <summary>Files of the repository by their ends, without what builds leave behind.</summary>
    private static IReadOnlyList<(string Name, string Text)> Read(params string[] ends)
    {
        string[] built = ["artifacts", "bin", "obj", "node_modules", ".git"];
        return
        [
            .. Directory.EnumerateDirectories(Repository.Root).Where(folder => !built.Contains(Path.GetFileName(folder)))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Concat(Directory.EnumerateFiles(Repository.Root))
                .Where(file => ends.Contains(Path.GetExtension(file)))
                .Select(file => (Name: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), file))
                .Where(found => !found.Name.Split('/').Any(built.Contains))
                .Select(found => (found.Name, File.ReadAllText(found.file))),
        ];
    }

    [GeneratedRegex(@"^```yaml\n(?<text>(?s:.*?))^```$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Example();

    [GeneratedRegex(@"(?<![\w/.*-])(\.ci|scripts|docs|deploy|src|tests)/[\w.-]+(/[\w.-]+)*|(?<![\w/.*-])(CHANGELOG|CONTRIBUTING|SECURITY|README)\.md|(?<![\w/.*-])global\.json",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OwnPath();

    [GeneratedRegex("^[\\w-]+/[\\w/-]+@(v[0-9]+|[0-9a-f]{40})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pinned();
}
