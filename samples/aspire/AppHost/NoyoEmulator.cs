using System.Net.Http.Json;

/// <summary>An emulated Noyo in a container.</summary>
public sealed class NoyoEmulatorResource(string name) : ContainerResource(name)
{
    internal const string Http = "http";

    public EndpointReference Endpoint => new(this, Http);

    /// <summary>What stands in for https://fulfillment.noyo.com.</summary>
    public ReferenceExpression FulfillmentUrl => ReferenceExpression.Create($"{Endpoint}/fulfillment");

    /// <summary>What stands in for https://tracking.noyo.com.</summary>
    public ReferenceExpression TrackingUrl => ReferenceExpression.Create($"{Endpoint}/tracking");
}

public static class NoyoEmulatorExtensions
{
    /// <summary>Adds an emulator whose clock stands still until it is advanced, with buttons in the dashboard for what one does with it.</summary>
    public static IResourceBuilder<NoyoEmulatorResource> AddNoyoEmulator(
        this IDistributedApplicationBuilder builder, string name, string image = "noyo-emulator", string tag = "latest") =>
        builder.AddResource(new NoyoEmulatorResource(name))
            .WithImage(image, tag)
            .WithHttpEndpoint(targetPort: 8080, name: NoyoEmulatorResource.Http)
            .WithHttpHealthCheck("/_emulator/health/ready")
            .WithEnvironment("Emulator__Clock__Mode", "frozen")
            .WithButton("advance-day", "Advance a day", "clock/advance", "FastForward", new { by = "1d" })
            .WithButton("advance-next", "Advance to what is next", "clock/advance", "Next", new { next = true })
            .WithButton("drain", "Send what is due", "drain", "Send")
            .WithButton("reset", "Reset", "reset", "ArrowReset", confirmation: "All that was done in the emulator is gone then.");

    /// <summary>Begins with the data of a JSON file, which replaces or extends the built-in data.</summary>
    public static IResourceBuilder<NoyoEmulatorResource> WithSeed(this IResourceBuilder<NoyoEmulatorResource> builder, string path) =>
        builder.WithBindMount(path, "/seed.json", isReadOnly: true).WithEnvironment("Emulator__SeedFile", "/seed.json");

    /// <summary>Keeps the state in a volume.</summary>
    public static IResourceBuilder<NoyoEmulatorResource> WithDataVolume(this IResourceBuilder<NoyoEmulatorResource> builder, string? name = null) =>
        builder.WithVolume(name ?? $"{builder.Resource.Name}-data", "/data");

    private static IResourceBuilder<NoyoEmulatorResource> WithButton(
        this IResourceBuilder<NoyoEmulatorResource> builder, string name, string title, string call, string icon, object? body = null, string? confirmation = null) =>
        builder.WithHttpCommand($"/_emulator/{call}", title, commandName: name, commandOptions: new HttpCommandOptions
        {
            IconName = icon,
            ConfirmationMessage = confirmation,
            PrepareRequest = context =>
            {
                if (body is not null)
                    context.Request.Content = JsonContent.Create(body);
                return Task.CompletedTask;
            },
        });
}
