using System.Text.RegularExpressions;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.OpenApi;

namespace NoyoEmulator.Tests.Contract;

/// <summary>The fidelity page says what is Noyo's own, and has to keep up with what there is.</summary>
public sealed partial class FidelityTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "fidelity.md"));

    [Fact]
    public async Task Every_mapped_operation_of_Noyos_has_one_row_and_every_row_is_about_one()
    {
        await using var app = new EmulatorApp();
        var mapped = new List<string>();
        foreach (var name in ApiContract.Names)
        {
            mapped.AddRange((await DocumentPage.OpenAsync(app, name)).Operations
                .Where(operation => !operation.FullPath.StartsWith("/_emulator", StringComparison.Ordinal))
                .Select(
                    operation =>
                        $"{operation.Id}: {operation.Method.ToUpperInvariant()} {operation.Path} of {operation.FullPath.Split('/')[1]} is {operation.Definition["x-emulator-fidelity"]}"));
        }

        var rows = Rows("operation").Select(cells => $"{cells[0].Trim('`')}: {cells[1].Trim('`')} of {cells[2]} is {cells[3]}");

        rows.Order(StringComparer.Ordinal).ShouldBe(mapped.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_has_a_source_in_the_words_that_the_page_explains()
    {
        var words = WordPattern().Matches(string.Join(' ', Lines.TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))))
            .Select(match => match.Groups["word"].Value.ToLowerInvariant()).ToList();
        words.ShouldBe(["published", "inferred", "decision", "ours"]);

        var rules = Rows("rule");

        rules.Count.ShouldBeGreaterThan(50);
        rules.Where(cells => !words.Contains(cells[1].Split(' ', ',', ';', ':')[0])).Select(cells => $"{cells[0]}: {cells[1]}")
            .ShouldBeEmpty();
        rules.Select(cells => cells[0]).ShouldBeUnique();
    }

    /// <summary>The cells of all tables whose first column has that head.</summary>
    private static List<string[]> Rows(string head)
    {
        var rows = new List<string[]>();
        var isInside = false;
        foreach (var line in Lines)
        {
            isInside = line.StartsWith('|') && (isInside || line.StartsWith($"| {head} |", StringComparison.Ordinal));
            if (isInside && !line.StartsWith($"| {head} |", StringComparison.Ordinal) && !line.StartsWith("|---", StringComparison.Ordinal))
                rows.Add([.. line.Trim('|').Split('|').Select(cell => cell.Trim())]);
        }

        return rows;
    }

    [GeneratedRegex(@"\*(?<word>\w+)\* means", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordPattern();
}
