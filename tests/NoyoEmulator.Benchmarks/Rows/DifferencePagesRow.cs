using NoyoEmulator.Benchmarks.Load;
using NoyoEmulator.Benchmarks.Processes;
using NoyoEmulator.Benchmarks.Reporting;
using NoyoEmulator.Benchmarks.Storage;

namespace NoyoEmulator.Benchmarks.Rows;

/// <summary>Gets pages of differences, plain, filtered and sorted, from a small world and from a very large one.</summary>
internal static class DifferencePagesRow
{
    private const int Small = 1_000;
    private const int MostRequests = 60;

    public static readonly Row Row = new("pages", "pages of differences, few and many stored", RunAsync);

    private static readonly Goal Newest = Goal.AtMost(2, "≤ 2 ×");
    private static readonly Goal Other = Goal.AtMost(10, "≤ 10 ×");

    private static readonly IReadOnlyList<(string What, string Query, Goal? Goal)> Pages =
    [
        ("newest first", "", Newest),
        ("open", "is_open=true", Other),
        ("not open", "is_open=false", Other),
        ("open discrepancies", "is_open=true&is_discrepancy=true", Other),
        ("dismissed", "is_dismissed=true", Other),
        ("one group", $"group_id={SnapshotTemplate.Group}", Other),
        ("one group, open", $"group_id={SnapshotTemplate.Group}&is_open=true", Other),
        ("object type", "object_type=dependent", Other),
        ("difference type", "type=ie_volume", Other),
        ("two difference types, open", "type=ie_volume,dob&is_open=true", Other),
        ("classification", "classification=missing_from_carrier", Other),
        ("impact 4 and more", "min_impact_score=4", Other),
        ("a month", "created_after=2025-3-1&created_before=2025-4-1", Other),
        ("sorted by created, ascending", "sort_by=created", Other),
        ("sorted by modified, descending", "sort_by=modified&sort_direction=desc", Other),
        ("sorted by impact, descending", "sort_by=impact_score&sort_direction=desc", Other),
        ("sorted by type", "sort_by=difference_type", Other),
        ("sorted by employee", "sort_by=employee_id", Other),
        ("sorted by discrepancy time, descending", "sort_by=discrepancy_time&sort_direction=desc", Other),
        ("open, impact 3 and more, sorted by impact", "is_open=true&min_impact_score=3&sort_by=impact_score&sort_direction=desc", Other),
        ("one group, open, sorted by modified", $"group_id={SnapshotTemplate.Group}&is_open=true&sort_by=modified", Other),
        ("one type, sorted by modified", "type=missing_ie&sort_by=modified&sort_direction=desc", Other),
        ("the last page", "offset={last}", null),
    ];

    private static async Task RunAsync(Bench bench)
    {
        var large = bench.Options.Stored ?? (bench.Options.IsQuick ? 50_000 : 1_000_000);
        var lines = Pages.Select(page => bench.Table.Add($"20 differences, {page.What}: {Small:#,##0} → {large:#,##0} stored", page.Goal)).ToList();
        foreach (var emulator in bench.Emulators)
        {
            var (few, _) = await MeasureAsync(bench, emulator, Small);
            var (many, total) = await MeasureAsync(bench, emulator, large);
            for (var i = 0; i < lines.Count; i++)
            {
                var ratio = many[i] / few[i];
                lines[i].Set(emulator.Name, new Cell(ratio, $"{Cell.Rounded(few[i])} → {Cell.Rounded(many[i])} ms: {Cell.Rounded(ratio)} ×"));
                Bench.Say($"  {emulator.Name}, {Pages[i].What}: {few[i]:0.00} → {many[i]:0.00} ms ({total[i]} match)");
            }
        }

        bench.Table.Note("Pages of differences: the median of one request at a time on one connection; the value is the ratio of many stored to few stored.");
    }

    private static async Task<(List<double> Medians, List<int> Totals)> MeasureAsync(Bench bench, Emulator emulator, int stored)
    {
        var data = await StoredDifferences.CreateAsync(bench, emulator, stored);
        await using (var server = await StoredDifferences.StartAsync(bench, emulator, data))
        {
            var totals = Pages.Select(page => server.Call("GET", PathOf(page.Query, stored), 200, []).Answer.GetProperty("meta").GetProperty("total_records").GetInt32()).ToList();
            if (totals[0] != stored)
                throw new BenchmarkException($"{totals[0]} differences are stored in place of {stored}.");
            // The first queries of each shape are compiled, in the database layer and in the runtime.
            _ = LoadGenerator.Repeat(server.Address, PathOf("", stored), 1, new LoadLimit(bench.Seconds(4, 1), 2_000));
            var medians = new List<double>();
            foreach (var (_, query, _) in Pages)
            {
                _ = LoadGenerator.Repeat(server.Address, PathOf(query, stored), 1, new LoadLimit(bench.Seconds(1, 0.1), MostRequests));
                medians.Add(LoadGenerator.Repeat(server.Address, PathOf(query, stored), 1, new LoadLimit(bench.Seconds(4, 0.3), MostRequests)).Median);
            }

            await server.DisposeAsync();
            Workspace.Remove(data);
            return (medians, totals);
        }
    }

    private static string PathOf(string query, int stored) =>
        $"/tracking/api/v1/differences?page_size=20&{query.Replace("{last}", $"{stored - 20}", StringComparison.Ordinal)}";
}
