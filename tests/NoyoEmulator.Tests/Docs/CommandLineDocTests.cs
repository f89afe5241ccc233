using System.Globalization;
using System.Reflection;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

/// <summary>The document about the command line has all that there is.</summary>
public sealed class CommandLineDocTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "command-line.md"));

    [Fact]
    public void It_has_every_command() => Verbs.All.Where(verb => !RowsOf("Commands").Contains(verb.Name)).ShouldBeEmpty();

    [Fact]
    public void It_has_every_trigger_in_the_order_of_the_list() => RowsOf("Trigger").ShouldBe(Trigger.All.Select(trigger => trigger.Name));

    [Fact]
    public void It_has_every_option_of_start_with_its_key() => RowsOf("Start").ShouldBe(StartOption.All.Select(option => option.Name));

    [Fact]
    public void It_has_every_exit_code() => RowsOf("Exit codes").ShouldBe(
        typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(code => ((int)code.GetRawConstantValue()!).ToString(CultureInfo.InvariantCulture)));

    /// <summary>The first word of each row of the tables in a section.</summary>
    private static List<string> RowsOf(string section) =>
    [
        .. Document.Split($"## {section}\n")[1].Split("\n## ")[0].Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line[2..].Trim('`').Split(' ', '`')[0]),
    ];
}
