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
/// <param name="Advances">Whether the time of a frozen world is to pass meanwhile.</param>
internal sealed record AwaitTerms(int Count, TimeSpan Timeout, bool Advances)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    private const string Auto = "auto";

    /// <summary>What a request says about it.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("count", "integer", "How many must exist; 1 if absent."),
        new("timeout", "string", "A duration such as 10 or PT10S; ten seconds if absent."),
        new(
            "advance", "string", "auto: a frozen clock moves from due instant to due instant until as much is there, or nothing more is due. "
            + "Other clocks move by themselves.", Values: [Auto]),
    ];

    public static AwaitTerms Read(QueryReader reader)
    {
        var count = reader.Integer("count", 1, PageRequest.MaxPageSize) ?? 1;
        var timeout = DefaultTimeout;
        if (reader.Text("timeout") is { } text && !SpokenDuration.TryParse(text, out timeout, out var error))
            reader.Fail("timeout", error);
        var isAuto = reader.OneOfInAnyCase("advance", [Auto]) is not null;
        return new AwaitTerms(count, timeout < LongestTimeout ? timeout : LongestTimeout, isAuto);
    }
}

/// <summary>Lets the time of a frozen world pass for somebody who waits and asked for that.</summary>
internal static class TimePassing
{
    /// <summary>Takes the clock to the next instant at which something is due, and does it.</summary>
    /// <returns>Whether something came of it; false as well where nobody asked for it, or time passes by itself.</returns>
    public static async Task<bool> PassAsync(this AwaitTerms terms, RunningWorld running, CancellationToken cancellationToken)
    {
        if (!terms.Advances || running.World.Clock.State.Mode != ClockMode.Frozen)
            return false;
        try
        {
            var passed = await running.Engine.AdvanceAsync((now, due) => due is { } instant && instant < now ? now : due, cancellationToken);
            return passed.To > passed.From || passed.Fired.Count > 0;
        }
        catch (AdvanceBrokenOffException)
        {
            // The world was put back: what is waited for may come all the same.
            return false;
        }
    }
}

/// <summary>Waits until a world has as much of something as is wanted.</summary>
/// <param name="running">The world.</param>
/// <param name="terms">How much is waited for, and how long.</param>
/// <param name="what">What is waited for, in the number that goes with how much.</param>
/// <param name="bringers">The kinds of work that can bring it.</param>
internal sealed class Awaiting(RunningWorld running, AwaitTerms terms, string what, IReadOnlyCollection<WorkKind> bringers)
{
    private readonly World _world = running.World;

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
            var committed = _world.Committed.Next;
            var isInVain = IsInVain();
            var found = await find();
            if (found.Count >= terms.Count)
                return (found, null);
            if (await PassAsync(limit.Token))
                continue;
            if (isInVain || (terms.Advances && IsInVain()))
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

    private async Task<bool> PassAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await terms.PassAsync(running, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time that was given is over, which the wait finds out.
            return false;
        }
    }

    private bool IsFrozen => _world.Clock.State.Mode == ClockMode.Frozen;

    /// <summary>Whether time stands still, nobody is making it pass, and nothing is due that a drain would do.</summary>
    private bool IsInVain()
    {
        if (!IsFrozen || _world.Clock.IsHeld)
            return false;
        using var reader = _world.OpenSqlReader();
        var now = _world.Clock.GetUtcNow();
        return !bringers.Any(kind => reader.IsDue(kind, now));
    }

    private string Standstill(string remedy)
    {
        var pending = PendingWork.In(_world);
        var next = pending.NextDue();
        if (next is null && pending.Sum(work => work.Held) is > 0 and var held)
            return $"the clock is frozen with nothing scheduled but {held} held: POST /_emulator/drain lists what is, and docs/troubleshooting.md says how to let it go";
        return next is null
            ? "the clock is frozen with nothing scheduled"
            : string.Create(CultureInfo.InvariantCulture, $"the clock is frozen; the next work is due at {next:O}: {remedy}");
    }
}
