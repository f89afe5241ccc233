using System.Diagnostics.CodeAnalysis;
using NoyoEmulator.Configuration;

namespace NoyoEmulator.Webhooks;

internal static class WebhookSenderConfiguration
{
    // Set by .NET's own container images, and read under its own name: it is not one of the emulator's keys.
    private const string ContainerKey = "DOTNET_RUNNING_IN_CONTAINER";

    /// <summary>
    /// Adds <see cref="WebhookSender"/> and its HTTP client. <see cref="EmulatorOptions"/>, <see cref="WebhookOptions"/>,
    /// <see cref="NoyoOptions"/> and <see cref="IConfiguration"/> must be registered, too.
    /// </summary>
    public static IServiceCollection AddWebhookSender(this IServiceCollection services)
    {
        services.AddHttpClient(WebhookSender.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => CreateHandler(provider.GetRequiredService<WebhookOptions>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services.AddSingleton(provider => new WebhookSender(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<WebhookOptions>(),
            provider.GetRequiredService<NoyoOptions>().WebhookSignature,
            provider.GetRequiredService<EmulatorOptions>().CallbackHost,
            IsContainer(provider.GetRequiredService<IConfiguration>()[ContainerKey])));
    }

    private static bool IsContainer(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    [SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "Asked for, on a developer's machine.")]
    private static SocketsHttpHandler CreateHandler(WebhookOptions options)
    {
        var handler = CreateHandler();
        if (!options.AllowLinkLocal)
            handler.ConnectCallback = ReceiverConnection.OpenAsync;
        if (options.AllowUntrustedCertificates)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        return handler;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        // A receiver must get the headers that Noyo sends and no others.
        ActivityHeadersPropagator = null,
        // A connection of its own for every attempt: many receivers close theirs after an answer, with or without saying so, and one
        // that is used again while it is being closed looks like a receiver that fails.
        PooledConnectionLifetime = TimeSpan.Zero,
        PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new ReceiverStream(context.PlaintextStream)),
        ConnectTimeout = Timeout.InfiniteTimeSpan,
    };
}
