using System.CommandLine;

namespace NoyoEmulator.CommandLine;

/// <summary>What begins without these libraries when it is meant; here it is explained and completed.</summary>
internal static class ServerVerbs
{
    public static Command Start()
    {
        var command = CommandTree.Verb(Verbs.Start);
        command.Description += " Every key of the configuration is an option as well, such as --Emulator:RoundTrip=production; noyo-emulator --help lists them.";
        foreach (var option in StartOption.All)
            command.Options.Add(option.Value is { } value ? new Option<string>(option.Name) { Description = option.Meaning, HelpName = value } : new Option<bool>(option.Name) { Description = option.Meaning });
        return command;
    }

    public static Command Probe(Shell shell)
    {
        var command = CommandTree.Verb(Verbs.Probe);
        command.SetAction((_, cancellationToken) => HealthProbe.RunAsync(shell.Variable, shell.Error, cancellationToken));
        return command;
    }
}
