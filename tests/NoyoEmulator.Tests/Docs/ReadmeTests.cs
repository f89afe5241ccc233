using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Docs;

/// <summary>The first hour.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task All_commands_answer_as_it_is_written_in_order_and_twice()
    {
        await using var app = new EmulatorApp(("Emulator:Clock:Mode", "realtime"), ("Emulator:Clock:Now", ""));
        using var client = app.AnonymousClient();
        client.BaseAddress = new Uri(Example.Server);
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        var examples = Example.AllIn(text);
        examples.Count.ShouldBeGreaterThan(4);

        await new ExampleRun(client).PlayAsync(examples);
        await new ExampleRun(client).PlayAsync(examples);
    }
}
