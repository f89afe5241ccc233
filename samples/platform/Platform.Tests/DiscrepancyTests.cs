using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.Tests;

public sealed class DiscrepancyTests(NoyoFixture noyo) : NoyoTest(noyo)
{
    private const string Enrollments = "groups/a1b6fe36-ccc5-41e3-bcc0-e6488d7e031e/enrollments";

    private static readonly Guid Carrier = new("2d370e0e-fd73-45e0-8828-796d2cacaeef");
    private static readonly JsonElement Enrollment = JsonElement.Parse(NoyoJson.FromFile("guide-enroll-dependent.json").ToString());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_platform_shows_what_the_carrier_has_otherwise()
    {
        await using var platform = await PlatformUnderTest.StartAsync(World);
        using var client = platform.CreateClient();

        using var accepted = await client.PostAsJsonAsync(Enrollments, Enrollment, Token);
        await World.AdvanceAsync(TimeSpan.FromDays(2), Token);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var difference = Assert.Single((await client.GetFromJsonAsync<Difference[]>("discrepancies", Token))!);
        Assert.Equal("ie_effective_start_date", difference.DifferenceType);
        Assert.Equal("2024-09-01", difference.Fields[0].CarrierValue?.GetString());
    }

    [Fact]
    public async Task It_shows_nothing_where_the_carrier_does_as_it_is_told()
    {
        await World.Carrier(Carrier).BehaveAsync("{}", Token);
        await using var platform = await PlatformUnderTest.StartAsync(World);
        using var client = platform.CreateClient();

        await client.PostAsJsonAsync(Enrollments, Enrollment, Token);
        await World.AdvanceAsync(TimeSpan.FromDays(2), Token);

        Assert.Empty((await client.GetFromJsonAsync<Difference[]>("discrepancies", Token))!);
        await World.VerifyAsync([new NoyoExpectedWebhook("difference.resolved") { Count = 1 }], Token);
    }

    [Fact]
    public async Task It_refuses_a_webhook_that_somebody_else_signed()
    {
        await using var platform = await PlatformUnderTest.StartAsync(World);
        using var client = platform.CreateClient();
        client.DefaultRequestHeaders.Add("x-noyo-timestamp", "2024-08-20T12:00:00Z");
        client.DefaultRequestHeaders.Add("x-noyo-signature", new string('a', 64));

        using var refused = await client.PostAsJsonAsync("webhooks/noyo", new { Event = new { Type = "difference.discrepancy" } }, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }
}
