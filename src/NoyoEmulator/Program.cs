using NoyoEmulator.Hosting;

if (HealthProbe.IsRequested(args))
    return await HealthProbe.RunAsync();

try
{
    if (SeedPreparation.IsRequested(args))
        return await SeedPreparation.RunAsync(args);
    using var earlySignals = EarlySignals.Watch();
    Rehearsal.MakeReady();
    await using var app = EmulatorBuilder.Create(args).AddEmulator().Build().UseEmulator();
    await using var rehearsal = Rehearsal.Begin(app);
    earlySignals.Dispose();
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
