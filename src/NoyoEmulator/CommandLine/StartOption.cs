namespace NoyoEmulator.CommandLine;

/// <summary>A short option of <c>start</c>, which stands for a key of the configuration.</summary>
/// <param name="Name">With its hyphens.</param>
/// <param name="Value">What its value is called; null for an option that has none.</param>
/// <param name="Key">The option of the host, with <c>{0}</c> for the value.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record StartOption(string Name, string? Value, string Key, string Meaning)
{
    public static IReadOnlyList<StartOption> All { get; } =
    [
        new("--port", "PORT", "--urls=http://localhost:{0}", "Listen there on this machine; 8080 if absent, and 0 is any free port."),
        new("--data", "FOLDER", "--Emulator:DataDirectory={0}", "Keep the state there; ./data if absent."),
        new("--memory", null, "--Emulator:Storage=memory", "Keep nothing when it ends."),
        new("--seed", "FILE", "--Emulator:SeedFile={0}", "Begin with these data."),
        new("--clock", "MODE", "--Emulator:Clock:Mode={0}", "frozen: time passes only when you advance it; realtime if absent."),
        new("--now", "INSTANT", "--Emulator:Clock:Now={0}", "Begin at this instant; the real time if absent."),
        new("--speed", "NUMBER", "--Emulator:Clock:Speed={0}", "How many seconds pass there in a real one; 1 if absent."),
        new("--control-key", "KEY", "--Emulator:ControlKey={0}", "Ask for this key on the control plane."),
    ];

    /// <summary>The same as an option of the host.</summary>
    /// <param name="value">Its value; null where it has none.</param>
    public string ToHostOption(string? value) =>
        // Any free port is one of an address, not of a name that stands for two.
        (Name == "--port" && value == "0" ? "--urls=http://127.0.0.1:0" : Key.Replace("{0}", value, StringComparison.Ordinal));
}
