namespace NoyoEmulator.Configuration;

/// <summary>The configuration cannot be used. The message is one line that names every problem.</summary>
internal class ConfigurationException(string message) : Exception(message);
