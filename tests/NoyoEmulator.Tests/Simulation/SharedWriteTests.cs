using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Simulation;

/// <summary>Changes that wait for their turn at the same time share a transaction, and yet stand alone.</summary>
public sealed class SharedWriteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_that_wait_are_committed_together()
    {
        await using var bare = await BareWorld.OpenAsync();
        var seen = new List<(int Uncommitted, int Committed)>();
        int Observe(WorldSession session)
        {
            Add(session, "one");
            seen.Add((Count(session), Committed(bare.World)));
            return seen.Count;
        }

        var results = await WhileBusyAsync<int>(bare.World, world => [.. Enumerable.Range(0, 3).Select(_ => world.WriteTogetherAsync(Observe, Token))]);

        (await Task.WhenAll(results)).ShouldBe([1, 2, 3]);
        seen.ShouldBe([(1, 0), (2, 0), (3, 0)]);
        Committed(bare.World).ShouldBe(3);
    }

    [Fact]
    public async Task One_that_fails_leaves_the_others_and_nothing_of_its_own()
    {
        await using var bare = await BareWorld.OpenAsync();

        var results = await WhileBusyAsync<int>(bare.World, world =>
        [
            world.WriteTogetherAsync(session => Add(session, "first"), Token),
            world.WriteTogetherAsync<int>(session => throw new InvalidOperationException($"after {Add(session, "failing")}"), Token),
            world.WriteTogetherAsync(session => Add(session, "last"), Token),
        ]);

        (await results[1].ShouldThrowAsync<InvalidOperationException>()).Message.ShouldBe("after 2");
        (await results[0], await results[2]).ShouldBe((1, 2));
        Summaries(bare.World).ShouldBe(["first", "last"]);
    }

    [Fact]
    public async Task One_that_is_given_up_after_changes_leaves_the_others_and_nothing_of_its_own()
    {
        await using var bare = await BareWorld.OpenAsync();

        var results = await WhileBusyAsync<int>(bare.World, world =>
        [
            world.WriteTogetherAsync(session => Add(session, "first"), Token),
            world.WriteTogetherAsync(
                session =>
                {
                    session.Discard();
                    return Add(session, "given up");
                },
                Token),
            world.WriteTogetherAsync(session => Add(session, "last"), Token),
        ]);

        (await Task.WhenAll(results)).ShouldBe([1, 2, 2]);
        Summaries(bare.World).ShouldBe(["first", "last"]);
    }

    [Fact]
    public async Task One_that_changes_nothing_uses_no_ids()
    {
        await using var bare = await BareWorld.OpenAsync();
        await using var other = await BareWorld.OpenAsync();
        Guid Refuse(WorldSession session)
        {
            _ = session.NewId();
            session.Discard();
            return Guid.Empty;
        }

        var ids = await WhileBusyAsync<Guid>(bare.World, world =>
        [
            world.WriteTogetherAsync(Named, Token),
            world.WriteTogetherAsync(Refuse, Token),
            world.WriteTogetherAsync(Named, Token),
        ]);
        var alone = new[] { await other.World.WriteTogetherAsync(Named, Token), await other.World.WriteTogetherAsync(Named, Token) };

        new[] { await ids[0], await ids[2] }.ShouldBe(alone);
    }

    [Fact]
    public async Task One_whose_caller_gave_up_waiting_is_not_made()
    {
        await using var bare = await BareWorld.OpenAsync();
        using var givenUp = new CancellationTokenSource();

        var results = await WhileBusyAsync<int>(bare.World, world =>
        {
            Task<int>[] waiting =
            [
                world.WriteTogetherAsync(session => Add(session, "first"), Token),
                world.WriteTogetherAsync(session => Add(session, "given up"), givenUp.Token),
                world.WriteTogetherAsync(session => Add(session, "last"), Token),
            ];
            givenUp.Cancel();
            return waiting;
        });

        results[1].IsCanceled.ShouldBeTrue();
        Summaries(bare.World).ShouldBe(["first", "last"]);
    }

    [Fact]
    public async Task More_than_one_transaction_takes_are_all_made_in_their_order()
    {
        await using var bare = await BareWorld.OpenAsync();

        var results = await WhileBusyAsync<int>(
            bare.World, world => [.. Enumerable.Range(1, 100).Select(number => world.WriteTogetherAsync(session => Add(session, $"{number}"), Token))]);

        (await Task.WhenAll(results)).ShouldBe(Enumerable.Range(1, 100));
        Summaries(bare.World).ShouldBe(Enumerable.Range(1, 100).Select(number => $"{number}"));
    }

    /// <summary>Begins changes while another one has the turn, so that all of them wait, and waits until they have ended.</summary>
    private static async Task<Task<T>[]> WhileBusyAsync<T>(World world, Func<World, Task<T>[]> begin)
    {
        using var hasTurn = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var busy = Task.Run(
            () => world.WriteAsync(
                session =>
                {
                    _ = hasTurn.Release();
                    goOn.Wait(Token);
                    return session.Now;
                },
                Token),
            Token);
        await hasTurn.WaitAsync(Token);
        var changes = begin(world);
        _ = goOn.Release();
        _ = await busy;
        await Task.WhenAll(changes).ContinueWith(_ => { }, TaskScheduler.Default);
        return changes;
    }

    private static int Add(WorldSession session, string summary)
    {
        session.AddHistory("test", Guid.Empty, summary);
        return Count(session);
    }

    private static Guid Named(WorldSession session)
    {
        var id = session.NewId();
        session.AddHistory("test", id, "named");
        return id;
    }

    private static int Count(WorldSession session) => session.Rows.Where<HistoryEntry>("kind = ?", "test").Count;

    private static int Committed(World world) => Summaries(world).Count;

    private static List<string> Summaries(World world)
    {
        using var reader = world.OpenReader();
        return [.. reader.History.Where(entry => entry.Kind == "test").OrderBy(entry => entry.Sequence).Select(entry => entry.Summary)];
    }
}
