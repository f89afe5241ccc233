using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using NoyoEmulator.Configuration;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Hosting;

/// <summary>Reasons not to start that the user can remove: they end the program with one line instead of a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>The line to print; null for everything else, which is a defect.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        ConfigurationException or WorldDatabaseException => exception.Message,
        IOException { InnerException: AddressInUseException } => exception.Message,
        SocketException => $"The server cannot listen: {exception.Message}.",
        _ => null,
    };
}
