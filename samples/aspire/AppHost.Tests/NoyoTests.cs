using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Xunit;

namespace AppHost.Tests;

public sealed class NoyoTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_emulator_is_healthy_before_the_platform_starts_and_its_buttons_move_its_time()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(Token);
        await using var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("platform", Token);
        using var noyo = app.CreateHttpClient("noyo", "http");

        var carriers = await noyo.GetFromJsonAsync<JsonElement>("/_emulator/carriers", Token);
        Assert.Contains(carriers.GetProperty("response").EnumerateArray(), carrier => carrier.GetProperty("display_name").GetString() == "Tin Roof Life");

        var began = await NowAsync();
        foreach (var button in new[] { "advance-day", "drain" })
        {
            var pressed = await app.ResourceCommands.ExecuteCommandAsync("noyo", button, Token);
            Assert.True(pressed.Success, $"{button}: {pressed.Message}");
        }

        Assert.Equal(began.AddDays(1), await NowAsync());
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("noyo", "reset", Token)).Success);
        Assert.NotEqual(began.AddDays(1), await NowAsync());

        async Task<DateTimeOffset> NowAsync() =>
            (await noyo.GetFromJsonAsync<JsonElement>("/_emulator/clock", Token)).GetProperty("now").GetDateTimeOffset();
    }
}
