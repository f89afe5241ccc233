using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Workflows;

/// <summary>A world with three families' transactions, for reading only.</summary>
public sealed class TransactionWorld : IAsyncLifetime
{
    public EmulatorApp App { get; } = new();

    public async ValueTask InitializeAsync()
    {
        // Each a day after the other, at noon; the third has only begun.
        await PostAsync(1, "new_hire");
        _ = await App.AdvanceAsync("P1D");
        await PostAsync(2, "open_enrollment");
        _ = await App.AdvanceAsync("P1D");
        await PostAsync(3, "marriage");
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task PostAsync(int family, string reason)
    {
        var occasion = new JsonObject { ["id"] = "1", ["date"] = "2024-08-20", ["type"] = "coverage", ["reason"] = reason };
        var body = FamilyBody.Of(family).Enroll(Offer.Dental, "2024-08-01").With("events", new JsonArray(occasion)).With("employee.event_id", "1");
        _ = await App.PostSnapshotAsync(Defaults.ExampleGroup, body);
    }
}

/// <summary>Lists of member transactions and of their status details.</summary>
public sealed class TransactionListTests(TransactionWorld world) : IClassFixture<TransactionWorld>
{
    private const string Path = "/fulfillment/api/v1/member_transactions";

    private EmulatorApp App { get; } = world.App;

    [Theory]
    [InlineData("", "321")]
    [InlineData("transaction_type=carrier_new_hire", "1")]
    [InlineData("transaction_type=carrier_new_hire,carrier_open_enrollment_full", "21")]
    [InlineData("transaction_type=noyo_termination", "")]
    [InlineData("transaction_min_date=2024-8-21", "32")]
    [InlineData("transaction_min_date=Wed, 21 Aug 2024 12:00:00 GMT", "32")]
    [InlineData("transaction_min_date=Wed, 21 Aug 2024 12:00:01 GMT", "3")]
    [InlineData("transaction_max_date=2024-08-20", "1")]
    [InlineData("transaction_max_date=Wed, 21 Aug 2024 12:00:00 GMT", "21")]
    [InlineData("transaction_max_date=Wed, 21 Aug 2024 11:59:59 GMT", "1")]
    [InlineData("transaction_min_date=2024-08-21&transaction_max_date=2024-08-21", "2")]
    [InlineData("transaction_min_date=0001-1-1&transaction_max_date=9999-12-31", "321")]
    [InlineData("status_details=noyo_accepted", "321")]
    [InlineData("status_details=noyo_verified", "21")]
    [InlineData("status_details=noyo_accepted&current_status_detail=true", "3")]
    [InlineData("status_details=noyo_accepted&current_status_detail=false", "321")]
    [InlineData("status_details=carrier_accepted,noyo_verified&current_status_detail=true", "21")]
    [InlineData("current_status_detail=true", "321")]
    [InlineData("status_detail_min_date=2024-08-22", "3")]
    [InlineData("status_detail_max_date=2024-08-20", "1")]
    [InlineData("status_details=noyo_accepted&status_detail_max_date=2024-08-21", "21")]
    [InlineData("status_details=noyo_accepted&status_detail_max_date=2024-08-21&current_status_detail=true", "")]
    [InlineData("carrier_ids=" + Defaults.ShiftingCarrier, "")]
    [InlineData("carrier_ids=" + Defaults.AcceptingCarrier + "&transaction_type=carrier_open_enrollment_full&status_details=noyo_verified&transaction_min_date=2024-08-21", "2")]
    public async Task A_filter_leaves_what_matches(string query, string families) =>
        string.Concat((await OwnAsync(query)).Select(it => it.Text("employee_id")[7])).ShouldBe(families);

    [Theory]
    [InlineData("transaction_type=anything", "transaction_type")]
    [InlineData("transaction_min_date=yesterday", "transaction_min_date")]
    [InlineData("status_details=done", "status_details")]
    [InlineData("current_status_detail=noyo_accepted", "current_status_detail")]
    [InlineData("status_detail_max_date=2024-02-30", "status_detail_max_date")]
    public async Task A_value_that_cannot_be_used_is_refused_by_the_parameter_s_name(string query, string parameter) =>
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}?{query}"))["errors"]!.AsArray()
            .ShouldHaveSingleItem()!.Text("field").ShouldBe(parameter);

    [Theory]
    [InlineData("", "noyo_accepted,carrier_accepted,carrier_processing,carrier_completed,noyo_verified")]
    [InlineData("sort_by=event_created", "noyo_accepted,carrier_accepted,carrier_processing,carrier_completed,noyo_verified")]
    [InlineData("sort_by=event_created&sort_direction=desc", "noyo_verified,carrier_completed,carrier_processing,carrier_accepted,noyo_accepted")]
    [InlineData("sort_direction=desc", "noyo_verified,carrier_completed,carrier_processing,carrier_accepted,noyo_accepted")]
    [InlineData("sort_by=status_detail", "carrier_accepted,carrier_completed,carrier_processing,noyo_accepted,noyo_verified")]
    [InlineData("sort_by=status_detail&sort_direction=desc&page_size=2&offset=1", "noyo_accepted,carrier_processing")]
    public async Task Status_details_can_be_sorted(string query, string details)
    {
        var id = (await OwnAsync("transaction_type=carrier_new_hire")).Single().Text("id");

        var page = await App.GetAsync($"{Path}/{id}/status_details?{query}");

        page["response"]!.AsArray().Select(it => it!.Text("status_detail")).ShouldBe(details.Split(','));
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Get, $"{Path}/{id}/status_details?sort_by=id"))["errors"]!.AsArray()
            .ShouldHaveSingleItem()!.Text("field").ShouldBe("sort_by");
    }

    /// <summary>Those of the families of this test, not of the default data.</summary>
    private async Task<IReadOnlyList<JsonNode>> OwnAsync(string query) =>
        [.. (await App.AllAsync($"{Path}?{query}")).Where(it => it.Text("employee_id").StartsWith("0000000", StringComparison.Ordinal))];
}
