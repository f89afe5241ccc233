namespace NoyoEmulator.Persistence;

/// <summary>
/// Tells the log that the storage fails: once a minute for each kind of fault, however often and wherever it happens. A full disk
/// fails everything at once, and has the log on it, too.
/// </summary>
internal sealed partial class StorageLog(TimeProvider realTime, ILogger<StorageLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<StorageFault, (DateTimeOffset ToldAt, int Since)> _told = [];

    /// <summary>Reports a failure.</summary>
    /// <param name="failure">What is wrong.</param>
    /// <param name="what">What could not be done, as the beginning of a sentence.</param>
    public void Report(StorageFailure failure, string what)
    {
        int untold;
        lock (_lock)
        {
            var now = realTime.GetUtcNow();
            var (toldAt, since) = _told.GetValueOrDefault(failure.Fault);
            if (now - toldAt < Interval)
            {
                _told[failure.Fault] = (toldAt, since + 1);
                return;
            }

            _told[failure.Fault] = (now, 0);
            untold = since;
        }

        if (untold == 0)
            Log.Failed(logger, what, failure.Reason, failure.Remedy);
        else
            Log.FailedAgain(logger, what, failure.Reason, untold, failure.Remedy);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{What} failed: {Reason}. {Remedy}")]
        public static partial void Failed(ILogger logger, string what, string reason, string remedy);

        [LoggerMessage(2, LogLevel.Error, "{What} failed: {Reason}, as {Untold} times before it since the last line. {Remedy}")]
        public static partial void FailedAgain(ILogger logger, string what, string reason, int untold, string remedy);
    }
}
