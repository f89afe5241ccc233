using NoyoEmulator.Testing;

// What a test run does, told to whoever started it: the emulator's process, and where it is. It goes on until it is killed, or until its
// input ends.
var host = await NoyoEmulatorHost.SharedAsync();
await using var world = await host.CreateWorldAsync();
Console.WriteLine(host.ProcessId);
Console.WriteLine(host.BaseAddress);
_ = await Console.In.ReadLineAsync();
