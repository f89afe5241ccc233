using NoyoEmulator.Persistence;

namespace NoyoEmulator.Simulation;

/// <summary>What happened to a thing.</summary>
internal enum ChangeSort
{
    Created,
    Changed,

    /// <summary>A difference that was open.</summary>
    Resolved,
    Deleted,
}

/// <summary>What the writing of a row means to those who listen to a world.</summary>
/// <param name="Kind">What the row is.</param>
/// <param name="Sort">What happened to it.</param>
/// <param name="Id">The id it goes by; null where it has none.</param>
/// <param name="Part">What tells it from others of its kind with that id.</param>
internal readonly record struct RowChange(string Kind, ChangeSort Sort, Guid? Id, object? Part = null);

/// <summary>Knows which rows are things that listeners hear of. The part that knows all slices provides it.</summary>
internal interface IToldRows
{
    /// <summary>What a write means; null where it means nothing by itself.</summary>
    RowChange? ChangeOf(object row, RowWrite write, ReadOnlySpan<string> properties);
}

/// <summary>Things of one kind to which the same happened at once.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Sort">What happened.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Ids">The ids of the first of them, as far as they have any.</param>
internal sealed record ToldChanges(string Kind, ChangeSort Sort, int Count, IReadOnlyList<Guid> Ids)
{
    /// <summary>How many ids are told at most.</summary>
    public const int MostIds = 100;
}

/// <summary>What happened in a world at once.</summary>
/// <param name="Number">Its place in the feed.</param>
/// <param name="At">When, on the world's clock.</param>
/// <param name="RealAt">When, in real time.</param>
/// <param name="Changes">What it was.</param>
internal sealed record ToldMoment(long Number, DateTimeOffset At, DateTimeOffset RealAt, IReadOnlyList<ToldChanges> Changes);

/// <summary>Kinds of what changes in a world without a row of its own.</summary>
internal static class UnstoredKinds
{
    public const string Clock = "clock";
    public const string Checkpoint = "checkpoint";
    public const string Request = "request";
    public const string Fault = "fault";
    public const string InboxMessage = "inbox_message";
    public const string InboxBehavior = "inbox_behavior";
}
