using System.Net;
using DotNet.Testcontainers.Builders;
using NoyoEmulator.Testcontainers;
using NoyoEmulator.Testing;
using NoyoEmulator.Testing.Tests.Infrastructure;

namespace ContainerRun;

/// <summary>The image that <c>NOYO_EMULATOR_IMAGE</c> names, in the engine of this machine.</summary>
public sealed class ContainerTests
{
    private static string Image =>
        Environment.GetEnvironmentVariable("NOYO_EMULATOR_IMAGE") ?? throw new InvalidOperationException("NOYO_EMULATOR_IMAGE names no image.");

    [Fact]
    public async Task A_change_is_followed_to_its_discrepancy_in_a_container_with_a_control_key()
    {
        await using var container = new NoyoEmulatorBuilder(Image).WithControlKey("key-of-this-test").WithNow(DateTimeOffset.Parse(Guide.Now)).Build();
        await container.StartAsync();
        await using var emulator = container.Connect();
        await using var noyo = await emulator.CreateWorldAsync();

        var snapshot = await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);

        var difference = (await noyo.OpenDifferencesAsync(snapshot.Id)).ShouldHaveSingleItem();
        difference.ToString().ShouldBe("ie_effective_start_date: 2024-08-22 here, 2024-09-01 at the carrier");
        await using var stranger = NoyoEmulatorHost.Connect(new Uri(container.GetBaseAddress()));
        _ = await Should.ThrowAsync<NoyoEmulatorException>(() => stranger.CreateWorldAsync());
    }

    [Fact]
    public async Task Webhooks_for_localhost_arrive_on_the_machine_of_the_engine()
    {
        await using var container = new NoyoEmulatorBuilder(Image).Build();
        await container.StartAsync();
        await using var emulator = container.Connect();
        await using var noyo = await emulator.CreateWorldAsync(Guide.Now);
        await using var webhooks = WebhookReceiver.Start(new WebhookReceiverOptions { Secrets = ["s3cret"], Address = IPAddress.Any });
        _ = await noyo.SubscribeAsync(webhooks.Uri, "s3cret", ["difference.discrepancy"]);

        _ = await noyo.EnrollAsync();
        await noyo.AdvanceAsync(Guide.TwoDays);

        (await webhooks.WaitForAsync("difference.discrepancy")).Signature.ShouldBe(NoyoSignatureResult.Valid);
    }

    [Fact]
    public async Task A_volume_keeps_worlds_for_the_next_container()
    {
        await using var volume = new VolumeBuilder().Build();
        await using (var first = new NoyoEmulatorBuilder(Image).WithDataVolume(volume).Build())
        {
            await first.StartAsync();
            await using var emulator = first.Connect();
            // Not disposed of: that would delete it.
            _ = await emulator.CreateWorldAsync(new NoyoWorldOptions { Name = "kept", Now = DateTimeOffset.Parse(Guide.Now) });
            await first.StopAsync();
        }

        await using var second = new NoyoEmulatorBuilder(Image).WithDataVolume(volume).Build();
        await second.StartAsync();
        await using var again = second.Connect();
        await using var copy = await again.CreateWorldAsync(from: "kept");
        (await copy.NowAsync()).ShouldBe(DateTimeOffset.Parse(Guide.Now));
    }

    [Fact]
    public async Task A_seed_takes_the_place_of_the_built_in_data()
    {
        const string Seed = """{"carriers": [{"id": "11111111-1111-4111-8111-111111111111", "display_name": "Tin Roof Life"}]}""";
        await using var container = new NoyoEmulatorBuilder(Image).WithSeed(Seed).Build();
        await container.StartAsync();
        await using var emulator = container.Connect();
        await using var noyo = await emulator.CreateWorldAsync(Guide.Now);

        var carriers = await noyo.ControlAsync(HttpMethod.Get, "carriers");

        var carrier = carriers.GetProperty("response").EnumerateArray().ShouldHaveSingleItem();
        carrier.GetProperty("display_name").GetString().ShouldBe("Tin Roof Life");
    }
}
