using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Inbox;

internal static class InboxRegistration
{
    extension(World world)
    {
        /// <summary>The receivers of webhooks inside the emulator.</summary>
        public InboxList Inboxes => world.Features.Get<InboxList>();
    }

    public static IServiceCollection AddInboxes(this IServiceCollection services) => services
        .AddWorldFeature(provider => new InboxList(provider.GetRequiredService<RecordMemory>()))
        .AddSingleton<InboxAdmission>()
        .AddHttpClient(WebhookSender.ClientName)
        .AddHttpMessageHandler(provider => new InboxHandler(
            provider.GetRequiredService<WorldRegistry>(), provider))
        .Services;
}
