using System.Diagnostics;
using NoyoEmulator.Tests.Infrastructure;

namespace NoyoEmulator.Tests.Hosting;

/// <summary>Connections on which next to nothing is said.</summary>
public sealed class SlowConnectionTests
{
    [Fact]
    public async Task A_request_that_does_not_come_to_its_end_is_given_up_and_others_are_served_meanwhile()
    {
        await using var app = EmulatorApp.OnSocket();
        var started = Stopwatch.GetTimestamp();
        string[] beginnings =
        [
            "GET /ping HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            "POST /_emulator/drain HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
            "POST /_emulator/inbox/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
        ];

        var answers = beginnings.Select(beginning => RawSocket.SendAsync(app.Client.BaseAddress!, beginning)).ToList();
        _ = await app.ClockAsync();
        answers.ShouldAllBe(answer => !answer.IsCompleted);

        foreach (var answer in await Task.WhenAll(answers))
            answer.ShouldStartWith("HTTP/1.1 408 ");
        Stopwatch.GetElapsedTime(started).ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
    }
}
