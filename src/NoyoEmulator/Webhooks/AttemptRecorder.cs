using NoyoEmulator.Simulation;

namespace NoyoEmulator.Webhooks;

/// <summary>
/// Puts what became of runs on record. While one batch is being written, others gather for the next: a fast receiver waits for no
/// write, and many attempts share one.
/// </summary>
internal sealed class AttemptRecorder(World world, DeliveryAttempts attempts)
{
    private const int BatchSize = 100;

    private readonly Lock _lock = new();
    private readonly Queue<(DeliveryRun Run, TaskCompletionSource Recorded)> _waiting = new();
    private bool _isWriting;

    /// <summary>Puts a run on record, together with others.</summary>
    /// <returns>Ends when it is.</returns>
    public Task AddAsync(DeliveryRun run)
    {
        var recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((run, recorded));
            if (_isWriting)
                return recorded.Task;
            _isWriting = true;
        }

        // Every outcome, a failure too, goes to the tasks of those who wait.
        _ = Task.Run(WriteAsync);
        return recorded.Task;
    }

    private async Task WriteAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                _ = await world.WriteAsync(
                    session => attempts.Record(session, batch.ConvertAll(entry => entry.Run)), CancellationToken.None);
                batch.ForEach(entry => entry.Recorded.SetResult());
            }
            catch (Exception exception)
            {
                batch.ForEach(entry => entry.Recorded.SetException(exception));
            }
        }
    }

    private List<(DeliveryRun Run, TaskCompletionSource Recorded)> Take()
    {
        lock (_lock)
        {
            var batch = new List<(DeliveryRun, TaskCompletionSource)>();
            while (batch.Count < BatchSize && _waiting.TryDequeue(out var entry))
                batch.Add(entry);
            _isWriting = batch.Count > 0;
            return batch;
        }
    }
}
