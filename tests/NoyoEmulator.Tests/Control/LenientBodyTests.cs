using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Control;

/// <summary>The control plane takes what people send.</summary>
public sealed class LenientBodyTests(FrozenWorld world) : FrozenWorldTests(world)
{
    private const string Faults = "/_emulator/faults";
    private const string Subscriptions = "/_emulator/webhooks/subscriptions";

    [Theory]
    [InlineData("/_emulator/group_disconnection_requests", "carrier_id is required (and 1 more error)")]
    [InlineData("/_emulator/group_connections/00000000-0000-4000-8000-000000000000/advance", "status is required")]
    [InlineData("/_emulator/webhooks/gauntlet", "url is required (and 1 more error)")]
    public async Task What_a_body_must_have_and_lacks_is_said_to_be_required(string path, string message) =>
        (await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, path, new JsonObject())).Text("message").ShouldBe(message);

    [Fact]
    public async Task Null_is_as_good_as_nothing()
    {
        var fault = await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"operation":"ping","status":503,"retry_after":null,"times":null,"path":null}"""));
        fault.Text("operation").ShouldBe("ping");
        var created = await App.DoAsync(HttpMethod.Post, "/_emulator/worlds", JsonNode.Parse("""{"name":"nulls","from":null,"clock":null,"seed":null,"time_to_live":null}"""));
        created.Text("name").ShouldBe("nulls");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/nulls");

        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, $"{Snapshots}", FamilyBody.Of(1).With("employee.person.middle_name", null));
        error["errors"]![0]!.Text("field").ShouldBe("$.employee.person.middle_name");
    }

    [Theory]
    [InlineData("2", "PT2S")]
    [InlineData("\"2\"", "PT2S")]
    [InlineData("\"2s\"", "PT2S")]
    [InlineData("\"90s\"", "PT1M30S")]
    [InlineData("\"5 m\"", "PT5M")]
    [InlineData("\"1500ms\"", "PT1.5S")]
    [InlineData("\"00:00:10\"", "PT10S")]
    [InlineData("\"PT3S\"", "PT3S")]
    [InlineData("0.5", "PT0.5S")]
    [InlineData("\"1m30s\"", "PT1M30S")]
    [InlineData("\"1 Minute 30 seconds\"", "PT1M30S")]
    [InlineData("\"0.1H\"", "PT6M")]
    [InlineData("\"0.0005w\"", "PT5M2.4S")]
    public async Task A_duration_is_taken_as_a_person_writes_it(string written, string meant)
    {
        var fault = await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse($$"""{"operation":"ping","delay":{{written}}}"""));
        fault.Text("delay").ShouldBe(meant);
    }

    [Fact]
    public async Task A_clock_is_taken_back_as_it_was_given_and_moves_by_what_a_person_writes()
    {
        var clock = await App.ClockAsync();
        (await App.DoAsync(HttpMethod.Put, "/_emulator/clock", clock.DeepClone())).ToJsonString().ShouldBe(clock.ToJsonString());

        foreach (var by in new[] { "3600", "\"1h\"", "\"60m\"", "\"PT1H\"" })
            _ = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", JsonNode.Parse($$"""{"by":{{by}}}"""));

        (await App.ClockAsync()).Text("now").ShouldBe("2024-08-20T16:00:00+00:00");
    }

    [Theory]
    [InlineData("\"soon\"", "must be a duration such as PT10S, P7D, 00:00:10, 90s, 2d, 1h30m, or a number of seconds")]
    [InlineData("-1", "must not be negative")]
    [InlineData("\"1 fortnight\"", "must be a duration")]
    [InlineData("\"1h30\"", "must be a duration")]
    [InlineData("\"1h-30m\"", "must be a duration")]
    [InlineData("\"-1h30m\"", "must not be negative")]
    [InlineData("\"99999999999999999999w 5d\"", "is longer than a duration can be")]
    [InlineData("true", "delay must be a string or a number, not true")]
    public async Task What_is_no_duration_is_refused_with_what_one_looks_like(string written, string problem)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Faults, JsonNode.Parse($$"""{"operation":"ping","delay":{{written}}}"""));
        error.Text("message").ShouldContain(problem);
    }

    [Fact]
    public async Task A_number_is_a_seed_and_a_name_is_taken_in_any_case()
    {
        var first = await App.DoAsync(HttpMethod.Put, "/_emulator/worlds/numbered", JsonNode.Parse("""{"seed":7,"clock":{"mode":"FROZEN"}}"""));
        var again = await App.DoAsync(HttpMethod.Put, "/_emulator/worlds/numbered", JsonNode.Parse("""{"seed":"7","clock":{"mode":"frozen"}}"""));
        again["clock"]!.Text("mode").ShouldBe("frozen");
        first["clock"]!.Text("mode").ShouldBe("frozen");
        (await App.SetBehaviorAsync(Defaults.AcceptingCarrier, new JsonObject { ["tier"] = "Send" })).Text("tier").ShouldBe("send");
        _ = await App.DoAsync(HttpMethod.Delete, "/_emulator/worlds/numbered");
    }

    [Fact]
    public async Task Enumerated_values_are_taken_in_any_case_and_answered_as_they_are_spelt()
    {
        var subscription = await App.DoAsync(HttpMethod.Post, Subscriptions, JsonNode.Parse(
            """{"inbox":"cases","secret":"s","order":"Shuffle","seed":"3","concurrency":"2","events":["DIFFERENCE.CREATED"]}"""));
        subscription.Text("order").ShouldBe("shuffle");
        subscription.Number("seed").ShouldBe(3);
        subscription["events"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("difference.created");
        var recovered = await App.DoAsync(
            HttpMethod.Post, $"{Subscriptions}/latest/recover", JsonNode.Parse("""{"since":"2024-01-01","status":"ALL"}"""));
        recovered.Number("resent").ShouldBe(0);

        (await App.DoAsync(HttpMethod.Post, Faults, JsonNode.Parse("""{"operation":"GetDifferenceList","status":503}""")))
            .Text("operation").ShouldBe("getDifferenceList");
        using var hit = await App.SendAsync(HttpMethod.Get, "/tracking/api/v1/differences");
        hit.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        var behavior = await App.SetBehaviorAsync(Defaults.AcceptingCarrier, JsonNode.Parse(
            """
            {"delays":{"submit":"Manual"},"confirmations":"2","rules":[
              {"match":{"line_of_coverage":"VISION"},"effect":"Drop"},
              {"times":"1","effect":{"drop":null,"effective_start_date":"FIRST_OF_NEXT_MONTH"}},
              {"effect":{"truncate":{"person.last_name":"8","person.first_name":null}}}]}
            """)!.AsObject());
        behavior["delays"]!.Text("submit").ShouldBe("manual");
        behavior["rules"]![0]!["match"]!.Text("line_of_coverage").ShouldBe("vision");
        behavior["rules"]![0]!["effect"]!["drop"]!.GetValue<bool>().ShouldBeTrue();
        behavior["rules"]![1]!["effect"]!.Text("effective_start_date").ShouldBe("first_of_next_month");
        behavior["rules"]![2]!["effect"]!["truncate"]!.ToJsonString().ShouldBe("""{"person.last_name":8}""");
    }

    [Theory]
    [InlineData("webhooks/events?type=Difference.Created")]
    [InlineData("webhooks/events?type=")]
    [InlineData("webhooks/deliveries?type=DIFFERENCE.CREATED&status=Pending")]
    [InlineData("requests?operation=GETDIFFERENCELIST&matched=True")]
    public async Task A_filter_is_taken_in_any_case(string path) =>
        (await App.GetAsync($"/_emulator/{path}"))["meta"]!.Number("offset").ShouldBe(0);

    [Fact]
    public async Task A_subscription_to_no_event_is_refused()
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, Subscriptions, JsonNode.Parse(
            """{"inbox":"none","secret":"s","events":[]}"""));
        error.Text("message").ShouldBe("events must name at least one event; leave it out for all events");
    }

    [Theory]
    [InlineData("""{"by":true}""", "by must be a string or a number, not true")]
    [InlineData("""{"next":"soon"}""", "next must be true or false, not a string")]
    [InlineData("""{"bye":"P1D"}""", "bye is not known; the fields there are: by, to, next")]
    public async Task A_field_that_cannot_be_read_is_all_that_is_told(string body, string message)
    {
        var error = await App.RefusedAsync(HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/_emulator/clock/advance", JsonNode.Parse(body));
        error.Text("message").ShouldBe(message);
    }

    [Fact]
    public async Task A_boolean_in_quotes_is_one()
    {
        var ledger = await App.DoAsync(HttpMethod.Post, "/_emulator/clock/advance", JsonNode.Parse("""{"next":"true"}"""));
        ledger.Text("from").ShouldBe("2024-08-20T12:00:00+00:00");
    }

    [Theory]
    [InlineData("/_emulator/clock/advance", null)]
    [InlineData("/_emulator/clock/advance", "application/x-www-form-urlencoded")]
    [InlineData("/accounts/auth/public/token", null)]
    public async Task A_body_that_is_missing_is_what_is_told(string path, string? type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await App.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("message")
            .ShouldBe("The body is missing: send a JSON object, with the Content-Type application/json");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task No_body_is_no_body_whatever_its_type(string? type)
    {
        foreach (var isChunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/_emulator/carriers/{Defaults.AcceptingCarrier}/sync") { Content = new ByteArrayContent([]) };
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
            request.Headers.TransferEncodingChunked = isChunked;
            using var response = await App.Client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{type}, {(isChunked ? "in chunks" : "of length 0")}");
        }
    }

    [Fact]
    public async Task A_type_without_a_length_is_no_body_either()
    {
        await using var app = EmulatorApp.OnSocket();
        var answer = await RawSocket.SendAsync(
            app.Client.BaseAddress!,
            $"POST /_emulator/carriers/{Defaults.AcceptingCarrier}/sync HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 200 OK");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_read(string encoding)
    {
        using var response = await PostAsync(encoding, Compressed(encoding, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01").ToJsonString()));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("inbound_snapshot").ShouldStartWith("{");
    }

    [Fact]
    public async Task A_body_that_unfolds_to_too_much_is_refused_as_too_large()
    {
        using var response = await PostAsync("gzip", Compressed("gzip", new string(' ', 20_000_000) + "{}"));
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_encoding_says_cannot_be_read()
    {
        using var response = await PostAsync("gzip", "{}"u8.ToArray());
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("gzip", 12)]
    [InlineData("gzip", 400)]
    [InlineData("br", 12)]
    [InlineData("deflate", 12)]
    public async Task A_compressed_body_that_is_cut_off_is_told_as_that(string encoding, int length)
    {
        var whole = Compressed(encoding, FamilyBody.Of(1).Enroll(Offer.Medical, "2024-09-01").ToJsonString());
        using var response = await PostAsync(encoding, whole[..length]);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("message")
            .ShouldBe("The body cannot be decompressed: it is cut off, or not in the encoding that its Content-Encoding names");
    }

    [Fact]
    public async Task An_unknown_encoding_is_refused_by_name()
    {
        using var response = await PostAsync("zstd", "{}"u8.ToArray());
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.Text("message")
            .ShouldBe("The body's Content-Encoding is zstd; it must be one of: gzip, br, deflate, or none");
    }

    private static string Snapshots => $"/api/v1/groups/{Defaults.ExampleGroup}/member_snapshots";

    private static byte[] Compressed(string encoding, string text)
    {
        using var memory = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(memory, CompressionLevel.Fastest),
            "br" => new BrotliStream(memory, CompressionLevel.Fastest),
            _ => new ZLibStream(memory, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }

    private async Task<HttpResponseMessage> PostAsync(string encoding, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Snapshots) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add(encoding);
        return await App.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
