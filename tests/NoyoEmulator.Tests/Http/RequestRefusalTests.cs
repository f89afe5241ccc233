using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Http;

public sealed class RequestRefusalTests(RefusalApp app) : IClassFixture<RefusalApp>
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/vnd.noyo+json")]
    public async Task A_body_declared_as_JSON_is_read(string contentType) =>
        (await app.PostAsync(SnapshotBody.Example().ToJsonString(), contentType)).Status.ShouldBe(HttpStatusCode.Created);

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    public async Task A_body_not_declared_as_JSON_in_utf_8_is_refused(string? contentType)
    {
        var answer = await app.PostAsync(SnapshotBody.Example().ToJsonString(), contentType);

        answer.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        answer.Error.Message.ShouldBe("Content-Type must be application/json, in UTF-8");
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_body()
    {
        var text = SnapshotBody.Example().ToJsonString();

        var answer = await app.PostAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], path: "/bytes");

        answer.Text.ShouldBe(text);
    }

    [Fact]
    public async Task The_bytes_are_those_that_were_sent()
    {
        var body = " " + SnapshotBody.Example().With("employee.person.first_name", "Zoë \t").ToJsonString() + "\r\n";

        (await app.PostAsync(body, path: "/bytes")).Text.ShouldBe(body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_ten_megabytes_is_refused(bool isChunked)
    {
        var bytes = new byte[(10 * 1024 * 1024) + 1];
        bytes.AsSpan().Fill((byte)' ');
        using HttpContent content = isChunked ? new ChunkedContent(bytes) : new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        var answer = await app.SendAsync(HttpMethod.Post, "/snapshots", content);

        answer.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.Error.Message.ShouldBe("The body is larger than 10 MB");
    }

    [Theory]
    [InlineData("", "The body is empty; a JSON object is required")]
    [InlineData(" \n ", "The body is empty; a JSON object is required")]
    [InlineData("{\n  \"a\": ,\n}", "The body is not valid JSON: see line 2, position 8")]
    [InlineData("{\"a\": 1", "The body is not valid JSON: see line 1, position 8")]
    [InlineData("{} {}", "The body is not valid JSON: see line 1, position 4")]
    [InlineData("{\"a\": NaN}", "The body is not valid JSON: see line 1, position 7")]
    [InlineData("{\"a\": {\"b\": 1,\n\"b\": 2}}", "a.b is given twice at line 2, position 1")]
    [InlineData("{\"a\": 1, \"\\u0061\": 2}", "a is given twice at line 1, position 10")]
    [InlineData("{\"a\": [1, \"\\ud800\"]}", "a[1] holds half of a surrogate pair at line 1, position 11")]
    [InlineData("{\"a\": \"\\ude00\\ud83d\"}", "a holds half of a surrogate pair at line 1, position 7")]
    [InlineData("{\"\\ud800\": 1}", "A property name of $ holds half of a surrogate pair at line 1, position 2")]
    public async Task Unreadable_JSON_is_refused_with_its_place(string body, string message)
    {
        var answer = await app.PostAsync(body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf_8_are_refused_with_their_place()
    {
        var answer = await app.PostAsync([.. "{\n\"a\": \""u8, 0xED, 0xA0, 0x80, .. "\"}"u8]);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldBe("The body is not valid UTF-8 at line 2, position 7");
    }

    [Fact]
    public async Task Whole_surrogate_pairs_and_other_escapes_are_read() =>
        (await app.PostAsync(SnapshotBody.Example().ToJsonString().Replace("Jr", "\\ud83d\\ude00\\n\\\\ud800", StringComparison.Ordinal)))
            .Status.ShouldBe(HttpStatusCode.Created);

    [Theory]
    [InlineData(64, HttpStatusCode.Created)]
    [InlineData(65, HttpStatusCode.BadRequest)]
    public async Task Sixty_four_levels_are_read_and_written_and_one_more_is_refused(int depth, HttpStatusCode status)
    {
        // The body, the employee and the classifications are the first three levels.
        var nested = new string('[', depth - 3) + new string(']', depth - 3);
        var body = SnapshotBody.Example().With("employee.classifications", "HERE").ToJsonString()
            .Replace("\"HERE\"", $"{{\"deep\":{nested}}}", StringComparison.Ordinal);

        var answer = await app.PostAsync(body);

        answer.Status.ShouldBe(status);
        if (status == HttpStatusCode.BadRequest)
            answer.Error.Message.ShouldStartWith("The body is nested more than 64 levels deep at line 1, position ");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        var answer = await app.PostAsync(body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Error.Message.ShouldBe("the body must be a JSON object");
        answer.Fields.ShouldBe(["$"]);
    }

    [Fact]
    public async Task All_failures_come_in_one_answer_in_document_order_without_echoes()
    {
        var body = SnapshotBody.Full()
            .With("snapshot_mode", "later")
            .With("omitted_coverage_handling.custom", "soon")
            .With("events", 7)
            .Without("employee.person.first_name")
            .With("employee.employment.hours_worked", "40")
            .With("dependents[0].id", 1)
            .With("dependents[1]", null)
            .With("coverages[0].carrier_id", "x");

        var answer = await app.PostAsync(body.ToJsonString());

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Fields.ShouldBe(
        [
            "$.snapshot_mode",
            "$.omitted_coverage_handling.custom",
            "$.events",
            "$.employee.person.first_name",
            "$.employee.employment.hours_worked",
            "$.dependents[0].id",
            "$.dependents[1]",
            "$.coverages[0].carrier_id",
        ]);
        answer.Error.Message.ShouldBe("snapshot_mode must be current_open (and 7 more errors)");
    }

    [Fact]
    public async Task A_required_field_alone_is_the_message()
    {
        var answer = await app.PostAsync(SnapshotBody.Example().Without("employee.person.first_name").ToJsonString());

        answer.Text.ShouldBe(
            """{"message":"employee.person.first_name is required","status":422,"errors":[{"field":"$.employee.person.first_name","message":"employee.person.first_name is required"}]}""");
    }

    [Fact]
    public async Task Without_the_filter_a_wrong_kind_is_refused_all_the_same()
    {
        var answer = await app.PostAsync(SnapshotBody.Example().With("coverages", 1).ToJsonString(), path: "/unvalidated");

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Fields.ShouldBe(["$.coverages"]);
    }

    [Fact]
    public async Task A_body_type_without_a_validator_stops_the_start()
    {
        await using var broken = RefusalApp.Create(withValidator: false);

        var exception = await Should.ThrowAsync<InvalidOperationException>(() => broken.StartAsync());

        exception.Message.ShouldContain("InboundMemberSnapshot");
    }

    [Fact]
    public async Task An_unknown_path_is_a_404_with_a_hint()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/nowhere");

        answer.Error.ShouldBe(new NoyoEmulator.Http.Errors.ApiError("No such path: GET /nowhere", 404));
        answer.Hint.ShouldBe("try /snapshots");
    }

    [Fact]
    public async Task A_bare_404_of_an_endpoint_gets_a_body_and_no_hint()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/nothing");

        answer.Error.Message.ShouldBe("Not found");
        answer.Hint.ShouldBeNull();
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_is_a_405_that_names_those_that_are() =>
        (await app.SendAsync(HttpMethod.Delete, "/list")).Error.Message.ShouldBe("DELETE is not allowed on this path; allowed: GET");

    [Fact]
    public async Task A_path_value_of_the_wrong_form_is_a_400()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/numbers/seven");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldContain("wrong form");
    }

    [Fact]
    public async Task A_bug_is_a_500_that_tells_nothing_of_its_exception()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/bug");

        answer.Error.Status.ShouldBe(500);
        answer.Error.Message.ShouldStartWith("The emulator failed on this request; this is a bug in it");
        answer.Text.ShouldNotContain("secret");
        answer.Text.ShouldNotContain("InvalidOperation");
    }

    [Fact]
    public async Task A_refusal_is_nothing_to_log_and_a_bug_is_logged_without_its_message()
    {
        await using var fresh = new RefusalApp();
        await fresh.InitializeAsync();

        _ = await fresh.PostAsync("{");
        _ = await fresh.PostAsync("{}");
        _ = await fresh.SendAsync(HttpMethod.Get, "/numbers/seven");
        fresh.Log.Entries.ShouldBeEmpty();

        _ = await fresh.SendAsync(HttpMethod.Get, "/bug");
        var entry = fresh.Log.Entries.ShouldHaveSingleItem();
        entry.ShouldStartWith("GET /bug failed with System.InvalidOperationException");
        entry.ShouldNotContain("secret");

        _ = await fresh.SendAsync(HttpMethod.Get, "/bugs/Jane?name=Doe");
        fresh.Log.Entries.Last().ShouldStartWith("GET /bugs/*** failed with System.InvalidOperationException");
        fresh.Log.Entries.Last().ShouldNotContain("Jane");
    }

    [Fact]
    public async Task Lists_are_paged_in_Noyos_envelope() =>
        (await app.SendAsync(HttpMethod.Get, "/list?page_size=5&offset=5")).Text
            .ShouldBe("""{"meta":{"offset":5,"page_num":2,"page_size":5,"total_records":7},"response":[1]}""");

    [Fact]
    public async Task Bad_query_parameters_are_a_422()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "/list?page_size=500&offset=-1");

        answer.Fields.ShouldBe(["page_size", "offset"]);
        answer.Error.Message.ShouldBe("page_size must be a whole number from 1 to 100 (and 1 more error)");
    }

    [Fact]
    public async Task What_was_sent_comes_back_unchanged_inside_a_snapshot()
    {
        var sent = SnapshotBody.Full();

        var answer = await app.PostAsync(sent.ToJsonString());

        sent["coverages"]![0]!["enrolled_members"]![2]!.AsObject().Remove("individual_id");
        JsonNode.DeepEquals(JsonNode.Parse(answer.Text)!["member_snapshot"], sent).ShouldBeTrue();
    }

    private sealed class ChunkedContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var chunk in bytes.Chunk(100_000))
                await stream.WriteAsync(chunk);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
