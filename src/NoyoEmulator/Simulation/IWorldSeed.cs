namespace NoyoEmulator.Simulation;

/// <summary>What a world begins with.</summary>
internal interface IWorldSeed
{
    Task FillAsync(World world, WorldEngine engine, CancellationToken cancellationToken);
}

/// <summary>The seed of every world that is given no other.</summary>
internal interface IDefaultSeed
{
    /// <summary>A text that changes whenever a world built from the seed could be another.</summary>
    string Fingerprint { get; }

    IWorldSeed Load();
}
