using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Hosting;

/// <summary>Reasons not to start that the user can remove: they end the program with one line instead of a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>What is said when the program is asked to end during its start.</summary>
    public const string Stopped = "Stopped before it was ready.";

    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>The line to print; null for everything else, which is a defect.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        ConfigurationException or WorldDatabaseException => exception.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{OneLine(exception.Message)} Stop what listens there, or choose another address, such as --urls http://localhost:8081.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "The server cannot listen: this user may not use that port; ports below 1024 are often the system's. Choose another with --urls or ASPNETCORE_URLS.",
        SocketException => $"The server cannot listen: {exception.Message}. Choose an address of this machine with --urls or ASPNETCORE_URLS.",
        OperationCanceledException => Stopped,
        _ when StorageFailure.Of(exception) is { } failure => $"The data folder cannot be used: {failure.Reason}. {failure.Remedy}",
        // Endpoints, certificates and limits are the server's own configuration.
        _ when exception.StackTrace?.Contains(Server, StringComparison.Ordinal) == true => $"The server cannot start: {OneLine(exception.Message)}",
        _ => null,
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
