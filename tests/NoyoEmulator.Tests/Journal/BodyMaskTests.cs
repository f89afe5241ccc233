using System.Text;
using System.Text.Json.Nodes;
using NoyoEmulator.Journal;
using NoyoEmulator.Tests.Builders;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Journal;

public sealed class BodyMaskTests
{
    [Theory]
    [InlineData("""{"first_name":"Jane","plan_id":"7"}""", """{"first_name":"***","plan_id":"7"}""")]
    [InlineData("""{ "ssn" : "123456789" , "state" : "NY" }""", """{ "ssn" : "***" , "state" : "NY" }""")]
    [InlineData("""{"group_data":{"broker_tin":"12-3456789","size":7}}""", """{"group_data":{"broker_tin":"***","size":7}}""")]
    [InlineData(
        """{"pcp_details":{"providers":[{"identification_code":"120000000","entity_type":"1","first_name":"Ann","last_name":"Lee"}]}}""",
        """{"pcp_details":{"providers":[{"identification_code":"***","entity_type":"1","first_name":"***","last_name":"***"}]}}""")]
    [InlineData("""{"ssn":123456789,"date_of_birth":null}""", """{"ssn":"***","date_of_birth":null}""")]
    [InlineData("""{"firstName":"Jane","Last-Name":"Doe","DOB":"1990-01-01"}""", """{"firstName":"***","Last-Name":"***","DOB":"***"}""")]
    [InlineData("""{"first\u005fname":"Jane"}""", """{"first\u005fname":"***"}""")]
    [InlineData("""{"name":{"first":"Jane","all":["Jane"]},"id":1}""", """{"name":"***","id":1}""")]
    [InlineData("""{"phone":["1","2"],"id":[1,{"email":"x"}]}""", """{"phone":"***","id":[1,{"email":"***"}]}""")]
    [InlineData(
        """{"home_address":{"street_one":"1 Main","state":"NY","zip_code":"10001"}}""",
        """{"home_address":{"street_one":"***","state":"NY","zip_code":"***"}}""")]
    [InlineData("""{"note":"call 123-45-6789 now","other":"jane@example.test"}""", """{"note":"***","other":"***"}""")]
    [InlineData("""{"123-45-6789":1,"id":2}""", """{"***":1,"id":2}""")]
    [InlineData("""{"id":"4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1","at":1724155206,"on":"2024-08-20T12:00:00.1234567+00:00"}""",
        """{"id":"4d4d815b-ae8f-430c-901f-1c9d5ee3f4f1","at":1724155206,"on":"2024-08-20T12:00:00.1234567+00:00"}""")]
    [InlineData(
        """{"key":"person.ssn","platform_value":"1","carrier_value":"2"}""",
        """{"key":"person.ssn","platform_value":"***","carrier_value":"***"}""")]
    [InlineData(
        """{"key":"effective_start_date","platform_value":"1","carrier_value":null}""",
        """{"key":"effective_start_date","platform_value":"1","carrier_value":null}""")]
    [InlineData("""{"platform_value":"Jane","key":"x"}""", """{"platform_value":"***","key":"x"}""")]
    [InlineData(
        """[{"key":"volume","platform_value":1},{"platform_value":2}]""",
        """[{"key":"volume","platform_value":1},{"platform_value":"***"}]""")]
    [InlineData(
        """{"key":"object","platform_value":{"member_first_name":"Jade","plan_id":"9"}}""",
        """{"key":"object","platform_value":{"member_first_name":"***","plan_id":"9"}}""")]
    [InlineData("""{"inbound_snapshot":"{\"person\": {\"first_name\": \"J\\u00fcrgen\"}, \"id\": \"é\"}"}""",
        """{"inbound_snapshot":"{\"person\": {\"first_name\": \"***\"}, \"id\": \"é\"}"}""")]
    [InlineData("""{"inbound_snapshot":"{\"first_name\": \"Jane"}""", """{"inbound_snapshot":"***"}""")]
    [InlineData("""{"access_token":"a.b.c","token_type":"Bearer"}""", """{"access_token":"***","token_type":"Bearer"}""")]
    public void What_is_personal_is_masked_and_everything_else_is_as_it_was(string json, string masked)
    {
        var result = Apply(json);

        Encoding.UTF8.GetString(result.Text!).ShouldBe(masked);
        result.IsWhole.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"first_name":"Jane","last_name":"Do""", """{"first_name":"***","last_name":""")]
    [InlineData("""{"id":1,"name":{"first":"Jane",""", """{"id":1,"name":""")]
    [InlineData("""{"id":1,"inbound_snapshot":"{\"first_name\":\"Jan""", """{"id":1,"inbound_snapshot":""")]
    [InlineData("""{"id":12""", """{"id":""")]
    public void The_beginning_of_a_body_is_masked_up_to_its_last_whole_part(string json, string masked)
    {
        var result = Apply(json);

        Encoding.UTF8.GetString(result.Text!).ShouldBe(masked);
        result.IsWhole.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Jane Doe")]
    [InlineData("\"Jane Doe\"")]
    [InlineData("123456789")]
    [InlineData("first_name=Jane")]
    [InlineData("{first_name: 'Jane'}")]
    [InlineData("""{"id": 1} Jane""")]
    [InlineData("""{"id": "\ud800"}""")]
    public void Of_what_is_no_JSON_nothing_is_kept(string text) => Apply(text).Text.ShouldBeNull();

    [Fact]
    public void Of_what_is_no_UTF8_nothing_is_kept() =>
        BodyMask.Apply([.. "{\"id\":\""u8, 0xff, .. "\"}"u8], new PersonalEchoes(isCollecting: true)).Text.ShouldBeNull();

    [Fact]
    public void Cut_anywhere_nothing_personal_of_the_published_examples_is_left()
    {
        foreach (var body in new[] { SnapshotBody.Example(), SnapshotBody.FromFile("guide-enroll-dependent.json") })
        {
            var wrapped = Encoding.UTF8.GetBytes(
                new JsonObject { ["inbound_snapshot"] = body.ToJsonString(), ["member_snapshot"] = body.DeepClone() }.ToJsonString());
            for (var length = 0; length <= wrapped.Length; length += 7)
            {
                var masked = BodyMask.Apply(wrapped.AsSpan(0, length), new PersonalEchoes(isCollecting: false));
                var text = masked.Text is null ? "" : Encoding.UTF8.GetString(masked.Text);
                PersonalData.In(text).ShouldBeEmpty($"cut at {length}");
            }
        }
    }

    [Fact]
    public void A_personal_value_that_is_repeated_is_masked_there_too()
    {
        var echoes = new PersonalEchoes(isCollecting: true);
        _ = BodyMask.Apply("""{"first_name":"Al","ssn":7}"""u8, echoes);

        var answer = BodyMask.Apply("""{"message":"al (7) is not also 77","status":422}"""u8, echoes);

        Encoding.UTF8.GetString(answer.Text!).ShouldBe("""{"message":"*** (***) is not also 77","status":422}""");
    }

    private static MaskedBody Apply(string text) => BodyMask.Apply(Encoding.UTF8.GetBytes(text), new PersonalEchoes(isCollecting: true));
}
