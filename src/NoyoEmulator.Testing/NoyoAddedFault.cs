namespace NoyoEmulator.Testing;

/// <summary>A fault that is in force.</summary>
public sealed class NoyoAddedFault
{
    private readonly NoyoWorld _world;

    internal NoyoAddedFault(NoyoWorld world, Guid id)
    {
        _world = world;
        Id = id;
    }

    /// <summary>Its id, which the answers that it makes carry in <c>X-Emulator-Fault</c>.</summary>
    public Guid Id { get; }

    /// <summary>How many requests it has hit.</summary>
    public async Task<int> HitsAsync(CancellationToken cancellationToken = default) =>
        (await _world.ControlAsync(HttpMethod.Get, $"faults/{Id}", cancellationToken: cancellationToken).ConfigureAwait(false)).GetProperty("hits").GetInt32();

    /// <summary>Removes it.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken = default) =>
        _world.ControlAsync(HttpMethod.Delete, $"faults/{Id}", cancellationToken: cancellationToken);
}
