using Microsoft.AspNetCore.Connections;
using NoyoEmulator.Configuration;
using NoyoEmulator.Hosting;
using NoyoEmulator.Persistence;

if (HealthProbe.IsRequested(args))
    return await HealthProbe.RunAsync();

try
{
    await using var app = WebApplication.CreateBuilder(args).AddEmulator().Build().UseEmulator();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception
    is ConfigurationException or WorldDatabaseException or IOException { InnerException: AddressInUseException })
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
