using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Simulation;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Inbox;

/// <summary>
/// Decides which inboxes take anything. Senders have no control key; where there is one, an inbox is there only if somebody with the
/// key has wanted it: by a behavior, or by a subscription with its URL.
/// </summary>
internal sealed class InboxAdmission(EmulatorOptions options)
{
    /// <summary>Why an inbox takes nothing; null when it does.</summary>
    public async Task<ApiErrorResult?> RefusalAsync(World world, string name, CancellationToken cancellationToken)
    {
        if (options.ControlKey is null || world.Inboxes.IsWanted(name) || await IsSubscribedAsync(world, name, cancellationToken))
            return null;
        return ApiErrorResult.NotFound(
            "This inbox takes nothing: the emulator has a control key, and nobody with the key has given the inbox a behavior or "
            + "subscribed its URL. Do one of these first, with X-Emulator-Key");
    }

    /// <summary>Whether a subscription of the world sends to an inbox of it.</summary>
    public static async Task<bool> IsSubscribedAsync(World world, string name, CancellationToken cancellationToken)
    {
        await using var db = world.OpenReader();
        var urls = await db.WebhookSubscriptions
            .Where(subscription => subscription.Url.Contains(OwnInbox.Path) || subscription.Url.StartsWith(OwnInbox.ByName))
            .Select(subscription => subscription.Url).ToListAsync(cancellationToken);
        return urls.Exists(url => InboxUrl.PointsTo(url, world.Name, name));
    }
}
