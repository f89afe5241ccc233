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
        StartFailure.Explain(new IOException("Failed to bind.", new AddressInUseException("in use"))).ShouldBe("Failed to bind.");
        StartFailure.Explain(new SocketException((int)SocketError.AddressNotAvailable))!.ShouldStartWith("The server cannot listen: ");
    }

    [Fact]
    public void A_defect_keeps_its_stack_trace()
    {
        StartFailure.Explain(new InvalidOperationException("a defect")).ShouldBeNull();
        StartFailure.Explain(new IOException("disk full")).ShouldBeNull();
    }
}
