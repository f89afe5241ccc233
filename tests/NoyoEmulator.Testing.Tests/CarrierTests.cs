using System.Net;
using System.Text.Json;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace NoyoEmulator.Testing.Tests;

/// <summary>What goes wrong on purpose: carriers that err, and requests that fail.</summary>
public sealed class CarrierTests
{
    [Fact]
    public async Task A_carrier_rejects_what_it_is_sent_until_it_behaves_again()
    {
        await using var noyo = await Guide.WorldAsync();
        var carrier = noyo.Carrier(Guide.Carrier);
        await carrier.RejectAsync("Dependent is not eligible");
        await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);

        var transactions = JsonDocument.Parse(await noyo.FulfillmentClient.GetStringAsync(new Uri("api/v1/member_transactions?page_size=1", UriKind.Relative)));
        var newest = transactions.RootElement.GetProperty("response")[0];
        newest.GetProperty("status").GetString().ShouldBe("failed");
        newest.GetProperty("result").GetProperty("error").GetString().ShouldBe("Dependent is not eligible");
        await carrier.ResetBehaviorAsync();

        await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);
        (await noyo.LatestSnapshotAsync())!.Status.ShouldBe("completed");
    }

    [Fact]
    public async Task A_carrier_behaves_by_name_and_holds_until_it_is_released()
    {
        await using var noyo = await Guide.WorldAsync();
        var carrier = noyo.Carrier(Guide.Carrier);
        await carrier.BehaveAsync("hold");
        var snapshot = await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);
        (await noyo.SnapshotAsync(snapshot.Id)).Status.ShouldBe("processing");

        (await carrier.ReleaseAsync(snapshot.Id)).ShouldBe(1);
        await noyo.AdvanceAsync(Guide.TwoDays);

        (await noyo.SnapshotAsync(snapshot.Id)).Status.ShouldBe("completed");
        (await carrier.ReleaseAsync()).ShouldBe(0);
        var unknown = await Should.ThrowAsync<ArgumentException>(() => carrier.BehaveAsync("holt"));
        unknown.Message.ShouldStartWith("No behavior is named holt. There are: accept, first_of_next_month, ");
    }

    [Fact]
    public async Task A_record_that_the_carrier_changes_is_a_difference_after_the_next_sync()
    {
        await using var noyo = await Guide.WorldAsync();
        var carrier = noyo.Carrier(Guide.Carrier);
        var before = await noyo.OpenDifferencesAsync();

        var record = await carrier.PatchAsync(Guide.Employee, NoyoJson.From(new { Person = new { LastName = "Cornwell" } }));
        record.GetProperty("person").GetProperty("last_name").GetString().ShouldBe("Cornwell");
        (await carrier.RecordAsync(Guide.Employee)).GetProperty("person").GetProperty("last_name").GetString().ShouldBe("Cornwell");
        (await noyo.OpenDifferencesAsync()).Count.ShouldBe(before.Count);
        var found = await carrier.SyncAsync();

        found.GetProperty("created").GetArrayLength().ShouldBe(1);
        var difference = (await noyo.OpenDifferencesAsync()).ExceptBy(before.Select(known => known.Id), known => known.Id).ShouldHaveSingleItem();
        difference.ToString().ShouldBe("name: Cornwall here, Cornwell at the carrier");
    }

    [Fact]
    public async Task A_fault_hits_as_many_requests_as_it_says_and_ends_when_it_is_removed()
    {
        await using var noyo = await Guide.WorldAsync();
        var fault = await noyo.AddFaultAsync(new NoyoFault
        {
            Operation = "getDifferenceList",
            Status = 503,
            RetryAfter = TimeSpan.FromSeconds(5),
            Times = 2,
        });

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await noyo.TrackingClient.GetAsync("api/v1/differences");
            return answer.StatusCode;
        }

        (await StatusAsync()).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await fault.HitsAsync()).ShouldBe(1);
        await fault.RemoveAsync();
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
        await noyo.AddFaultAsync(new NoyoFault { Path = "/api/v1/differences", ExpiredToken = true });
        (await StatusAsync()).ShouldBe(HttpStatusCode.Unauthorized);
        await noyo.ClearFaultsAsync();
        (await StatusAsync()).ShouldBe(HttpStatusCode.OK);
    }
}
