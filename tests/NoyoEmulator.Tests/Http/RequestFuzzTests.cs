using System.Net;
using System.Text.Json.Nodes;
using NoyoEmulator.Tests.Builders;

namespace NoyoEmulator.Tests.Http;

public sealed class RequestFuzzTests(RefusalApp app) : IClassFixture<RefusalApp>
{
    private const int Seed = 20_240_822;
    private const int Rounds = 3_000;

    private static readonly string[] OddValues =
    [
        "null", "true", "[]", "{}", "[null]", "[[]]", "{\"a\":null}", "0", "-1", "1.5", "1e400", "-1e-400",
            "99999999999999999999999999999999",
        "2147483648", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\\\\ud800\"", "\"0001-01-01\"",
        "\"9999-12-31\"",
        "\"2024-02-30\"", "\"{0}\"", "\"{PropertyName}\"", "\"$.employee\"", "\"employee\"", "\"dependent\"", "\"terminate\"", "\"custom\"",
        "\"6e7a80fc-473e-460a-8368-454e9e8dc9cb\"", "\"6E7A80FC-473E-460A-8368-454E9E8DC9CB\"", "\"ab740704-7c37-4010-92b3-d22c6926be3e\"",
    ];

    [Fact]
    public async Task No_mutation_of_a_body_gets_anything_but_a_snapshot_or_a_refusal_that_says_where()
    {
#pragma warning disable RS0030 // Seeded, so that a failure can be repeated.
        var random = new Random(Seed);
#pragma warning restore RS0030
        string[] bodies = [SnapshotBody.Example().ToJsonString(), SnapshotBody.Full().ToJsonString()];
        var statuses = new HashSet<HttpStatusCode>();
        for (var round = 0; round < Rounds; round++)
        {
            var body = Mutate(bodies[round % 2], random);

            var answer = await app.PostAsync(body);

            statuses.Add(answer.Status);
            Judge(answer, $"seed {Seed}, round {round}: {body}");
        }

        statuses.ShouldBe([HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity], ignoreOrder: true);
    }

    private static void Judge(Answer answer, string context)
    {
        switch (answer.Status)
        {
            case HttpStatusCode.Created:
                break;
            case HttpStatusCode.BadRequest:
                var message = answer.Error.Message;
                (message.Contains("position", StringComparison.Ordinal) || message.Contains("empty", StringComparison.Ordinal))
                    .ShouldBeTrue(context);
                break;
            case HttpStatusCode.UnprocessableEntity:
                var errors = answer.Error.Errors.ShouldNotBeNull(context);
                errors.ShouldAllBe(error => error.Field.StartsWith('$') && error.Message.Length > 10, context);
                answer.Error.Message.ShouldStartWith(errors[0].Message, Case.Sensitive, context);
                break;
            default:
                Assert.Fail($"{answer.Status} {answer.Text} for {context}");
                break;
        }
    }

    private static string Mutate(string json, Random random)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        var marks = new List<(string Mark, string Value)>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var (parent, key) = Pick(root, random);
            if (random.Next(4) == 0)
            {
                Remove(parent, key);
            }
            else
            {
                var mark = $"\"@{marks.Count}@\"";
                marks.Add((mark, Value(random)));
                Replace(parent, key, mark.Trim('"'));
            }
        }

        var text = marks.Aggregate(
            root.ToJsonString(), (current, mark) => current.Replace(mark.Mark, mark.Value, StringComparison.Ordinal));
        return random.Next(40) switch
        {
            0 => text[..random.Next(text.Length)],
            1 => text.Insert(random.Next(text.Length), "\""),
            2 => text.Insert(1, "\"employee\":{},"),
            _ => text,
        };
    }

    private static string Value(Random random) => random.Next(OddValues.Length + 2) switch
    {
        var i when i < OddValues.Length => OddValues[i],
        var i when i == OddValues.Length => $"\"{new string('x', random.Next(1, 5_000))}\"",
        _ => Nested(random.Next(1, 90)),
    };

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static (JsonNode Parent, object Key) Pick(JsonNode root, Random random)
    {
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(root, places);
        return places[random.Next(places.Count)];
    }

    private static void Collect(JsonNode node, List<(JsonNode Parent, object Key)> places)
    {
        switch (node)
        {
            case JsonObject values:
                foreach (var (name, value) in values)
                {
                    places.Add((node, name));
                    if (value is not null)
                        Collect(value, places);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    places.Add((node, i));
                    if (items[i] is { } item)
                        Collect(item, places);
                }

                break;
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is int index)
            parent.AsArray().RemoveAt(index);
        else
            parent.AsObject().Remove((string)key);
    }

    private static void Replace(JsonNode parent, object key, string mark)
    {
        if (key is int index)
            parent.AsArray()[index] = mark;
        else
            parent.AsObject()[(string)key] = mark;
    }
}
