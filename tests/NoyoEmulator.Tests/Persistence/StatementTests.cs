using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Persistence;

/// <summary>What the statements of intake and engine cost: which index each uses, and how many are run.</summary>
public sealed class StatementTests
{
    /// <summary>Tables that are read whole, once, and kept: what a world is set up with.</summary>
    private static readonly string[] Setup = ["carriers", "groups", "group_connections", "group_enrollments", "plans", "webhook_subscriptions"];

    [Fact]
    public async Task No_statement_of_intake_and_engine_scans_a_table_that_grows()
    {
        await using var bare = await BareWorld.OpenAsync();
        await LiveThroughEverythingAsync(bare);

        var plans = await PlansAsync(bare.World);

        plans.Keys.Count(sql => sql.StartsWith("SELECT", StringComparison.Ordinal)).ShouldBeGreaterThan(10);
        plans.Where(plan => plan.Value.Exists(IsScan)).Select(plan => $"{plan.Key}: {string.Join("; ", plan.Value)}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("carrier_records", "employee_id IN", "IX_carrier_records_employee_id_carrier_id_individual_id")]
    [InlineData("differences", "employee_id IN", "IX_differences_employee_id")]
    [InlineData("members", "employee_id IN", "IX_members_employee_id")]
    [InlineData("members", "custom_individual_id =", "IX_members_group_id_custom_individual_id")]
    [InlineData("individual_enrollments", "employee_id IN", "IX_individual_enrollments_employee_id")]
    [InlineData("member_snapshots", "employee_id =", "IX_member_snapshots_employee_id")]
    [InlineData("member_transactions", "snapshot_id =", "IX_member_transactions_snapshot_id")]
    [InlineData("scheduled_work", "(due_at, sequence) >", "IX_scheduled_work_due_at_sequence")]
    [InlineData("scheduled_work", "subject_id =", "IX_scheduled_work_subject_id")]
    public async Task A_hot_query_uses_its_index(string table, string condition, string index)
    {
        await using var bare = await BareWorld.OpenAsync();
        await LiveThroughEverythingAsync(bare);

        var plans = await PlansAsync(bare.World);

        var hot = plans.Where(plan => plan.Key.Contains($"FROM \"{table}\"", StringComparison.Ordinal) && plan.Key.Contains(condition, StringComparison.Ordinal));
        hot.ShouldNotBeEmpty();
        hot.ShouldAllBe(plan => plan.Value.Exists(line => line.Contains(index, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Twice_the_families_take_at_most_twice_the_statements_for_their_way_to_the_carrier_and_back()
    {
        var few = await StatementsOfAnAdvanceAsync(families: 40);
        var many = await StatementsOfAnAdvanceAsync(families: 80);

        many.Steps.ShouldBe(2 * few.Steps);
        many.Statements.ShouldBeLessThanOrEqualTo(2 * few.Statements);
    }

    [Fact]
    public async Task Posting_takes_as_many_statements_however_much_is_stored()
    {
        await using var bare = await BareWorld.OpenAsync();
        await PostAsync(bare, family: 1);
        var first = await CountAsync(bare.World, () => PostAsync(bare, family: 2));
        for (var family = 3; family < 40; family++)
            await PostAsync(bare, family);

        (await CountAsync(bare.World, () => PostAsync(bare, family: 40))).ShouldBe(first);
    }

    private static bool IsScan(string line) =>
        line.StartsWith("SCAN", StringComparison.Ordinal) && !Setup.Contains(line.Split(' ')[1], StringComparer.Ordinal);

    private static Task PostAsync(BareWorld bare, int family) => bare.PostAsync(
        Defaults.GuideGroup, FamilyBody.Of(family, dependents: 1).Enroll(Offer.Medical, "2024-09-01").Enroll(Offer.Medical, "2024-09-01", position: 2));

    private static async Task<(int Steps, long Statements)> StatementsOfAnAdvanceAsync(int families)
    {
        await using var bare = await BareWorld.OpenAsync();
        for (var family = 1; family <= families; family++)
            await PostAsync(bare, family);
        var steps = 0;
        var statements = await CountAsync(bare.World, async () => steps = (await bare.AdvanceAsync(TimeSpan.FromMinutes(1))).Fired.Count);
        return (steps, statements);
    }

    private static async Task<long> CountAsync(World world, Func<Task> work)
    {
        var before = await ExecutionsAsync(world);
        await work();
        return await ExecutionsAsync(world) - before;
    }

    private static Task<long> ExecutionsAsync(World world) =>
        world.WriteAsync(session => session.Rows.Executions, TestContext.Current.CancellationToken);

    /// <summary>Posts, replaces, omits, rejects, holds and releases, syncs, and lets effective dates come.</summary>
    private static async Task LiveThroughEverythingAsync(BareWorld bare)
    {
        for (var family = 1; family <= 3; family++)
            await PostAsync(bare, family);
        await PostAsync(bare, 1);
        await bare.PostAsync(Defaults.GuideGroup, FamilyBody.Of(4).Enroll(Offer.Vision, "2024-08-22"));
        _ = await bare.AdvanceAsync(TimeSpan.FromDays(2));
        await bare.PostAsync(Defaults.GuideGroup, FamilyBody.Of(4).With("enable_member_auto_link", true).Enroll(Offer.Vision, "2024-08-22"));
        _ = await bare.AdvanceAsync(TimeSpan.FromDays(60));
    }

    private static Task<Dictionary<string, List<string>>> PlansAsync(World world) => world.WriteAsync(
        session =>
        {
            var explained = session.Rows.Statements.Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal)
                || sql.StartsWith("UPDATE", StringComparison.Ordinal) || sql.StartsWith("DELETE", StringComparison.Ordinal)).ToList();
            return explained.ToDictionary(sql => sql, session.Rows.Explain, StringComparer.Ordinal);
        },
        TestContext.Current.CancellationToken);
}
