using System.Reflection;
using NoyoEmulator.CommandLine;
using NoyoEmulator.Hosting;

if (HealthProbe.IsRequested(args))
    return await HealthProbe.RunAsync();
if (Verbs.Asks(args))
    return await Tool.RunAsync(args);

if (ServerArguments.Answer(args) is { } text)
{
    await Console.Out.WriteLineAsync(text);
    return 0;
}

try
{
    if (SeedPreparation.IsRequested(args))
        return await SeedPreparation.RunAsync(args);
    if (Verbs.IsStart(args))
        args = ServerArguments.OfStart(args[1..]);
    // A test host runs this program within another one, and gives it all of its own settings as options.
    if (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
        ServerArguments.Check(args);
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
