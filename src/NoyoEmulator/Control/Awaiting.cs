using System.Globalization;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Control;

/// <summary>How much is waited for, and how long.</summary>
/// <param name="Count">How many must exist.</param>
/// <param name="Timeout">In real time.</param>
internal sealed record AwaitTerms(int Count, TimeSpan Timeout)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    /// <summary>What a request says about it.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("count", "integer", "How many must exist; 1 if absent."),
        new("timeout", "string", "A duration such as 10 or PT10S; ten seconds if absent."),
    ];

    public static AwaitTerms Read(QueryReader reader)
    {
        var count = reader.Integer("count", 1, PageRequest.MaxPageSize) ?? 1;
        var timeout = DefaultTimeout;
        if (reader.Text("timeout") is { } text && !SpokenDuration.TryParse(text, out timeout, out var error))
            reader.Fail("timeout", error);
        return new AwaitTerms(count, timeout < LongestTimeout ? timeout : LongestTimeout);
    }
}

/// <summary>Waits until a world has as much of something as is wanted.</summary>
/// <param name="world">The world.</param>
/// <param name="terms">How much is waited for, and how long.</param>
/// <param name="what">What is waited for, in the number that goes with how much.</param>
/// <param name="bringers">The kinds of work that can bring it.</param>
internal sealed class Awaiting(World world, AwaitTerms terms, string what, IReadOnlyCollection<WorkKind> bringers)
{
    /// <summary>Looks again whenever something is committed.</summary>
    /// <param name="find">Finds what there is, as much as is waited for.</param>
    /// <param name="stopping">Ends the wait with what there is.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What there is; why it is not enough, in words, or null when it is.</returns>
    public async Task<(List<T> Found, string? Lack)> UntilAsync<T>(
        Func<Task<List<T>>> find, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        limit.CancelAfter(terms.Timeout);
        while (true)
        {
            // Taken before the look, so that what is committed after it ends the wait.
            var committed = world.Committed.Next;
            var isInVain = IsInVain();
            var found = await find();
            if (found.Count >= terms.Count)
                return (found, null);
            if (isInVain)
                return (found, $"Of {terms.Count} {what}, {found.Count} arrived. Nothing that is due brings more, and {Standstill("advance it with POST /_emulator/clock/advance")}");
            try
            {
                await committed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                var lack = $"Waited {IsoDuration.Format(terms.Timeout)} for {terms.Count} {what}; {found.Count} arrived";
                return (found, IsFrozen ? $"{lack}. What is due is not done by itself: {Standstill("run it with POST /_emulator/drain")}" : lack);
            }
        }
    }

    private bool IsFrozen => world.Clock.State.Mode == ClockMode.Frozen;

    /// <summary>Whether time stands still, nobody is making it pass, and nothing is due that a drain would do.</summary>
    private bool IsInVain()
    {
        if (!IsFrozen || world.Clock.IsHeld)
            return false;
        using var reader = world.OpenSqlReader();
        var now = world.Clock.GetUtcNow();
        return !bringers.Any(kind => reader.IsDue(kind, now));
    }

    private string Standstill(string remedy)
    {
        var pending = PendingWork.In(world);
        var next = pending.NextDue();
        if (next is null && pending.Sum(work => work.Held) is > 0 and var held)
            return $"the clock is frozen with nothing scheduled but {held} held: POST /_emulator/drain lists what is, and docs/troubleshooting.md says how to let it go";
        return next is null
            ? "the clock is frozen with nothing scheduled"
            : string.Create(CultureInfo.InvariantCulture, $"the clock is frozen; the next work is due at {next:O}: {remedy}");
    }
}
