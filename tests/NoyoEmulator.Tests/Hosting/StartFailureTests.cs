using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using NoyoEmulator.Configuration;
using NoyoEmulator.Hosting;
using NoyoEmulator.Persistence;

namespace NoyoEmulator.Tests.Hosting;

public sealed class StartFailureTests
{
    [Fact]
    public void What_the_user_can_remove_is_explained_in_one_line()
    {
        StartFailure.Explain(new ConfigurationException("Emulator:Storage is \"disk\".")).ShouldBe("Emulator:Storage is \"disk\".");
        StartFailure.Explain(new WorldDatabaseException("default.db is no database.")).ShouldBe("default.db is no database.");
        StartFailure.Explain(new IOException("Failed to bind.", new AddressInUseException("in use"))).ShouldBe(
            "Failed to bind. Stop what listens there, or choose another address, such as --urls http://localhost:8081.");
        StartFailure.Explain(new SocketException((int)SocketError.AddressNotAvailable))!.ShouldStartWith("The server cannot listen: ");
        StartFailure.Explain(new IOException("", hresult: 28)).ShouldBe(
            "The data folder cannot be used: the disk is full. Free some space where the data folder is, and try again.");
        StartFailure.Explain(new OperationCanceledException()).ShouldBe("Stopped before it was ready.");
    }

    [Fact]
    public void A_defect_keeps_its_stack_trace()
    {
        StartFailure.Explain(new InvalidOperationException("a defect")).ShouldBeNull();
        StartFailure.Explain(new IOException("disk full")).ShouldBeNull();
    }
}
