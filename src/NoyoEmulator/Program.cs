using NoyoEmulator.Hosting;
using NoyoEmulator.Persistence;

if (HealthProbe.IsRequested(args))
    return await HealthProbe.RunAsync();

try
{
    if (SeedPreparation.IsRequested(args))
        return await SeedPreparation.RunAsync(args);
    WorldDatabase.WarmUp();
    await using var app = WebApplication.CreateBuilder(args).AddEmulator().Build().UseEmulator();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
