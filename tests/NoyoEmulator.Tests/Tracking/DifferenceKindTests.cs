using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Tracking;

/// <summary>What triggers keep of differences is right whoever writes, and however.</summary>
public sealed class DifferenceKindTests
{
    private const long Day = 86_400_000_000;

    private const string Kinds = """
        SELECT group_id, carrier_id, difference_type, object_type, is_open, is_resolved, is_replaced, is_discrepancy, is_dismissed, is_suppressed, classification,
            impact_score, organization_id, total
        FROM difference_kinds WHERE total <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
        """;

    private const string CountedKinds = """
        SELECT group_id, carrier_id, difference_type, object_type, is_open, resolved IS NOT NULL, replaced_by_id IS NOT NULL, discrepancy_time IS NOT NULL,
            is_dismissed, is_suppressed, classification, impact_score, organization_id, COUNT(*)
        FROM differences GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
        """;

    private static readonly string[] Changes =
    [
        "UPDATE differences SET resolved = 5, is_open = 0 WHERE rowid = {0}",
        "UPDATE differences SET resolved = NULL, is_open = 1, is_dismissed = 0 WHERE rowid = {0}",
        "UPDATE differences SET discrepancy_time = 7 WHERE rowid = {0}",
        "UPDATE differences SET replaced_by_id = x'07', is_open = 0 WHERE rowid = {0}",
        "UPDATE differences SET is_dismissed = 1 - is_dismissed WHERE rowid % 5 = {0} % 5",
        "UPDATE differences SET version = x'09', modified = modified + 1 WHERE rowid = {0}",
        "UPDATE differences SET created = created + 86400000000 WHERE rowid = {0}",
        "UPDATE differences SET group_id = x'08', impact_score = 1, difference_type = 'sex', object_type = 'employee' WHERE rowid = {0}",
        "UPDATE differences SET is_suppressed = 1, organization_id = x'02', classification = 'missing_from_carrier', carrier_id = x'04' WHERE rowid = {0}",
        "UPDATE differences SET kind = NULL, is_dismissed = 1 - is_dismissed WHERE rowid = {0}",
        "DELETE FROM differences WHERE rowid = {0}",
        "SAVEPOINT s; DELETE FROM differences WHERE rowid % 3 = {0} % 3; UPDATE differences SET is_dismissed = 1; ROLLBACK TO s; RELEASE s",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Totals_are_what_counting_every_difference_gives(int seed)
    {
        var dice = new Dice(seed);
        using var stored = StoredDifferences.Create();
        var last = 0;
        for (var step = 0; step < 300; step++)
        {
            if (last == 0 || dice.Chance(40))
                last = stored.Add(dice, (dice.Next(6) * Day / 2) + dice.Next(2));
            else
                stored.Execute(string.Format(null, dice.Pick(Changes), 1 + dice.Next(last)));
            if (step % 10 == 0)
                Check(stored, $"seed {seed}, step {step}");
        }

        stored.Read(Kinds).Count.ShouldBeGreaterThan(10);
        Check(stored, $"seed {seed}");
        stored.Execute("DELETE FROM differences");
        stored.Read("SELECT 1 FROM difference_kinds WHERE total <> 0 UNION ALL SELECT 1 FROM difference_days WHERE total <> 0").ShouldBeEmpty();
    }

    private static void Check(StoredDifferences stored, string when)
    {
        stored.Read(Kinds).ShouldBe(stored.Read(CountedKinds), when);
        stored.Read("SELECT day, kind, total FROM difference_days WHERE total <> 0 ORDER BY 1, 2")
            .ShouldBe(stored.Read($"SELECT 2 * (created / {Day}) + (created % {Day} > 0), kind, COUNT(*) FROM differences GROUP BY 1, 2 ORDER BY 1, 2"), when);
        stored.Read("SELECT COUNT(*) FROM differences d WHERE NOT EXISTS (SELECT 1 FROM difference_kinds k WHERE k.kind = d.kind AND k.group_id = d.group_id AND k.is_dismissed = d.is_dismissed)")
            .ShouldBe(["0"], when);
    }
}
