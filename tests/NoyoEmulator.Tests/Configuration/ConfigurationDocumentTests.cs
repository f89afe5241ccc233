using NoyoEmulator.Configuration;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Configuration;

public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void The_document_lists_every_key_with_its_default_values_and_meaning()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        documented.ShouldBe(ConfigurationKeys.All.Select(Row));
    }

    private static string Row(ConfigurationKey key) =>
        $"| `{key.Name}` | {(key.Default is null ? "none" : $"`{key.Default.Replace(",", ", ", StringComparison.Ordinal)}`")} "
        + $"| {key.Values} | {key.Meaning} |";
}
