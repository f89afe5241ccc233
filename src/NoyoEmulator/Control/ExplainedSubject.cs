namespace NoyoEmulator.Control;

/// <summary>What an id stands for, with everything that belongs to it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="What">What it is, in words, without personal data.</param>
internal sealed record ExplainedSubject(string Kind, string What)
{
    /// <summary>Whose history and events are its own.</summary>
    public HashSet<Guid> Subjects { get; } = [];

    /// <summary>Snapshots whose posting is part of its story.</summary>
    public HashSet<Guid> Snapshots { get; } = [];

    public HashSet<Guid> Differences { get; } = [];

    /// <summary>Deliveries whose attempts are told; without any, all deliveries of the events are.</summary>
    public HashSet<Guid> Deliveries { get; } = [];
}
