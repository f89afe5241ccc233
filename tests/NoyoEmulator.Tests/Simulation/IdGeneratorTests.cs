using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tests.Simulation;

public sealed class IdGeneratorTests
{
    private static readonly DateTimeOffset Now = new(2024, 8, 20, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_gives_the_same_ids_and_another_seed_others()
    {
        var first = Take(new IdGenerator("a world", 0), 1_000);

        Take(new IdGenerator("a world", 0), 1_000).ShouldBe(first);
        Take(new IdGenerator("another", 0), 1_000).Intersect(first).ShouldBeEmpty();
    }

    [Fact]
    public void A_restored_generator_goes_on_where_the_other_was()
    {
        var generator = new IdGenerator("a world", 0);
        _ = Take(generator, 10);
        var restored = new IdGenerator(generator.Seed, generator.Position);
        var rewound = generator.Position;
        var next = Take(generator, 10);

        Take(restored, 10).ShouldBe(next);
        generator.Rewind(rewound);
        Take(generator, 10).ShouldBe(next);
        generator.Restore("a world", rewound);
        Take(generator, 10).ShouldBe(next);
    }

    [Fact]
    public void A_hundred_thousand_ids_of_one_instant_differ() =>
        Take(new IdGenerator("a world", 0), 100_000).Distinct().Count().ShouldBe(100_000);

    [Fact]
    public void Ids_sort_by_the_worlds_time()
    {
        var generator = new IdGenerator("a world", 0);
        var ids = Enumerable.Range(0, 5_000).Select(i => generator.NextId(Now.AddMilliseconds(i)).ToString()).ToList();

        ids.Order(StringComparer.Ordinal).ShouldBe(ids);
    }

    [Fact]
    public void Ids_of_one_instant_sort_in_the_order_they_were_made()
    {
        var ids = Take(new IdGenerator("a world", 0), 10_000).ConvertAll(id => id.ToString());

        ids.Order(StringComparer.Ordinal).ShouldBe(ids);
    }

    [Fact]
    public void Ids_are_uuids_of_version_7_with_their_time()
    {
        foreach (var id in Take(new IdGenerator("a world", 0), 1_000))
        {
            id.Version.ShouldBe(7);
            (id.Variant & 0xC).ShouldBe(0x8);
            var bytes = id.ToByteArray(bigEndian: true);
            var milliseconds = bytes.Take(6).Aggregate(0L, (sum, part) => sum << 8 | part);
            milliseconds.ShouldBe(Now.ToUnixTimeMilliseconds());
        }
    }

    [Fact]
    public void New_seeds_differ() => IdGenerator.NewSeed().ShouldNotBe(IdGenerator.NewSeed());

    private static List<Guid> Take(IdGenerator generator, int count) => [.. Enumerable.Range(0, count).Select(_ => generator.NextId(Now))];
}
