using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NoyoEmulator.Webhooks;

/// <summary>In what order deliveries that are due together are sent.</summary>
internal enum DeliveryOrder
{
    /// <summary>In the order of their events.</summary>
    Fifo,

    /// <summary>In an order that the seed chooses.</summary>
    Shuffle,
}

/// <summary>How a subscription's deliveries are sent.</summary>
/// <param name="Concurrency">How many attempts may be under way at once.</param>
/// <param name="Order">In what order those that are due together are sent.</param>
/// <param name="Duplicate">The share of deliveries that are sent twice.</param>
/// <param name="Seed">Chooses the order and the duplicates; null for a choice of its own.</param>
internal sealed record DeliveryOptions(int Concurrency, DeliveryOrder Order, double Duplicate, long? Seed)
{
    /// <summary>More would only wait for the receiver's sockets.</summary>
    public const int MaxConcurrency = 100;

    private const double DrawsInOne = 1UL << 53;

    /// <summary>One after the other, in order, each once.</summary>
    public static readonly DeliveryOptions Default = new(1, DeliveryOrder.Fifo, 0, null);

    /// <summary>
    /// The attempts to make of what is due, in the order in which they begin. What is chosen depends on the seed and on the
    /// places of the deliveries in their world, so that the same calls in a fresh world give the same choice.
    /// </summary>
    public IReadOnlyList<DeliveryRun> Plan(IReadOnlyList<DeliveryRun> due)
    {
        var attempts = new List<(DeliveryRun Run, int Copy)>(due.Count);
        foreach (var run in due)
        {
            attempts.Add((run, 0));
            run.Outstanding = 1;
            // Only the first of a round of attempts: a retry is a second one anyway.
            if (run.Work.Round == 1 && Duplicate > 0 && (Draw("duplicate", run, 0) >> 11) / DrawsInOne < Duplicate)
            {
                attempts.Add((run, 1));
                run.Outstanding = 2;
            }
        }

        return Order == DeliveryOrder.Shuffle
            ? [.. attempts.OrderBy(attempt => Draw("order", attempt.Run, attempt.Copy)).Select(attempt => attempt.Run)]
            : [.. attempts.Select(attempt => attempt.Run)];
    }

    private ulong Draw(string what, DeliveryRun run, int copy)
    {
        var seed = Seed?.ToString(CultureInfo.InvariantCulture) ?? run.SubscriptionId.ToString("D");
        var text = string.Create(CultureInfo.InvariantCulture, $"{seed}/{what}/{run.DeliverySequence}/{run.Work.Round}/{copy}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
