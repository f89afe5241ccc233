using System.Text.Json;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>A carrier of a world: a system with records of its own, which decides what it makes of what it is sent.</summary>
public sealed class NoyoCarrier
{
    private readonly NoyoWorld _world;

    internal NoyoCarrier(NoyoWorld world, Guid id)
    {
        _world = world;
        Id = id;
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; }

    /// <summary>Changes how it behaves, from now on and for everybody, to one of the behaviors that have a name.</summary>
    /// <param name="behavior">The name, such as <c>drop</c>, <c>hold</c>, <c>wrong_volume</c> or <c>first_of_next_month</c>; or JSON, as for the other overload.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="ArgumentException">None has that name; with those there are.</exception>
    public async Task BehaveAsync(string behavior, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(behavior);
        if (behavior.TrimStart().StartsWith('{'))
        {
            await BehaveAsync((NoyoJson)behavior, cancellationToken).ConfigureAwait(false);
            return;
        }

        var known = (await _world.ControlAsync(HttpMethod.Get, "behaviors?page_size=100", cancellationToken: cancellationToken).ConfigureAwait(false))
            .List("response", one => one);
        var meant = known.FirstOrDefault(one => one.Text("name") == behavior);
        if (meant.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException(
                $"No behavior is named {behavior}. There are: {string.Join(", ", known.Select(one => one.Text("name")))}. Any other is told as JSON.",
                nameof(behavior));
        }

        await BehaveAsync((NoyoJson)meant.GetProperty("behavior"), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes how it behaves, from now on and for everybody.</summary>
    /// <param name="behavior">Its pace and its rules, such as <c>{"rules": [{"match": {"line_of_coverage": "vision"}, "effect": "hold"}]}</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="NoyoEmulatorException">It is refused; with each place and what is wrong there.</exception>
    public Task BehaveAsync(NoyoJson behavior, CancellationToken cancellationToken = default) =>
        _world.ControlAsync(HttpMethod.Put, $"carriers/{Id}/behavior", behavior, cancellationToken);

    /// <summary>Has it refuse everything that it is sent.</summary>
    /// <param name="error">What it says.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task RejectAsync(string error, CancellationToken cancellationToken = default) =>
        BehaveAsync(NoyoJson.From(new { Rules = new[] { new { Effect = new { Reject = new { Errors = new[] { error } } } } } }), cancellationToken);

    /// <summary>Puts its behavior back to what it was in the beginning.</summary>
    public Task ResetBehaviorAsync(CancellationToken cancellationToken = default) =>
        _world.ControlAsync(HttpMethod.Delete, $"carriers/{Id}/behavior", cancellationToken: cancellationToken);

    /// <summary>What it holds about somebody.</summary>
    /// <exception cref="NoyoEmulatorException">It holds nothing about anybody of that id.</exception>
    public Task<JsonElement> RecordAsync(Guid individualId, CancellationToken cancellationToken = default) =>
        _world.ControlAsync(HttpMethod.Get, $"carriers/{Id}/records/{individualId}", cancellationToken: cancellationToken);

    /// <summary>Plays the carrier: changes what it holds about somebody. Nobody notices until <see cref="SyncAsync"/>, or the next regular sync.</summary>
    /// <param name="individualId">The employee or dependent.</param>
    /// <param name="patch">What is to change, such as <c>{"person": {"last_name": "Cornwell"}}</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What it holds now.</returns>
    public Task<JsonElement> PatchAsync(Guid individualId, NoyoJson patch, CancellationToken cancellationToken = default) =>
        _world.ControlAsync(HttpMethod.Patch, $"carriers/{Id}/records/{individualId}", patch, cancellationToken);

    /// <summary>Has Noyo compare what it holds with what the platform said.</summary>
    /// <returns>The ids of differences: <c>created</c>, <c>raised</c> to discrepancies, and <c>resolved</c>.</returns>
    public Task<JsonElement> SyncAsync(CancellationToken cancellationToken = default) =>
        _world.ControlAsync(HttpMethod.Post, $"carriers/{Id}/sync", cancellationToken: cancellationToken);

    /// <summary>Lets it go on with what it holds back; it happens with the next advance.</summary>
    /// <param name="snapshotId">Only what came of this snapshot; null for everything.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>How many steps were released.</returns>
    public async Task<int> ReleaseAsync(Guid? snapshotId = null, CancellationToken cancellationToken = default)
    {
        NoyoJson? body = snapshotId is { } id ? NoyoJson.From(new { SnapshotId = id }) : default(NoyoJson?);
        var answer = await _world.ControlAsync(HttpMethod.Post, $"carriers/{Id}/release", body, cancellationToken).ConfigureAwait(false);
        return answer.List("released", step => step).Count;
    }
}
