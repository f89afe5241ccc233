using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;

namespace NoyoEmulator.Benchmarks.Load;

/// <summary>
/// The published example of a snapshot, as a new family each time: the ids of its people, Noyo's and the platform's, are
/// replaced in place by others of the same length. Ids are spread as random ones are, and the same in every run.
/// </summary>
internal sealed class SnapshotTemplate
{
    /// <summary>The group of the default data that the example is posted to.</summary>
    public const string Group = "2613a221-d3c8-4c8a-86d5-e7e885fd1da9";

    /// <summary>Where it is posted.</summary>
    public const string Path = $"/api/v1/groups/{Group}/member_snapshots";

    private readonly byte[] _body;
    private readonly IReadOnlyList<Person> _people;

    /// <summary>Reads the example.</summary>
    /// <param name="body">The JSON, as it is sent.</param>
    public SnapshotTemplate(byte[] body)
    {
        _body = body;
        using var document = JsonDocument.Parse(body);
        var people = document.RootElement.GetProperty("dependents").EnumerateArray().Prepend(document.RootElement.GetProperty("employee"));
        _people = [.. people.Select((person, position) => new Person(position, Quoted(person, "id"), Quoted(person, "custom_individual_id")))];
    }

    /// <summary>The body of one family.</summary>
    public byte[] BodyOf(int family)
    {
        var body = _body.ToArray();
        Write(family, body);
        return body;
    }

    /// <summary>The requests of one connection, each for a family that no other has.</summary>
    /// <param name="server">Where they go.</param>
    /// <param name="next">Gives the number of the next family.</param>
    public Func<byte[]> Requests(IPEndPoint server, Func<int> next)
    {
        var request = RequestBytes.Send(server, "POST", Path, _body);
        var start = request.Length - _body.Length;
        var slots = Slots(_body);
        return () =>
        {
            Write(next(), request.AsSpan(start), slots);
            return request;
        };
    }

    private void Write(int family, byte[] body) => Write(family, body, Slots(body));

    private void Write(int family, Span<byte> body, IReadOnlyList<(Person Person, IReadOnlyList<int> Ids, IReadOnlyList<int> CustomIds)> slots)
    {
        Span<byte> id = stackalloc byte[36];
        Span<byte> customId = stackalloc byte[9];
        foreach (var (person, ids, customIds) in slots)
        {
            _ = Utf8Formatter.TryFormat(IdOf(family, person.Position), id, out _);
            _ = Utf8Formatter.TryFormat(((person.Position + 1) * 100_000_000) + family, customId, out _);
            foreach (var slot in ids)
                id.CopyTo(body[slot..]);
            foreach (var slot in customIds)
                customId.CopyTo(body[slot..]);
        }
    }

    private List<(Person Person, IReadOnlyList<int> Ids, IReadOnlyList<int> CustomIds)> Slots(byte[] body) =>
        [.. _people.Select(person => (person, Find(body, person.Id, 36), Find(body, person.CustomId, 9)))];

    private static List<int> Find(byte[] body, byte[] quoted, int length)
    {
        if (quoted.Length != length + 2)
            throw new BenchmarkException($"The example's {Encoding.UTF8.GetString(quoted)} does not have {length} characters.");
        var found = new List<int>();
        for (var at = body.AsSpan().IndexOf(quoted); at >= 0;)
        {
            found.Add(at + 1);
            var next = body.AsSpan(at + 1).IndexOf(quoted);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return found;
    }

    private static byte[] Quoted(JsonElement person, string property) => Encoding.UTF8.GetBytes(person.GetProperty(property).GetRawText());

    private static Guid IdOf(int family, int position) => SpreadIds.Random(((ulong)position << 40) + (ulong)family);

    private sealed record Person(int Position, byte[] Id, byte[] CustomId);
}
