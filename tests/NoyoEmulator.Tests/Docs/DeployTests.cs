using System.Globalization;
using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace NoyoEmulator.Tests.Docs;

/// <summary>The examples of several instances agree on which there are; scripts/check-deploy runs them.</summary>
public sealed partial class DeployTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy");

    private static readonly IReadOnlyList<string> Servers =
        [.. Server().Matches(File.ReadAllText(Path.Combine(Folder, "nginx.conf"))).Select(server => server.Groups["name"].Value)];

    [Fact]
    public void Compose_has_the_instances_that_the_proxy_knows() => ((YamlMappingNode)Read("docker-compose.yml").Single()["services"]).Children.Keys
        .Select(name => $"{name}").Where(name => name != "proxy").ShouldBe(Servers);

    [Fact]
    public void Kubernetes_has_the_instances_that_the_proxy_knows()
    {
        var objects = Read("kubernetes/emulator.yaml");
        var set = objects.Single(found => $"{found["kind"]}" == "StatefulSet");
        var services = objects.Where(found => $"{found["kind"]}" == "Service").Select(service => (Name: $"{service["metadata"]["name"]}", Selector: (YamlMappingNode)service["spec"]["selector"])).ToList();

        int.Parse($"{set["spec"]["replicas"]}", CultureInfo.InvariantCulture).ShouldBe(Servers.Count);
        Servers.ShouldBe(Enumerable.Range(0, Servers.Count).Select(number => $"{set["metadata"]["name"]}-{number}"));
        services.Where(service => service.Selector.Children.ContainsKey("statefulset.kubernetes.io/pod-name"))
            .Select(service => (service.Name, Pod: $"{service.Selector["statefulset.kubernetes.io/pod-name"]}"))
            .ShouldBe(Servers.Select(server => (server, server)));
        services.Select(service => service.Name).ShouldContain($"{set["spec"]["serviceName"]}");
    }

    [Fact]
    public void The_kustomization_has_every_file_of_the_example() => ((YamlSequenceNode)Read("kustomization.yaml").Single()["resources"])
        .Select(file => Path.GetFileName($"{file}")).Order(StringComparer.Ordinal)
        .ShouldBe(Directory.EnumerateFiles(Path.Combine(Folder, "kubernetes")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    private static List<YamlMappingNode> Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    [GeneratedRegex(@"^\s+server (?<name>[\w-]+):8080 max_fails=0;$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Server();
}
