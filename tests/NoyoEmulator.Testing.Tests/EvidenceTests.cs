using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

public sealed class EvidenceTests
{
    [Fact]
    public async Task What_happened_as_expected_says_nothing()
    {
        await using var noyo = await Guide.WorldAsync();
        await noyo.EnrollAsync();

        await noyo.VerifyAsync(
            new NoyoExpectedRequest("createMemberSnapshot") { Status = 201, Count = 1, Body = """{"coverages": [{"line_of_coverage": "vision"}]}""" },
            new NoyoExpectedRequest { Method = "POST", Path = "/api/v1/groups/*/member_snapshots", AtLeast = 1, AtMost = 2 },
            new NoyoExpectedWebhook("difference.created"),
            new NoyoExpectedWebhook("difference.resolved") { Count = 0 });
    }

    [Fact]
    public async Task What_did_not_happen_is_told_with_what_came_closest()
    {
        await using var noyo = await Guide.WorldAsync();
        await noyo.EnrollAsync();

        var failure = await Should.ThrowAsync<NoyoVerificationException>(() => noyo.VerifyAsync(
            new NoyoExpectedRequest("createMemberSnapshot") { Body = NoyoJson.From(new { Coverages = new[] { new { LineOfCoverage = "dental" } } }) },
            new NoyoExpectedWebhook("difference.created") { Count = 0 }));

        failure.Message.ShouldBe($"""
            It did not happen as expected.
            Expected at least 1 createMemberSnapshot with the body; there was none.
              Closest: POST /fulfillment/api/v1/groups/{Guide.Group}/member_snapshots, answered 201
                body: $.coverages[0].line_of_coverage is "vision", not "dental"
            Expected no difference.created; there was 1.
            NoyoWorld.ReportAsync and ExplainAsync tell what did happen.
            """);
        failure.Verdict.GetProperty("verified").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_report_has_the_newest_story_the_ledger_and_what_nothing_answers()
    {
        await using var noyo = await Guide.WorldAsync();
        (await noyo.ReportAsync()).ShouldContain("No member snapshot was posted since the world began.");
        var snapshot = await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);
        using var wrong = await noyo.FulfillmentClient.GetAsync("api/v1/member_snapshot");

        var report = await noyo.ReportAsync();

        report.ShouldContain("confirmation 1 at carrier");
        report.ShouldContain("Time passed, 2024-08-20 12:00:00Z to 2024-08-22 12:00:00Z:\n2024-08-20 12:00:01  submit");
        report.ShouldContain("/api/v1/member_snapshot; the nearest is GET /api/v1/member_snapshots");
        (await noyo.ExplainAsync(snapshot.Id)).ShouldBe(await noyo.ExplainLatestAsync());
    }
}
