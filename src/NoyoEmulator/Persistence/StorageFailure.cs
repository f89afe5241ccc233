using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NoyoEmulator.Persistence;

/// <summary>What can be wrong with the storage.</summary>
internal enum StorageFault
{
    /// <summary>There is no space left.</summary>
    Full,

    /// <summary>Another process holds a database.</summary>
    Locked,

    /// <summary>The files or their folder may not be written, or not be opened.</summary>
    Unwritable,

    /// <summary>The process may open no more files.</summary>
    TooManyFiles,

    /// <summary>The device failed to read or write.</summary>
    Broken,

    /// <summary>What is stored is not a database any more.</summary>
    Damaged,
}

/// <summary>
/// Data could not be stored or read because of the storage, and not because of the data. Once the storage is well, the same
/// will succeed, except where a database is damaged.
/// </summary>
/// <param name="Fault">What is wrong.</param>
internal sealed record StorageFailure(StorageFault Fault)
{
    // As the C library of Linux numbers them; .NET gives them as the exception's code.
    private const int NotPermitted = 1;
    private const int InputOutputError = 5;
    private const int AccessDenied = 13;
    private const int TooManyFilesInSystem = 23;
    private const int TooManyFilesInProcess = 24;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsTooManyFiles = unchecked((int)0x80070004);

    /// <summary>What is wrong, as a clause.</summary>
    public string Reason => Fault switch
    {
        StorageFault.Full => "the disk is full",
        StorageFault.Locked => "another process holds the database",
        StorageFault.Unwritable => "this user may not open or write the emulator's files",
        StorageFault.TooManyFiles => "the process may open no more files",
        StorageFault.Damaged => "the database is damaged",
        _ => "the device failed to read or write",
    };

    /// <summary>What a person can do about it, as a sentence.</summary>
    public string Remedy => Fault switch
    {
        StorageFault.Full => "Free some space where the data folder is, and try again.",
        StorageFault.Locked => "Close the program that has it open, and try again.",
        StorageFault.Unwritable => "Give this user the right to write in the data folder, and try again.",
        StorageFault.TooManyFiles => "Delete worlds that are not needed, or raise the limit of open files (ulimit -n), and try again.",
        StorageFault.Damaged => "Reset the world, restore a checkpoint, or delete it.",
        _ => "Look at the device that the data folder is on, and try again.",
    };

    /// <summary>The failure that an exception tells of; null when it tells of none.</summary>
    public static StorageFailure? Of(Exception? exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is StorageException { Failure: var known })
                return known;
            if (FaultOf(current) is { } fault)
                return new StorageFailure(fault);
        }

        return null;
    }

    /// <summary>The same, but where the database only knows that a file cannot be opened or written, the folder is asked why.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="folder">The folder of the database.</param>
    public static StorageFailure? Of(Exception exception, string folder) => Of(exception) switch
    {
        { Fault: StorageFault.Unwritable or StorageFault.Broken } vague => TryFolder(folder) ?? vague,
        var known => known,
    };

    /// <summary>Writes something into a folder, and takes it away again.</summary>
    private static StorageFailure? TryFolder(string folder)
    {
        var probe = Path.Combine(folder, $".probe-{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllBytes(probe, [0]);
            File.Delete(probe);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Of(exception);
        }
    }

    private static StorageFault? FaultOf(Exception exception) => exception switch
    {
        SqliteException sqlite => FaultOf(sqlite.SqliteErrorCode, sqlite.SqliteExtendedErrorCode),
        UnauthorizedAccessException => StorageFault.Unwritable,
        IOException => FaultOf(exception.HResult),
        _ => null,
    };

    private static StorageFault? FaultOf(int code, int extended) => code switch
    {
        raw.SQLITE_FULL => StorageFault.Full,
        // The shared index of the log grows with it; that it cannot is not told apart by the primary code.
        raw.SQLITE_IOERR when extended == raw.SQLITE_IOERR_SHMSIZE => StorageFault.Full,
        raw.SQLITE_IOERR or raw.SQLITE_PROTOCOL => StorageFault.Broken,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StorageFault.Locked,
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => StorageFault.Unwritable,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => StorageFault.Damaged,
        _ => null,
    };

    private static StorageFault? FaultOf(int code) => code switch
    {
        NoSpace or QuotaExceeded or WindowsDiskFull => StorageFault.Full,
        TooManyFilesInProcess or TooManyFilesInSystem or WindowsTooManyFiles => StorageFault.TooManyFiles,
        ReadOnlyFileSystem or AccessDenied or NotPermitted => StorageFault.Unwritable,
        InputOutputError => StorageFault.Broken,
        _ => null,
    };
}

/// <summary>The storage failed.</summary>
/// <param name="failure">How.</param>
/// <param name="inner">What told of it.</param>
internal sealed class StorageException(StorageFailure failure, Exception inner) : Exception(failure.Reason, inner)
{
    public StorageFailure Failure => failure;
}
