using System.Text.Json;
using NoyoEmulator.Testing.Http;

namespace NoyoEmulator.Testing;

/// <summary>What happened while time passed.</summary>
public sealed record NoyoLedger
{
    internal NoyoLedger(JsonElement json)
    {
        Json = json;
        Fired = json.List("fired", entry => new NoyoLedgerEntry(entry));
    }

    /// <summary>When it began, on the world's clock.</summary>
    public DateTimeOffset From => Json.Instant("from");

    /// <summary>When it ended, on the world's clock.</summary>
    public DateTimeOffset To => Json.Instant("to");

    /// <summary>What happened, in order: steps of carriers, and attempts to deliver webhooks.</summary>
    public IReadOnlyList<NoyoLedgerEntry> Fired { get; }

    /// <summary>When the next work falls due; null where none is scheduled.</summary>
    public DateTimeOffset? NextDue => Json.FindInstant("next_due");

    /// <summary>All of it, with what is still to be done.</summary>
    public JsonElement Json { get; }

    /// <summary>A line for each entry.</summary>
    public override string ToString() => Fired.Count == 0 ? $"{From:u} to {To:u}: nothing" : $"{From:u} to {To:u}:\n{string.Join('\n', Fired)}";
}

/// <summary>One thing that happened.</summary>
public sealed record NoyoLedgerEntry
{
    internal NoyoLedgerEntry(JsonElement json) => Json = json;

    /// <summary>When, on the world's clock.</summary>
    public DateTimeOffset At => Json.Instant("at");

    /// <summary>What: <c>submit</c>, <c>process</c>, <c>confirm</c>, <c>complete</c>, <c>sync</c>, <c>delivery</c> and others.</summary>
    public string Kind => Json.Text("kind");

    /// <summary>The transaction, snapshot, connection, delivery or subscription it was about.</summary>
    public Guid Id => Json.Id("id");

    /// <summary>What came of it, in words.</summary>
    public string Summary => Json.Text("summary");

    /// <summary>All of it, such as the carrier of a step or the status that a webhook was answered with.</summary>
    public JsonElement Json { get; }

    /// <summary>The time, the kind and the summary.</summary>
    public override string ToString() => $"{At:yyyy-MM-dd HH:mm:ss}  {Kind,-10}  {Summary}";
}
