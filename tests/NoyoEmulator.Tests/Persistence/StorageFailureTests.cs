using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tests.Persistence;

public sealed class StorageFailureTests
{
    public static TheoryData<Exception, string> Failures => new()
    {
        { new SqliteException("", 13, 13), "Full" },
        { new SqliteException("", 10, 4874), "Full" },
        { new SqliteException("", 10, 778), "Broken" },
        { new SqliteException("", 5, 5), "Locked" },
        { new SqliteException("", 6, 262), "Locked" },
        { new SqliteException("", 8, 1032), "Unwritable" },
        { new SqliteException("", 14, 14), "Unwritable" },
        { new SqliteException("", 11, 11), "Damaged" },
        { new SqliteException("", 26, 26), "Damaged" },
        { new IOException("", 28), "Full" },
        { new IOException("", 122), "Full" },
        { new IOException("", 24), "TooManyFiles" },
        { new IOException("", 30), "Unwritable" },
        { new IOException("", 13), "Unwritable" },
        { new IOException("", 1), "Unwritable" },
        { new IOException("", 5), "Broken" },
        { new UnauthorizedAccessException(), "Unwritable" },
        { new DbUpdateException("", new SqliteException("", 13, 13)), "Full" },
        { new InvalidOperationException("", new IOException("", 28)), "Full" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_of_the_storage_is_told_apart(Exception exception, string fault) => StorageFailure.Of(exception)!.Fault.ToString().ShouldBe(fault);

    [Fact]
    public void A_failure_of_the_data_or_of_a_connection_is_none_of_the_storage()
    {
        StorageFailure.Of(new SqliteException("", 19, 787)).ShouldBeNull();
        StorageFailure.Of(new SqliteException("", 1, 1)).ShouldBeNull();
        StorageFailure.Of(new IOException("The client hung up.")).ShouldBeNull();
        StorageFailure.Of(new InvalidOperationException()).ShouldBeNull();
        StorageFailure.Of(exception: null).ShouldBeNull();
    }

    [Fact]
    public void Neither_a_reason_nor_a_remedy_speaks_of_a_bug_or_of_deleting_a_file()
    {
        foreach (var fault in Enum.GetValues<StorageFault>())
        {
            var failure = new StorageFailure(fault);
            $"{failure.Reason}. {failure.Remedy}".ShouldNotContain("bug");
            $"{failure.Reason}. {failure.Remedy}".ShouldNotContain("file to start over");
        }
    }

    [Fact]
    public void A_failure_that_lasts_is_told_once_a_minute_with_how_often_it_happened()
    {
        var machine = new FakeTimeProvider();
        var lines = new Lines();
        var log = new StorageLog(machine, lines);
        for (var second = 0; second < 90; second++)
        {
            log.Report(new StorageFailure(StorageFault.Full), "A request");
            log.Report(new StorageFailure(StorageFault.Full), "World default: what is due");
            machine.Advance(TimeSpan.FromSeconds(1));
        }

        log.Report(new StorageFailure(StorageFault.Locked), "A request");
        lines.Written.ShouldBe(
        [
            "A request failed: the disk is full. Free some space where the data folder is, and try again.",
            "A request failed: the disk is full, as 119 times before it since the last line. Free some space where the data folder is, and try again.",
            "A request failed: another process holds the database. Close the program that has it open, and try again.",
        ]);
    }

    [Theory]
    [InlineData(512L, 16)]
    [InlineData(1_024L, 80)]
    [InlineData(100L, 1)]
    [InlineData(1_048_576L, 10_000)]
    [InlineData(null, 10_000)]
    public void There_may_be_as_many_worlds_as_the_process_may_have_files_open_for(long? limit, int worlds) => OpenFiles.WorldsFor(limit).ShouldBe(worlds);

    [Theory]
    [InlineData(long.MaxValue, 8_000)]
    [InlineData(1L << 30, 8_000)]
    [InlineData(8L << 20, 256)]
    [InlineData(0L, 100)]
    public void The_log_is_folded_the_earlier_the_less_room_there_is(long freeBytes, int pages) => LogFolding.MostPages(freeBytes).ShouldBe(pages);

    [Fact]
    public void The_limit_of_open_files_is_read_as_Linux_tells_it()
    {
        OpenFiles.LimitIn(["Limit                     Soft Limit           Hard Limit           Units", "Max open files            1024                 524288               files"])
            .ShouldBe(1_024);
        OpenFiles.LimitIn(["Max open files            unlimited            unlimited            files"]).ShouldBeNull();
        OpenFiles.LimitIn([]).ShouldBeNull();
    }

    private sealed class Lines : ILogger<StorageLog>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
