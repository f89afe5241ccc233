namespace Platform;

public sealed record NoyoWebhook(NoyoWebhookData Data, NoyoWebhookEvent Event);

public sealed record NoyoWebhookData(Guid Id);

public sealed record NoyoWebhookEvent(Guid Id, string Type);
